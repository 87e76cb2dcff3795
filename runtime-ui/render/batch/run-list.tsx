import { Link } from 'react-router';
import type { BatchRunBody } from '../../../engine/contract/wire.ts';
import { StateTag, useWords } from '../../kit/index.ts';
import { durationOf, runColors } from './batch-data.ts';

/** Runs, newest date first. */
export function RunList(props: { readonly runs: readonly BatchRunBody[]; readonly selected: string | null; readonly showsJob: boolean }) {
  const words = useWords();
  return (
    <nav className="batch-runs" aria-label={words('batch.runs')}>
      {props.runs.map((run) => (
        <Link key={run.id} to={`/batch/${run.id}`} className="batch-run" aria-current={run.id === props.selected ? 'true' : undefined}>
          <span className="batch-run-head">
            <strong className="tabular">{run.date}</strong>
            <StateTag title={words(`batch.${run.state}`)} color={runColors[run.state]} />
          </span>
          <span className="quiet tabular">
            {[
              ...(props.showsJob ? [run.title] : []),
              words('batch.stepsDone', { done: run.steps.done, total: run.steps.total }),
              durationOf(run.startedAt, run.endedAt, words),
              ...(run.quarantined === 0 ? [] : [words('batch.quarantined', { count: run.quarantined })]),
            ].join(' · ')}
          </span>
        </Link>
      ))}
    </nav>
  );
}
