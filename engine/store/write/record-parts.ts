import type { EntityModel, FieldModel } from '../../model/index.ts';
import { linkTable, quote, systemColumns, tableName, fieldColumns } from '../tables.ts';
import type { ChildChange } from './child-rows.ts';

/** Writes one statement out of several: each part is a CTE, all see the same snapshot and stand or fall together. */
export interface StatementParts {
  readonly parts: readonly string[];
  readonly parameters: readonly unknown[];
  add(part: (bind: (value: unknown, cast: string) => string) => string): void;
  text(last: string): string;
}

export function newParts(): StatementParts {
  const parts: string[] = [];
  const parameters: unknown[] = [];
  const bind = (value: unknown, cast: string): string => `$${parameters.push(value)}::${cast}`;
  return {
    parts,
    parameters,
    add: (part) => void parts.push(part(bind)),
    text: (last) => `with ${parts.map((part, index) => `p${index} as (${part})`).join(', ')} ${last}`,
  };
}

export interface AuditRow {
  readonly at: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly type: string;
  readonly action: string | null;
  readonly entity: string;
  readonly recordId: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly comment: string | null;
  readonly requestId: string;
  readonly release: string;
}

export function addAudit(statement: StatementParts, row: AuditRow): void {
  statement.add(
    (bind) =>
      `insert into loom.audit (at, actor_id, actor_name, type, action, entity, record_id, before, after, comment, request_id, release) values (${bind(row.at, 'timestamptz')}, ${bind(row.actorId, 'uuid')}, ${bind(row.actorName, 'text')}, ${bind(row.type, 'text')}, ${bind(row.action, 'text')}, ${bind(row.entity, 'text')}, ${bind(row.recordId, 'uuid')}, ${bind(row.before, 'json')}, ${bind(row.after, 'json')}, ${bind(row.comment, 'text')}, ${bind(row.requestId, 'text')}, ${bind(row.release, 'text')})`,
  );
}

/** Rows of a table from one JSON array. */
export function addRows(statement: StatementParts, entity: EntityModel, rows: readonly Record<string, unknown>[]): void {
  const columns = [...systemColumns(entity), ...[...entity.fields.values()].flatMap((field) => fieldColumns(field))]
    .map((column) => column.name)
    .filter((name) => name !== 'retired_at');
  const list = columns.map(quote).join(', ');
  statement.add(
    (bind) =>
      `insert into ${tableName(entity)} (${list}) select ${list} from json_populate_recordset(null::${tableName(entity)}, ${bind(JSON.stringify(rows), 'json')})`,
  );
}

export function addChildChange(statement: StatementParts, parentId: string, change: ChildChange): void {
  const { child } = change;
  const table = tableName(child);
  if (change.removed.length > 0)
    statement.add((bind) => `delete from ${table} where parent_id = ${bind(parentId, 'uuid')} and id = any(${bind(change.removed, 'uuid[]')})`);
  if (change.changed.length > 0) {
    const columns = [
      'position',
      'updated_at',
      'updated_by',
      ...[...child.fields.values()].flatMap((field) => fieldColumns(field)).map((column) => column.name),
    ];
    statement.add(
      (bind) =>
        `update ${table} c set ${columns.map((name) => `${quote(name)} = n.${quote(name)}`).join(', ')}, version = c.version + 1 from json_populate_recordset(null::${table}, ${bind(JSON.stringify(change.changed), 'json')}) n where c.id = n.id and c.parent_id = ${bind(parentId, 'uuid')}`,
    );
  }
  if (change.added.length > 0) addRows(statement, child, change.added);
}

/** Replaces what a references or attachments property links to. */
export function addLinks(
  statement: StatementParts,
  request: { readonly entity: EntityModel; readonly field: FieldModel; readonly recordId: string; readonly ids: readonly string[]; readonly isNew: boolean },
): void {
  const { entity, field, recordId, ids, isNew } = request;
  const table = `app.${quote(linkTable(entity, field))}`;
  if (!isNew) statement.add((bind) => `delete from ${table} where record_id = ${bind(recordId, 'uuid')} and not target_id = any(${bind(ids, 'uuid[]')})`);
  if (ids.length > 0) {
    statement.add(
      (bind) =>
        `insert into ${table} (record_id, target_id, position) select ${bind(recordId, 'uuid')}, x.id, x.position from unnest(${bind(ids, 'uuid[]')}) with ordinality x(id, position) on conflict (record_id, target_id) do update set position = excluded.position`,
    );
  }
}

/** Files that a record holds in one property: what gives the right to read them. */
export function addHeldFiles(
  statement: StatementParts,
  request: { readonly entity: EntityModel; readonly field: FieldModel; readonly recordId: string; readonly ids: readonly string[]; readonly isNew: boolean },
): void {
  const { entity, field, recordId, ids, isNew } = request;
  if (!isNew)
    statement.add(
      (bind) =>
        `delete from loom.file_holder where record_id = ${bind(recordId, 'uuid')} and entity = ${bind(entity.name, 'text')} and property = ${bind(field.key, 'text')} and not file_id = any(${bind(ids, 'uuid[]')})`,
    );
  if (ids.length > 0)
    statement.add(
      (bind) =>
        `insert into loom.file_holder (file_id, entity, record_id, property) select x, ${bind(entity.name, 'text')}, ${bind(recordId, 'uuid')}, ${bind(field.key, 'text')} from unnest(${bind(ids, 'uuid[]')}) x on conflict do nothing`,
    );
}
