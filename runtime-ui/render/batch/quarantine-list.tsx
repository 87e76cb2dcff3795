import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { QuarantineBody } from '../../../engine/contract/wire.ts';
import { api, formatInstant, ProblemError, StateTag, useWords } from '../../kit/index.ts';
import { batchKey } from './batch-data.ts';

/** Records that were set aside, each with its reason, the way to the record, and the retry for when it is mended. */
export function QuarantineList(props: { readonly records: readonly QuarantineBody[] }) {
  return (
    <ul className="batch-quarantine">
      {props.records.map((record) => (
        <QuarantineLine key={record.id} record={record} />
      ))}
    </ul>
  );
}

function QuarantineLine(props: { readonly record: QuarantineBody }) {
  const { record } = props;
  const words = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      const after = await api.post<QuarantineBody>(`/api/batch/quarantine/${record.id}/retry`);
      if (after.resolvedAt === null) message.warning(words('batch.failedAgain', { reason: after.message }));
      else message.success(words('batch.mended'));
    } catch (error) {
      message.error(error instanceof ProblemError ? `${error.message}（${error.code}）` : words('error.offline'));
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: batchKey });
    }
  };
  return (
    <li data-resolved={record.resolvedAt !== null}>
      <div className="batch-aside">
        <span className="batch-aside-name">
          {record.record === null ? (
            <span className="quiet">{words('batch.hidden', { entity: record.entityTitle })}</span>
          ) : (
            <Link to={`/record/${record.entity}/${record.record.id}`}>{record.record.label}</Link>
          )}
          <span className="quiet">
            {record.entityTitle} · {record.stepTitle}
            {record.attempts > 1 ? ` · ${words('batch.attempts', { count: record.attempts })}` : ''}
          </span>
        </span>
        <span>
          {record.message} <code>{record.code}</code>
        </span>
      </div>
      {record.resolvedAt === null ? (
        <Button size="small" loading={busy} onClick={() => void retry()}>
          {words('batch.retry')}
        </Button>
      ) : (
        <span className="batch-resolved" title={formatInstant(record.resolvedAt)}>
          <StateTag color="green" title={words('batch.resolved')} />
          <span className="quiet">{record.resolvedBy?.label ?? ''}</span>
        </span>
      )}
    </li>
  );
}
