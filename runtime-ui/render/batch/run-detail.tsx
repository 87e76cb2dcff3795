import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { BatchRunDetail } from '../../../engine/contract/wire.ts';
import { api, ErrorNotice, formatInstant, Icon, ProblemError, SkeletonLines, StateTag, useWords } from '../../kit/index.ts';
import { batchKey, durationOf, runColors, useBatchRun } from './batch-data.ts';
import { QuarantineList } from './quarantine-list.tsx';
import { StepLine } from './step-line.tsx';

/** One run: its steps as they go, why it stopped, and the records that it set aside. */
export function RunDetail(props: { readonly id: string }) {
  const words = useWords();
  const { data: run, error, refetch } = useBatchRun(props.id);
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (run === undefined) return <SkeletonLines lines={6} height={44} label={words('app.loading')} />;
  return (
    <article className="batch-detail">
      <header className="batch-detail-head">
        <h2>
          {run.title} <span className="tabular">{run.date}</span>
        </h2>
        <StateTag title={words(`batch.${run.state}`)} color={runColors[run.state]} />
        <span className="quiet tabular">
          {[
            run.startedBy === null ? words('batch.byClock') : run.startedBy.label,
            formatInstant(run.startedAt),
            durationOf(run.startedAt, run.endedAt, words),
          ].join(' · ')}
        </span>
      </header>
      {run.failure === null ? null : <Stopped run={run} />}
      <section className="block">
        <h3 className="block-title">{words('batch.steps')}</h3>
        <ol className="batch-steps">
          {run.steps.map((step) => (
            <StepLine key={step.key} step={step} isHalted={run.state === 'failed' && step.state === 'running'} />
          ))}
        </ol>
        {run.hash === null ? null : (
          <p className="batch-hash quiet">
            {words('batch.hash')} <code title={run.hash}>{run.hash.slice(0, 16)}</code>
          </p>
        )}
      </section>
      <section className="block">
        <h3 className="block-title">{words('batch.quarantine')}</h3>
        {run.quarantine.length === 0 ? (
          <p className="quiet">{words(run.state === 'done' ? 'batch.noneAside' : 'batch.noneAsideYet')}</p>
        ) : (
          <QuarantineList records={run.quarantine} />
        )}
      </section>
    </article>
  );
}

/** A run that stopped says why, and goes on where it was when somebody has mended the cause. */
function Stopped(props: { readonly run: BatchRunDetail }) {
  const { run } = props;
  const words = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const goOn = async () => {
    setBusy(true);
    try {
      await api.post(`/api/batch/jobs/${run.job}/runs`, { date: run.date });
    } catch (error) {
      message.error(error instanceof ProblemError ? `${error.message}（${error.code}）` : words('error.offline'));
    }
    await client.invalidateQueries({ queryKey: batchKey });
    setBusy(false);
  };
  return (
    <div className="batch-stopped" role="alert">
      <Icon name="warning" size={20} />
      <div>
        <span>{run.failure?.message}</span>
        <span className="quiet">
          {words('batch.stoppedHelp')} <code>{run.failure?.code}</code>
        </span>
      </div>
      <Button loading={busy} onClick={() => void goOn()}>
        {words('batch.goOn')}
      </Button>
    </div>
  );
}
