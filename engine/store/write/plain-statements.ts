import type { EntityModel, FieldModel, Release } from '../../model/index.ts';
import { type Statement, statementName } from '../database/open-database.ts';
import { type ColumnShape, fieldColumns, quote, systemColumn, systemColumns, tableName } from '../tables.ts';
import type { AuditRow } from './record-parts.ts';

/** What every write of an entity asks for again and again, worked out once. */
export interface EntityShape {
  /** Without `retired_at`, which a new row does not have. */
  readonly system: readonly ColumnShape[];
  readonly fields: readonly { readonly field: FieldModel; readonly columns: readonly ColumnShape[] }[];
}

const shapes = new WeakMap<EntityModel, EntityShape>();

export function shapeOf(entity: EntityModel): EntityShape {
  let shape = shapes.get(entity);
  if (shape === undefined) {
    shape = {
      system: systemColumns(entity).filter((column) => column.name !== 'retired_at'),
      fields: [...entity.fields.values()].map((field) => ({ field, columns: fieldColumns(field) })),
    };
    shapes.set(entity, shape);
  }
  return shape;
}

/** `numeric(20,2)` of `numeric(20,2)`, `text` of `text collate "C"`. */
export function castOf(column: ColumnShape): string {
  return column.type.split(' collate', 1)[0] as string;
}

const statements = new WeakMap<Release, Map<string, Statement>>();
const statementsKept = 2_000;

function kept(release: Release, key: string, text: () => string): Statement {
  let byKey = statements.get(release);
  if (byKey === undefined) statements.set(release, (byKey = new Map()));
  let statement = byKey.get(key);
  if (statement === undefined) {
    if (byKey.size >= statementsKept) byKey.clear();
    const written = text();
    statement = { name: statementName(`${release.hash}\n${written}`), text: written };
    byKey.set(key, statement);
  }
  return statement;
}

/** Row and audit row of a record without children, links and files. Parameters: system columns, property columns, audit. */
export function plainInsert(release: Release, entity: EntityModel): Statement {
  return kept(release, `insert ${entity.name}`, () => {
    const { system, fields } = shapeOf(entity);
    const columns = [...system, ...fields.flatMap((one) => one.columns)];
    const values = columns.map((column, index) => `$${index + 1}::${castOf(column)}`);
    return `with p0 as (insert into ${tableName(entity)} (${columns.map((column) => quote(column.name)).join(', ')}) values (${values.join(', ')})) ${auditText(columns.length + 1)}`;
  });
}

/** Parameters: instant, user, changed system columns, changed property columns, id, version, audit. One row with the new
 *  version, or none when the version has moved on. */
export function plainUpdate(
  release: Release,
  entity: EntityModel,
  changed: { readonly system: readonly string[]; readonly fields: readonly FieldModel[] },
): Statement {
  return kept(release, `update ${entity.name} ${changed.system.join()} ${changed.fields.map((field) => field.key).join()}`, () => {
    let place = 2;
    const set = ['version = version + 1', 'updated_at = $1::timestamptz', 'updated_by = $2::uuid'];
    for (const key of changed.system) set.push(`${systemColumn(entity, key)} = $${(place += 1)}::${key === 'state' || key === 'ownerPath' ? 'text' : 'uuid'}`);
    for (const column of changed.fields.flatMap((field) => fieldColumns(field))) set.push(`${quote(column.name)} = $${(place += 1)}::${castOf(column)}`);
    const id = (place += 1);
    const version = (place += 1);
    return `with p0 as (update ${tableName(entity)} set ${set.join(', ')} where id = $${id}::uuid and version = $${version}::int and retired_at is null returning version), p1 as (${auditText(place + 1)}) select version from p0`;
  });
}

const auditCasts = ['timestamptz', 'uuid', 'text', 'text', 'text', 'text', 'uuid', 'json', 'json', 'text', 'text', 'text'];

function auditText(from: number): string {
  return `insert into loom.audit (at, actor_id, actor_name, type, action, entity, record_id, before, after, comment, request_id, release) values (${auditCasts.map((cast, index) => `$${from + index}::${cast}`).join(', ')})`;
}

export function auditParameters(row: AuditRow): readonly unknown[] {
  return [row.at, row.actorId, row.actorName, row.type, row.action, row.entity, row.recordId, row.before, row.after, row.comment, row.requestId, row.release];
}
