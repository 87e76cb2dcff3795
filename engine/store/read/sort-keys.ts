import type { Access } from '../../access/grants.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { SortKey } from '../face.ts';
import { columnTypeOf } from '../codecs/codecs.ts';
import { systemColumns } from '../tables.ts';
import { requireClear, scopedColumns } from './guard.ts';
import { labelAt } from './labels.ts';
import { columnAt, joinAt, pathEnd, type PathEnd, type Place } from './place.ts';

/** One key of an ORDER BY. Nulls come last ascending and first descending, as PostgreSQL's indexes have them. */
export interface SortColumn {
  readonly sql: string;
  /** Cast of the cursor's text. */
  readonly cast: string;
  readonly descending: boolean;
  readonly nullable: boolean;
}

const unsortable = new Set(['children', 'references', 'attachments', 'attachment', 'json', 'choices']);

/** Keys of a sort, ended by the id so that every row has its place. Refuses list.field-not-sortable. */
export function sortColumns(place: Place, sort: readonly SortKey[], access: Access): readonly SortColumn[] {
  const columns: SortColumn[] = [];
  for (const key of sort) {
    requireClear(place.frame, place.entity, { path: key.path, access });
    const end = pathEnd(place, key.path);
    if (end === undefined) throw new Refusal('list.field-not-sortable', { field: key.path });
    columns.push(sortColumn(place, end, key));
    if (key.path === 'id') return columns;
  }
  columns.push({ sql: columnAt(place, 'id'), cast: 'uuid', descending: columns.at(-1)?.descending ?? true, nullable: false });
  return columns;
}

function sortColumn(root: Place, end: PathEnd, key: SortKey): SortColumn {
  const { place, field } = end;
  const { descending } = key;
  const guard = scopedColumns(root);
  if (field === undefined) {
    const shape = systemColumns(place.entity).find((column) => column.name === end.system);
    const sql = guard(end, columnAt(place, end.system ?? 'id'), key.path);
    return { sql, cast: (shape?.type ?? 'text').split(' ', 1)[0] as string, descending, nullable: place !== root || shape?.filled !== true };
  }
  if (unsortable.has(field.base) || field.sensitive !== undefined || field.column === null) throw new Refusal('list.field-not-sortable', { field: key.path });
  const column = columnAt(place, field.column);
  if (field.base === 'reference' && field.to !== undefined) {
    return { sql: guard(end, `(${labelAt(joinAt(place, column, field.to))}) collate "C"`, key.path), cast: 'text', descending, nullable: true };
  }
  if (field.base === 'choice' && field.ordered === true) {
    const values = place.frame.parameters.add({ kind: 'literal', value: (field.choices ?? []).map((choice) => choice.value) }, 'text[]');
    return { sql: guard(end, `array_position(${values}, ${column})`, key.path), cast: 'int', descending, nullable: true };
  }
  const cast = (columnTypeOf(field).split(' collate', 1)[0] ?? 'text').split('(', 1)[0] as string;
  return { sql: guard(end, column, key.path), cast, descending, nullable: true };
}

export function orderBy(columns: readonly SortColumn[]): string {
  return columns.map((column) => `${column.sql}${column.descending ? ' desc' : ''}`).join(', ');
}

/** Rows after the cursor. `nulls` tells which of its values are null; the values are bound as `query.after.<n>`. */
export function rowsAfter(place: Place, columns: readonly SortColumn[], nulls: readonly boolean[]): string {
  const value = (index: number): string => place.frame.parameters.add({ kind: 'context', name: `query.after.${index}` }, columns[index]?.cast ?? 'text');
  const isUniform = columns.every((column) => column.descending === columns[0]?.descending) && nulls.every((isNull) => !isNull);
  if (isUniform) {
    const sign = columns[0]?.descending === true ? '<' : '>';
    const compared = `(${columns.map((column) => column.sql).join(', ')}) ${sign} (${columns.map((_, index) => value(index)).join(', ')})`;
    // Descending, nulls came before; ascending, rows without a value follow those that have one.
    if (sign === '<' || columns.every((column) => !column.nullable)) return compared;
    const later = columns.flatMap((column, index) => (column.nullable ? [[...equals(columns, index, value), `${column.sql} is null`].join(' and ')] : []));
    return `(${compared} or ${later.map((part) => `(${part})`).join(' or ')})`;
  }
  const chain = columns.map((column, index) => {
    const before = columns.slice(0, index).map((earlier, at) => (nulls[at] === true ? `${earlier.sql} is null` : `${earlier.sql} = ${value(at)}`));
    return [...before, rowAfter(column, nulls[index] === true, () => value(index))].join(' and ');
  });
  return `(${chain.map((part) => `(${part})`).join(' or ')})`;
}

function equals(columns: readonly SortColumn[], until: number, value: (index: number) => string): string[] {
  return columns.slice(0, until).map((column, index) => `${column.sql} = ${value(index)}`);
}

function rowAfter(column: SortColumn, isNull: boolean, value: () => string): string {
  if (isNull) return column.descending ? `${column.sql} is not null` : 'false';
  if (column.descending) return `${column.sql} < ${value()}`;
  return column.nullable ? `(${column.sql} > ${value()} or ${column.sql} is null)` : `${column.sql} > ${value()}`;
}
