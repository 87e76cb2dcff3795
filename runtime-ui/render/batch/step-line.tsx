import type { BatchStepBody } from '../../../engine/contract/wire.ts';
import { groupDigits, Icon, useWords } from '../../kit/index.ts';
import { durationOf } from './batch-data.ts';

const marks = { waiting: ['dot', 'grey'], running: ['clock', 'blue'], done: ['check', 'green'], skipped: ['right', 'grey'] } as const;

/** A step with its state in words, its rows and its time; while it runs, how far it is. A halted one stopped its run. */
export function StepLine(props: { readonly step: BatchStepBody; readonly isHalted: boolean }) {
  const { step, isHalted } = props;
  const words = useWords();
  const [icon, color] = isHalted ? (['warning', 'red'] as const) : marks[step.state];
  const isBegun = step.state === 'running' || step.state === 'done';
  return (
    <li className="batch-step" data-state={step.state}>
      <span className="flow-mark" data-color={color}>
        <Icon name={icon} size={12} />
      </span>
      <span className="batch-step-title">
        {step.title}
        <span className="quiet">
          {words(isHalted ? 'batch.failed' : `batch.step.${step.state}`)}
          {step.quarantined === 0 ? '' : ` · ${words('batch.quarantined', { count: step.quarantined })}`}
        </span>
      </span>
      <span className="tabular batch-step-rows">{isBegun ? words('batch.rows', { count: groupDigits(String(step.processed)) ?? '' }) : ''}</span>
      <span className="tabular quiet batch-step-time">{isBegun && !isHalted ? durationOf(step.startedAt, step.endedAt, words) : ''}</span>
      {step.state === 'running' && !isHalted ? (
        <progress className="batch-bar" aria-label={step.title} max={Math.max(1, step.slices.total)} value={step.slices.done} />
      ) : null}
    </li>
  );
}
