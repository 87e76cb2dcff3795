import { createHash } from 'node:crypto';
import { camelToSnake, kebabToSnake } from '../kernel/names.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { EntityModel, FieldModel, Release } from '../model/index.ts';
import { columnTypeOf } from './codecs/codecs.ts';

export interface ColumnShape {
  readonly name: string;
  readonly type: string;
  /** Filled in every row, so it may be `not null`. */
  readonly filled: boolean;
  readonly default?: string;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function entityOf(release: Release, name: string): EntityModel {
  const entity = release.entities.get(name);
  if (entity === undefined) throw new Refusal('entity.unknown', { name });
  return entity;
}

/** `app."repair_order"`. */
export function tableName(entity: EntityModel): string {
  return `app.${quote(entity.table)}`;
}

/** Link table of a references or attachments property: `repair_order__parts`. */
export function linkTable(entity: EntityModel, field: FieldModel): string {
  return linkTableName(entity.table, field.key);
}

function linkTableName(table: string, key: string): string {
  return `${kebabToSnake(table)}__${camelToSnake(key)}`;
}

/** Columns of a sensitive property: encrypted bytes, keyed hash, mask, and the last characters where the mask shows them. */
function sensitiveColumns(column: string, tail: number): readonly ColumnShape[] {
  const made: ColumnShape[] = [
    { name: `${column}_enc`, type: 'bytea', filled: false },
    { name: `${column}_hash`, type: 'text collate "C"', filled: false },
    { name: `${column}_mask`, type: 'text collate "C"', filled: false },
  ];
  if (tail > 0) made.push({ name: `${column}_tail`, type: 'text collate "C"', filled: false });
  return made;
}

/** Columns of one property; none for children, link tables and virtual formulas. */
export function fieldColumns(field: FieldModel): readonly ColumnShape[] {
  if (field.column === null) return [];
  if (field.sensitive !== undefined) return sensitiveColumns(field.column, field.sensitive.tail);
  return [{ name: field.column, type: columnTypeOf(field), filled: false }];
}

/** The engine's own columns, before those of the properties. */
export function systemColumns(entity: EntityModel): readonly ColumnShape[] {
  const columns: ColumnShape[] = [{ name: 'id', type: 'uuid', filled: true }];
  if (entity.childOf !== null) {
    columns.push({ name: 'parent_id', type: 'uuid', filled: true }, { name: 'position', type: 'integer', filled: true, default: '0' });
  }
  if (entity.states.size > 0) columns.push({ name: 'state', type: 'text collate "C"', filled: true });
  if (entity.owned) {
    columns.push(
      { name: 'owner_user', type: 'uuid', filled: false },
      { name: 'owner_unit', type: 'uuid', filled: false },
      { name: 'owner_path', type: 'text collate "C"', filled: false },
    );
  }
  columns.push(
    { name: 'version', type: 'integer', filled: true, default: '1' },
    { name: 'created_at', type: 'timestamptz', filled: true },
    { name: 'created_by', type: 'uuid', filled: false },
    { name: 'updated_at', type: 'timestamptz', filled: true },
    { name: 'updated_by', type: 'uuid', filled: false },
    { name: 'retired_at', type: 'timestamptz', filled: false },
  );
  return columns;
}

/** Column of a system property, or undefined when the entity has no such one. */
export function systemColumn(entity: EntityModel, property: string): string | undefined {
  if (property === 'state') return entity.states.size > 0 ? 'state' : undefined;
  if (property.startsWith('owner')) return entity.owned ? ownerColumns[property] : undefined;
  if (property === 'parent') return entity.childOf === null ? undefined : 'parent_id';
  return commonColumns[property];
}

const ownerColumns: Readonly<Record<string, string>> = { ownerUser: 'owner_user', ownerUnit: 'owner_unit', ownerPath: 'owner_path' };
const commonColumns: Readonly<Record<string, string>> = {
  id: 'id',
  version: 'version',
  createdAt: 'created_at',
  createdBy: 'created_by',
  updatedAt: 'updated_at',
  updatedBy: 'updated_by',
};

/** Entity that a system property refers to. */
export function systemTarget(property: string): string | undefined {
  if (property === 'ownerUnit') return 'org-unit';
  return property === 'ownerUser' || property === 'createdBy' || property === 'updatedBy' ? 'staff' : undefined;
}

const longestName = 63;

/** Name of an index or constraint; PostgreSQL would cut off a longer one and two could become the same. */
export function constraintName(table: string, part: string, suffix: string): string {
  const name = `${table}_${part}_${suffix}`;
  if (name.length <= longestName) return name;
  return `${name.slice(0, longestName - 9)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** Column by which a property is unique or referred to; null when it has none. */
export function keyColumn(entity: EntityModel, key: string): string | null {
  const field = entity.fields.get(key);
  if (field === undefined) return systemColumn(entity, key) ?? null;
  return field.column === null ? null : field.sensitive === undefined ? field.column : `${field.column}_hash`;
}

/** Unique indexes of an entity: name → property keys. */
export function uniqueIndexes(entity: EntityModel): ReadonlyMap<string, readonly string[]> {
  const made = new Map<string, readonly string[]>();
  for (const field of entity.fields.values()) {
    if ((field.unique || field.base === 'serial') && field.column !== null) made.set(constraintName(entity.table, field.column, 'unique'), [field.key]);
  }
  for (const index of entity.indexes) {
    if (index.unique)
      made.set(
        constraintName(entity.table, camelToSnake(index.name), 'unique'),
        index.keys.map((key) => key.replace(/^-/, '')),
      );
  }
  return made;
}
