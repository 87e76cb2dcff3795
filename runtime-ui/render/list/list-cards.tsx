import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';
import { Cell } from '../../kit/index.ts';
import { cardColumns } from './list-columns.ts';
import type { ListRow } from './list-table.tsx';

/** A list on a phone: a card a row with its three most telling fields, the first as its name. */
export function ListCards(props: { readonly columns: readonly ColumnDescriptor[]; readonly rows: readonly ListRow[]; onOpen(row: ListRow): void }) {
  const columns = cardColumns(props.columns);
  const state = props.columns.find((column) => column.key === 'state');
  const [name, ...rest] = columns.filter((column) => column.key !== 'state');
  const more = props.columns
    .filter((column) => column.key !== 'state' && !columns.includes(column) && ['money', 'date'].includes(column.type))
    .slice(0, Math.max(0, 2 - rest.length));
  return (
    <ul className="cards">
      {props.rows.map((row) => (
        <li key={String(row['id'])}>
          <button type="button" onClick={() => props.onOpen(row)}>
            <span className="card-head">
              <strong>{name === undefined ? null : <Cell column={name} value={row[name.key]} />}</strong>
              {state === undefined ? null : <Cell column={state} value={row['state']} />}
            </span>
            <span className="card-facts">
              {[...rest, ...more].map((column) => (
                <span key={column.key}>
                  <span className="quiet">{column.title}</span>
                  <Cell column={column} value={row[column.key]} />
                </span>
              ))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
