import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Progress } from 'antd';
import { useRef, useState } from 'react';
import type { ActionButtonDescriptor, ColumnDescriptor } from '../../../engine/contract/screens.ts';
import { api, newKey, ProblemError, StateTag, textOf, useWords } from '../../kit/index.ts';
import { RecordForm, type RecordFormHandle } from '../form/record-form.tsx';
import { defaultValues } from '../form/default-values.ts';
import { toWire } from '../form/wire-values.ts';
import { useFormScreen } from '../screens.ts';
import type { ListRow } from './list-table.tsx';

interface BulkRunProps {
  readonly entity: string;
  readonly action: ActionButtonDescriptor;
  readonly rows: readonly ListRow[];
  readonly nameColumn: ColumnDescriptor | undefined;
  onClose(done: boolean): void;
}

type Outcome = { readonly state: 'waiting' | 'ok' } | { readonly state: 'failed'; readonly detail: string; readonly code: string };

/** One action on many records: asks once, runs one by one, and says for each row what became of it. */
export function BulkRun(props: BulkRunProps) {
  const words = useWords();
  const client = useQueryClient();
  const form = useFormScreen(props.action.form);
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome> | null>(null);
  const handle = useRef<RecordFormHandle>(null);
  const [isRunning, setRunning] = useState(false);
  const results = [...(outcomes?.values() ?? [])];
  const ok = results.filter((item) => item.state === 'ok').length;
  const failed = results.filter((item) => item.state === 'failed').length;
  const isOver = outcomes !== null && ok + failed === props.rows.length;

  const run = async (input: unknown) => {
    setRunning(true);
    let current = new Map<string, Outcome>(props.rows.map((row) => [String(row['id']), { state: 'waiting' }]));
    setOutcomes(current);
    for (const row of props.rows) {
      const id = String(row['id']);
      const outcome = await runOne(`/api/records/${props.entity}/${id}/actions/${props.action.name}`, input);
      current = new Map(current).set(id, outcome);
      setOutcomes(current);
    }
    setRunning(false);
    await client.invalidateQueries({ predicate: (query) => ['rows', 'count', 'totals', 'record'].includes(String(query.queryKey[0])) });
  };
  const start = () => {
    if (form.data === undefined) void run({});
    else handle.current?.submit();
  };
  return (
    <Modal
      open
      title={words('list.bulkTitle', { action: props.action.title, count: props.rows.length })}
      width={640}
      mask={{ closable: false }}
      onCancel={() => (isRunning ? undefined : props.onClose(outcomes !== null))}
      footer={
        isOver ? (
          <Button type="primary" onClick={() => props.onClose(true)}>
            {words('common.close')}
          </Button>
        ) : (
          <>
            <Button disabled={isRunning} onClick={() => props.onClose(false)}>
              {words('common.cancel')}
            </Button>
            <Button
              type="primary"
              danger={props.action.danger}
              loading={isRunning}
              disabled={props.action.form !== null && form.data === undefined}
              onClick={start}
            >
              {words('list.bulkRun', { count: props.rows.length })}
            </Button>
          </>
        )
      }
    >
      {props.action.confirm === null || outcomes !== null ? null : <p>{props.action.confirm}</p>}
      {form.data === undefined || outcomes !== null ? null : (
        <RecordForm
          form={form.data}
          values={{ ...defaultValues(form.data), ...values }}
          onChange={setValues}
          embedded
          submitTitle={null}
          handle={handle}
          onSubmit={(state) => run(form.data === undefined ? {} : toWire(form.data, state.values, state.isVisible))}
        />
      )}
      {outcomes === null ? null : (
        <>
          <Progress percent={Math.round(((ok + failed) / props.rows.length) * 100)} size="small" showInfo={false} />
          <p aria-live="polite">{words('list.bulkResult', { ok, failed })}</p>
        </>
      )}
      <ul className="bulk-rows">
        {props.rows.slice(0, 500).map((row) => {
          const outcome = outcomes?.get(String(row['id']));
          return (
            <li key={String(row['id'])}>
              <span>{props.nameColumn === undefined ? String(row['id']) : textOf(props.nameColumn, row[props.nameColumn.key], words)}</span>
              {outcome === undefined ? null : outcome.state === 'failed' ? (
                <span className="bulk-reason">
                  <StateTag title={words('list.bulkFailed')} color="red" plain /> {outcome.detail}
                </span>
              ) : (
                <StateTag title={words(outcome.state === 'ok' ? 'list.bulkOk' : 'list.bulkWaiting')} color={outcome.state === 'ok' ? 'green' : 'grey'} plain />
              )}
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}

async function runOne(path: string, input: unknown): Promise<Outcome> {
  try {
    await api.post(path, input, { idempotencyKey: newKey() });
    return { state: 'ok' };
  } catch (error) {
    return { state: 'failed', detail: error instanceof Error ? error.message : String(error), code: error instanceof ProblemError ? error.code : '' };
  }
}
