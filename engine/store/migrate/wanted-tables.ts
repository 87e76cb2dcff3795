import { camelToSnake } from '../../kernel/names.ts';
import type { EntityModel, FieldModel, Release } from '../../model/index.ts';
import { type ColumnShape, constraintName, fieldColumns, keyColumn, linkTable, systemColumn, systemColumns, uniqueIndexes } from '../tables.ts';

export interface WantedIndex {
  readonly name: string;
  /** Text between the parentheses. */
  readonly keys: string;
  readonly unique: boolean;
  /** Only rows in force, so that a retired record's number may be used again. */
  readonly inForce: boolean;
  /** Property keys, for messages. */
  readonly properties: readonly string[];
}

export interface WantedForeignKey {
  readonly name: string;
  readonly column: string;
  /** Schema-qualified, quoted. */
  readonly target: string;
  readonly property: string;
}

export interface WantedColumn extends ColumnShape {
  /** Names the column may have had before. */
  readonly formerly: readonly string[];
  readonly property: string | null;
}

export interface WantedTable {
  readonly name: string;
  readonly formerly: readonly string[];
  readonly columns: readonly WantedColumn[];
  readonly primaryKey: string;
  readonly indexes: readonly WantedIndex[];
  readonly foreignKeys: readonly WantedForeignKey[];
  readonly entity: EntityModel;
}

/** The tables of schema `app` that a release needs. */
export function wantedTables(release: Release): readonly WantedTable[] {
  return [...release.entities.values()].flatMap((entity) => [entityTable(release, entity), ...linkTables(release, entity)]);
}

function entityTable(release: Release, entity: EntityModel): WantedTable {
  const columns: WantedColumn[] = systemColumns(entity).map((column) => ({
    ...column,
    formerly: [],
    property: null,
    ...(column.name === 'state' && entity.initialState !== null ? { default: `'${entity.initialState}'` } : {}),
  }));
  const foreignKeys: WantedForeignKey[] = [];
  const indexes: WantedIndex[] = [];
  const { table } = entity;
  const index = (part: string, keys: string, properties: readonly string[]): void =>
    void indexes.push({ name: constraintName(table, part, 'index'), keys, unique: false, inForce: false, properties });
  for (const field of entity.fields.values()) {
    columns.push(...propertyColumns(field));
    if (field.column === null) continue;
    const target = targetOf(release, field);
    if (target !== undefined) {
      foreignKeys.push({ name: constraintName(table, field.column, 'fk'), column: field.column, target, property: field.key });
      index(field.column, `"${field.column}"`, [field.key]);
    }
    if (field.sensitive !== undefined && !field.unique) index(`${field.column}_hash`, `"${field.column}_hash"`, [field.key]);
  }
  if (entity.childOf !== null) {
    const parent = release.entities.get(entity.childOf.entity);
    if (parent !== undefined)
      foreignKeys.push({ name: constraintName(table, 'parent_id', 'fk'), column: 'parent_id', target: `app."${parent.table}"`, property: 'parent' });
    index('parent_id', 'parent_id, position', []);
  }
  if (entity.owned) {
    index('owner_path', 'owner_path', ['ownerPath']);
    index('owner_user', 'owner_user', ['ownerUser']);
    index('owner_unit', 'owner_unit', ['ownerUnit']);
  }
  for (const [name, properties] of uniqueIndexes(entity)) {
    const declared = entity.indexes.find((candidate) => candidate.unique && constraintName(table, camelToSnake(candidate.name), 'unique') === name);
    const keys = (declared?.keys ?? properties).map((key) => indexKey(entity, key));
    if (keys.some((key) => key === undefined)) continue;
    const isSerial = properties.length === 1 && entity.fields.get(properties[0] as string)?.base === 'serial';
    indexes.push({ name, keys: keys.join(', '), unique: true, inForce: !isSerial, properties });
  }
  for (const declared of entity.indexes) {
    const keys = declared.keys.map((key) => indexKey(entity, key));
    if (!declared.unique && keys.every((key) => key !== undefined)) index(camelToSnake(declared.name), keys.join(', '), declared.keys);
  }
  for (const sort of listSorts(release, entity)) indexes.push(sort);
  return {
    name: table,
    formerly: entity.formerly.map((name) => name.replaceAll('-', '_')),
    columns,
    primaryKey: 'id',
    indexes: dedupe(indexes),
    foreignKeys,
    entity,
  };
}

function propertyColumns(field: FieldModel): readonly WantedColumn[] {
  const column = field.column;
  if (column === null) return [];
  return fieldColumns(field).map((shape) => ({
    ...shape,
    property: field.key,
    // `phone_enc` was `mobile_enc`: the suffix stays.
    formerly: field.formerly.map((name) => camelToSnake(name) + shape.name.slice(column.length)),
  }));
}

function targetOf(release: Release, field: FieldModel): string | undefined {
  if (field.base === 'attachment') return 'loom.file';
  const target = field.base === 'reference' && field.to !== undefined ? release.entities.get(field.to) : undefined;
  return target === undefined ? undefined : `app."${target.table}"`;
}

function indexKey(entity: EntityModel, key: string): string | undefined {
  const column = keyColumn(entity, key.replace(/^-/, ''));
  return column === null ? undefined : `"${column}"${key.startsWith('-') ? ' desc' : ''}`;
}

/** Every list pages through its own order by index: the default sort ended by the id, when it is on the entity's own columns. */
function listSorts(release: Release, entity: EntityModel): WantedIndex[] {
  const made: WantedIndex[] = [];
  for (const list of release.lists.values()) {
    if (list.entity !== entity.name || list.defaultSort.length === 0) continue;
    const keys: string[] = [];
    for (const { path, descending } of list.defaultSort) {
      const field = entity.fields.get(path);
      const column =
        field === undefined
          ? systemColumn(entity, path)
          : field.sensitive === undefined && field.base !== 'reference' && field.base !== 'choice'
            ? field.column
            : undefined;
      if (column === undefined || column === null) break;
      keys.push(`"${column}"${descending ? ' desc' : ''}`);
    }
    if (keys.length !== list.defaultSort.length || keys[0] === '"id"' || keys[0] === '"id" desc') continue;
    keys.push(list.defaultSort.at(-1)?.descending === true ? 'id desc' : 'id');
    const part = list.defaultSort.map(({ path, descending }) => `${camelToSnake(path)}${descending ? '_desc' : ''}`).join('_');
    made.push({
      name: constraintName(entity.table, part, 'sort'),
      keys: keys.join(', '),
      unique: false,
      inForce: false,
      properties: list.defaultSort.map(({ path }) => path),
    });
  }
  return made;
}

function dedupe(indexes: readonly WantedIndex[]): readonly WantedIndex[] {
  return [...new Map(indexes.map((index) => [index.name, index])).values()];
}

function linkTables(release: Release, entity: EntityModel): readonly WantedTable[] {
  const made: WantedTable[] = [];
  for (const field of entity.fields.values()) {
    if (field.base !== 'references' && field.base !== 'attachments') continue;
    const name = linkTable(entity, field);
    const target =
      field.base === 'attachments'
        ? 'loom.file'
        : release.entities.get(field.to ?? '') === undefined
          ? undefined
          : `app."${release.entities.get(field.to ?? '')?.table}"`;
    const column = (columnName: string, type: string): WantedColumn => ({ name: columnName, type, filled: true, formerly: [], property: field.key });
    made.push({
      name,
      formerly: [
        ...field.formerly.map((key) => `${entity.table}__${camelToSnake(key)}`),
        ...entity.formerly.map((former) => `${former.replaceAll('-', '_')}__${camelToSnake(field.key)}`),
      ],
      columns: [column('record_id', 'uuid'), column('target_id', 'uuid'), column('position', 'integer')],
      primaryKey: 'record_id, target_id',
      indexes: [{ name: constraintName(name, 'target_id', 'index'), keys: 'target_id', unique: false, inForce: false, properties: [field.key] }],
      foreignKeys: [
        { name: constraintName(name, 'record_id', 'fk'), column: 'record_id', target: `app."${entity.table}"`, property: field.key },
        ...(target === undefined ? [] : [{ name: constraintName(name, 'target_id', 'fk'), column: 'target_id', target, property: field.key }]),
      ],
      entity,
    });
  }
  return made;
}
