import type { FieldDescriptor } from '../../../engine/contract/screens.ts';
import { Cell, useWords, type Words } from '../../kit/index.ts';

type Row = Readonly<Record<string, unknown>>;

interface RowChange {
  readonly key: string;
  readonly sign: '+' | '−' | '~';
  readonly before: Row;
  readonly after: Row;
  readonly fields: readonly FieldDescriptor[];
}

/** How the rows of a table inside a record changed: what came, what went, and of the others only the cells that differ. */
export function HistoryRows(props: { readonly fields: readonly FieldDescriptor[]; readonly before: unknown; readonly after: unknown }) {
  const words = useWords();
  return (
    <ul className="history-rows">
      {rowChanges(props.fields, rowsOf(props.before), rowsOf(props.after)).map((change) => (
        <li key={change.key}>
          <span role="img" aria-label={signWord(change.sign, words)}>
            {change.sign}
          </span>
          {change.sign === '~' ? <RowName fields={props.fields} change={change} /> : null}
          {change.fields.map((field) => (
            <span key={field.key} className="history-cell">
              <span className="quiet">{field.title}</span>{' '}
              {change.sign === '+' ? null : (
                <span className="was">
                  <Cell column={field} value={change.before[field.key]} />
                </span>
              )}
              {change.sign === '~' ? ' → ' : null}
              {change.sign === '−' ? null : <Cell column={field} value={change.after[field.key]} />}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Which row it was: the first of its cells that stayed as it was and says something. */
function RowName(props: { readonly fields: readonly FieldDescriptor[]; readonly change: RowChange }) {
  const { change } = props;
  const field = props.fields.find((one) => !change.fields.includes(one) && change.after[one.key] !== undefined && change.after[one.key] !== null);
  return field === undefined ? null : (
    <strong className="history-cell">
      <Cell column={field} value={change.after[field.key]} />
    </strong>
  );
}

function signWord(sign: RowChange['sign'], words: Words): string {
  return words(sign === '+' ? 'history.rowAdded' : sign === '−' ? 'history.rowRemoved' : 'history.rowChanged');
}

function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter((row): row is Row => typeof row === 'object' && row !== null) : [];
}

function rowChanges(fields: readonly FieldDescriptor[], before: readonly Row[], after: readonly Row[]): readonly RowChange[] {
  const left = new Map(before.flatMap((row) => (typeof row['id'] === 'string' ? [[row['id'], row] as const] : [])));
  const changes: RowChange[] = [];
  const whole = (sign: '+' | '−', row: Row, index: number): RowChange => ({
    key: `${sign}${String(row['id'] ?? index)}`,
    sign,
    before: row,
    after: row,
    fields: fields.filter((field) => row[field.key] !== undefined && row[field.key] !== null),
  });
  for (const [index, row] of after.entries()) {
    const was = left.get(String(row['id']));
    left.delete(String(row['id']));
    if (was === undefined) changes.push(whole('+', row, index));
    else {
      const differing = fields.filter((field) => JSON.stringify(was[field.key] ?? null) !== JSON.stringify(row[field.key] ?? null));
      if (differing.length > 0) changes.push({ key: `~${String(row['id'])}`, sign: '~', before: was, after: row, fields: differing });
    }
  }
  const gone = before.filter((row) => row['id'] === undefined || left.has(String(row['id'])));
  return [...changes, ...gone.map((row, index) => whole('−', row, index))];
}
