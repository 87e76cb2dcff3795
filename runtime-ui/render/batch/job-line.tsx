import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { BatchJobBody, BatchRunBody } from '../../../engine/contract/wire.ts';
import { api, ProblemError, StateTag, useWords } from '../../kit/index.ts';
import { batchKey } from './batch-data.ts';

/** A job: when it runs, what waits, and the date that a person may close now. */
export function JobLine(props: { readonly job: BatchJobBody; readonly isBusy: boolean }) {
  const { job } = props;
  const words = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { modal, message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const run = await api.post<BatchRunBody>(`/api/batch/jobs/${job.name}/runs`, { date: job.next });
      await client.invalidateQueries({ queryKey: batchKey });
      void navigate(`/batch/${run.id}`);
    } catch (error) {
      message.error(error instanceof ProblemError ? `${error.message}（${error.code}）` : words('error.offline'));
    } finally {
      setBusy(false);
    }
  };
  const ask = () =>
    modal.confirm({
      title: words('batch.confirm', { job: job.title, date: job.next }),
      content: words(job.cutOff === null ? 'batch.confirmHelp' : 'batch.confirmCutOff'),
      okText: words('batch.run'),
      cancelText: words('common.cancel'),
      onOk: start,
    });
  const facts = [
    job.at === null ? words('batch.byHand') : words('batch.at', { time: job.at }),
    ...(job.cutOff === null ? [] : [words('batch.cutOff', { time: job.cutOff })]),
    ...(job.catchUp ? [words('batch.catchUp')] : []),
  ];
  return (
    <li className="batch-job">
      <div>
        <strong>{job.title}</strong>
        <span className="quiet tabular">{facts.join(' · ')}</span>
      </div>
      {job.quarantined === 0 ? null : <StateTag color="orange" title={words('batch.quarantined', { count: job.quarantined })} />}
      <Button type="primary" loading={busy} disabled={props.isBusy} onClick={ask}>
        {props.isBusy ? words('batch.running') : words('batch.runDate', { date: job.next })}
      </Button>
    </li>
  );
}
