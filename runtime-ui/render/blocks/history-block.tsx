import { Button } from 'antd';
import { useMemo, useState } from 'react';
import type { FieldDescriptor, PageDescriptor } from '../../../engine/contract/screens.ts';
import type { HistoryEntry } from '../../../engine/contract/wire.ts';
import { Cell, ErrorNotice, formatAgo, formatInstant, Notice, SkeletonLines, useWords } from '../../kit/index.ts';
import { useHistory } from '../record/record-data.ts';
import { useFormScreen } from '../screens.ts';
import { HistoryRows } from './history-rows.tsx';

/** Who changed what, from what to what, newest first. */
export function HistoryBlock(props: { readonly entity: string; readonly id: string; readonly form: string | null; readonly states: PageDescriptor['states'] }) {
  const words = useWords();
  const history = useHistory(props.entity, props.id);
  const form = useFormScreen(props.form);
  const [shown, setShown] = useState(12);
  const fields = useMemo(
    () => ({
      ...form.data?.fields,
      state: {
        key: 'state',
        title: '',
        type: 'choice',
        widget: 'choice',
        choices: props.states.map((state) => ({ value: state.key, title: state.title, ...(state.color === undefined ? {} : { color: state.color }) })),
      },
    }),
    [form.data, props.states],
  );
  if (history.error !== null) return <ErrorNotice error={history.error} compact onRetry={() => void history.refetch()} />;
  if (history.data === undefined) return <SkeletonLines lines={4} height={48} label={words('app.loading')} />;
  if (history.data.length === 0) return <Notice icon="history" compact title={words('record.historyEmpty')} />;
  return (
    <>
      <ol className="history">
        {history.data.slice(0, shown).map((entry) => (
          <HistoryLine key={entry.id} entry={entry} fields={fields} />
        ))}
      </ol>
      {history.data.length > shown ? (
        <Button type="link" size="small" onClick={() => setShown(shown + 50)}>
          {words('record.moreChanges', { count: history.data.length - shown })}
        </Button>
      ) : null}
    </>
  );
}

type HistoryField = Parameters<typeof Cell>[0]['column'] & Pick<FieldDescriptor, 'children'>;

function HistoryLine(props: { readonly entry: HistoryEntry; readonly fields: Readonly<Record<string, HistoryField>> }) {
  const words = useWords();
  const { entry } = props;
  const [open, setOpen] = useState(false);
  // A record that an action made began with all its values: they stand in the record.
  const isBeginning = entry.type === 'created' || (entry.changes.length > 6 && entry.changes.every((change) => change.before === null));
  const changes = open ? entry.changes : entry.changes.slice(0, 3);
  return (
    <li>
      <div className="history-head">
        <strong>{entry.title}</strong>
        <span>{entry.actor?.label ?? ''}</span>
        <time dateTime={entry.at} title={formatInstant(entry.at)} className="quiet tabular">
          {formatAgo(entry.at, Date.now(), words)}
        </time>
      </div>
      {entry.comment ? <p className="history-comment">{entry.comment}</p> : null}
      {isBeginning ? null : (
        <dl className="history-changes">
          {changes.map((change) => {
            const column: HistoryField = props.fields[change.key] ?? { key: change.key, title: change.title, type: 'text', widget: 'text' };
            return (
              <div key={change.key}>
                <dt>{change.title}</dt>
                <dd>
                  {column.children === undefined ? (
                    <>
                      <span className="was">
                        <Cell column={column} value={change.before} />
                      </span>
                      <span role="img" aria-label={words('record.after')}>
                        →
                      </span>
                      <Cell column={column} value={change.after} />
                    </>
                  ) : (
                    <HistoryRows fields={column.children} before={change.before} after={change.after} />
                  )}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      {!isBeginning && entry.changes.length > 3 && !open ? (
        <Button type="link" size="small" onClick={() => setOpen(true)}>
          {words('record.moreChanges', { count: entry.changes.length - 3 })}
        </Button>
      ) : null}
    </li>
  );
}
