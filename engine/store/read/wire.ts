import { accessTo, type Access } from '../../access/grants.ts';
import type { CompiledFormula } from '../../condition/formula-types.ts';
import type { EntityModel, FieldModel } from '../../model/index.ts';
import { codecOf, instantJson } from '../codecs/codecs.ts';
import { linkTable, quote, systemColumn, tableName } from '../tables.ts';
import { documentLabel, labelAt, templateAt } from './labels.ts';
import { columnAt, joinAt, joinsOf, linkAt, pathEnd, type Place, rootPlace } from './place.ts';
import { rowsInScope, sightOf, type Sight } from './rows-in-scope.ts';

/** One key of a wire object. */
export interface WireColumn {
  readonly key: string;
  readonly sql: string;
}

/** What Node still does to the objects that PostgreSQL built: open sealed values, compute virtual formulas. */
export type Finish =
  | { readonly kind: 'unseal'; readonly path: readonly string[]; readonly entity: EntityModel; readonly field: FieldModel }
  | { readonly kind: 'compute'; readonly key: string; readonly formula: CompiledFormula };

/** Where the facts of virtual formulas travel; taken off before the answer leaves. */
export const factsKey = '~facts';

interface Wire {
  readonly access: Access;
  readonly finishes: Finish[];
}

/** A record with every property that the actor may see: what `GET /api/records/{entity}/{id}` answers. */
export function wireRecord(place: Place, access: Access, finishes: Finish[]): readonly WireColumn[] {
  const { entity } = place;
  const wire: Wire = { access, finishes };
  const columns: WireColumn[] = systemWire(place);
  const facts: string[] = [];
  for (const field of entity.fields.values()) {
    const sight = sightOf(place, access, field.key, field.sensitive !== undefined);
    if (sight.clear === 'false' && sight.mask === 'false') continue;
    if (field.virtual === true && field.formula !== undefined) {
      if (sight.clear !== 'true') continue;
      facts.push(...field.formula.facts);
      finishes.push({ kind: 'compute', key: field.key, formula: field.formula });
      columns.push({ key: field.key, sql: 'null::text' });
    } else columns.push({ key: field.key, sql: seen(place, field, { sight, wire, path: [field.key] }) });
  }
  if (facts.length > 0) columns.push({ key: factsKey, sql: factsAt(place, [...new Set(facts)]) });
  return columns;
}

/** A list's row: its columns by dotted path, and what every row carries. */
export function wireRow(
  place: Place,
  access: Access,
  columns: readonly { readonly path: string; readonly template?: string }[],
  finishes: Finish[],
): readonly WireColumn[] {
  const made: WireColumn[] = [
    { key: 'id', sql: columnAt(place, 'id') },
    { key: 'version', sql: columnAt(place, 'version') },
  ];
  if (place.entity.states.size > 0) made.push({ key: 'state', sql: columnAt(place, 'state') });
  for (const { path, template } of columns) {
    if (made.some((column) => column.key === path)) continue;
    const sql = template === undefined ? wirePath(place, path, { access, finishes }, [path]) : templateAt(place, template);
    // A column that the person never sees leaves no key either.
    if (sql !== undefined) made.push({ key: path, sql });
  }
  return made;
}

function systemWire(place: Place): WireColumn[] {
  const { entity } = place;
  const columns: WireColumn[] = [
    { key: 'id', sql: columnAt(place, 'id') },
    { key: 'version', sql: columnAt(place, 'version') },
  ];
  if (entity.states.size > 0) columns.push({ key: 'state', sql: columnAt(place, 'state') });
  for (const key of ['createdAt', 'createdBy', 'updatedAt', 'updatedBy', ...(entity.owned ? ['ownerUser', 'ownerUnit'] : [])]) {
    columns.push({ key, sql: systemValue(place, key) });
  }
  return columns;
}

function systemValue(place: Place, key: string): string {
  const link = linkAt(place, key);
  if (link !== undefined) return reference(joinAt(place, link.column, link.target), link.column);
  const column = columnAt(place, systemColumn(place.entity, key) ?? 'id');
  return key.endsWith('At') ? instantJson(column) : column;
}

function reference(target: Place, column: string): string {
  return `case when ${column} is null then null else row(${column}, ${labelAt(target)})::loom.reference end`;
}

/** Value at a dotted path: each step must show in clear, and the row that a reference leads to must be in the actor's rows. */
function wirePath(place: Place, path: string, wire: Wire, keys: readonly string[]): string | undefined {
  const dot = path.indexOf('.');
  const key = dot < 0 ? path : path.slice(0, dot);
  const field = place.entity.fields.get(key);
  if (dot < 0) {
    if (field === undefined) return systemColumn(place.entity, key) === undefined ? undefined : systemValue(place, key);
    const sight = sightOf(place, wire.access, key, field.sensitive !== undefined);
    return sight.clear === 'false' && sight.mask === 'false' ? undefined : seen(place, field, { sight, wire, path: keys });
  }
  const link = linkAt(place, key);
  if (link === undefined) return undefined;
  const { clear } = field === undefined ? { clear: 'true' } : sightOf(place, wire.access, key, false);
  const target = joinAt(place, link.column, link.target);
  const { frame } = place;
  const access = accessTo(frame.release, frame.actor, { entity: link.target, operation: 'read' });
  if (access.grants.length === 0 || clear === 'false') return undefined;
  const inner = wirePath(target, path.slice(dot + 1), { access, finishes: wire.finishes }, keys);
  if (inner === undefined) return undefined;
  const conditions = [clear, rowsInScope(target, access)].filter((part) => part !== 'true');
  return conditions.length === 0 ? inner : `case when ${conditions.join(' and ')} then ${inner} end`;
}

/** The value in clear, masked or not at all, by the row's own rights. */
function seen(place: Place, field: FieldModel, request: { readonly sight: Sight; readonly wire: Wire; readonly path: readonly string[] }): string {
  const { sight } = request;
  if (sight.clear === 'true') return clearValue(place, field, request);
  if (sight.clear === 'false')
    return sight.mask === 'true'
      ? maskedValue(place, field)
      : sight.mask === 'false'
        ? 'null::text'
        : `case when ${sight.mask} then ${maskedValue(place, field)} end`;
  const masked = sight.mask === 'false' ? '' : ` when ${sight.mask} then to_json(${maskedValue(place, field)})`;
  return `case when ${sight.clear} then to_json(${clearValue(place, field, request)})${masked} end`;
}

function maskedValue(place: Place, field: FieldModel): string {
  if (field.sensitive !== undefined && field.column !== null) {
    const mask = columnAt(place, `${field.column}_mask`);
    return `case when ${mask} is null then null else row(${mask})::loom.masked end`;
  }
  if (field.column === null) return `'{"masked":"***"}'::json`;
  return `case when ${columnAt(place, field.column)} is null then null else '{"masked":"***"}'::json end`;
}

function clearValue(place: Place, field: FieldModel, request: { readonly wire: Wire; readonly path: readonly string[] }): string {
  const { wire, path } = request;
  if (field.column === null) return outsideValue(place, field, wire, path);
  if (field.sensitive !== undefined) {
    wire.finishes.push({ kind: 'unseal', path, entity: place.entity, field });
    return sealedValue(place, field);
  }
  const column = columnAt(place, field.column);
  switch (field.base) {
    case 'reference':
      return field.to === undefined ? column : reference(joinAt(place, column, field.to), column);
    case 'document':
      return documentValue(place, field, column);
    case 'attachment':
      return `(select ${fileValue('f')} from loom.file f where f.id = ${column})`;
    default:
      return codecOf(field).json(column);
  }
}

/** Encrypted bytes with the id that they are bound to; opened in Node. */
function sealedValue(place: Place, field: FieldModel): string {
  const column = columnAt(place, `${field.column}_enc`);
  return `case when ${column} is null then null else json_build_object('sealed', encode(${column}, 'base64'), 'of', ${columnAt(place, 'id')}) end`;
}

function documentValue(place: Place, field: FieldModel, column: string): string {
  return `case when ${column} is null then null else json_build_object('name', split_part(${column}, '@', 1), 'hash', nullif(split_part(${column}, '@', 2), ''), 'label', ${documentLabel(place.frame, field, column)}) end`;
}

function fileValue(alias: string): string {
  return `json_build_object('id', ${alias}.id, 'name', ${alias}.name, 'size', ${alias}.size, 'type', ${alias}.type)`;
}

/** Values that lie in a table of their own. */
function outsideValue(place: Place, field: FieldModel, wire: Wire, path: readonly string[]): string {
  const { frame } = place;
  const id = columnAt(place, 'id');
  if (field.base === 'children') return childrenValue(place, field, wire, path);
  const link = frame.nextAlias();
  const table = `app.${quote(linkTable(place.entity, field))} ${link}`;
  if (field.base === 'attachments') {
    return `(select coalesce(json_agg(${fileValue('f')} order by ${link}.position), '[]') from ${table} join loom.file f on f.id = ${link}.target_id where ${link}.record_id = ${id})`;
  }
  const entity = field.to === undefined ? undefined : frame.release.entities.get(field.to);
  if (entity === undefined) return `'[]'::json`;
  const target = rootPlace(frame, entity, frame.nextAlias());
  const label = labelAt(target);
  return `(select coalesce(json_agg(json_build_object('id', ${target.alias}.id, 'label', ${label}) order by ${link}.position), '[]') from ${table} join ${tableName(entity)} ${target.alias} on ${target.alias}.id = ${link}.target_id${joinsOf(target)} where ${link}.record_id = ${id})`;
}

function childrenValue(place: Place, field: FieldModel, wire: Wire, path: readonly string[]): string {
  const child = field.of === undefined ? undefined : place.frame.release.entities.get(field.of);
  if (child === undefined) return `'[]'::json`;
  const row = rootPlace(place.frame, child, place.frame.nextAlias());
  const columns: WireColumn[] = [{ key: 'id', sql: `${row.alias}.id` }];
  for (const property of child.fields.values()) {
    if (property.virtual === true) continue;
    const sight = sightOf(place, wire.access, `${field.key}.${property.key}`, property.sensitive !== undefined);
    if (sight.clear === 'false' && sight.mask === 'false') continue;
    columns.push({ key: property.key, sql: seen(row, property, { sight, wire, path: [...path, '*', property.key] }) });
  }
  const parent = columnAt(place, 'id');
  const object = place.frame.nextAlias();
  return `(select coalesce(json_agg(row_to_json(${object}) order by ${row.alias}.position, ${row.alias}.id), '[]') from ${tableName(child)} ${row.alias}${joinsOf(row)} cross join lateral (select ${columns.map((column) => `${column.sql} as ${quote(column.key)}`).join(', ')}) ${object} where ${row.alias}.parent_id = ${parent} and ${row.alias}.retired_at is null)`;
}

/** Facts of virtual formulas as stored, whoever reads: only the formula's result leaves the server. */
function factsAt(place: Place, paths: readonly string[]): string {
  const entries = new Map<string, string>();
  for (const path of paths) {
    const first = path.split('.', 1)[0] as string;
    const field = place.entity.fields.get(first);
    if (field?.base === 'children') entries.set(first, storedChildren(place, field));
    else {
      const end = pathEnd(place, path);
      if (end !== undefined) entries.set(path, storedEnd(end));
    }
  }
  return `json_build_object(${[...entries].map(([key, sql]) => `'${key}', ${sql}`).join(', ')})`;
}

/** A stored value as the server itself uses it: references as ids, sensitive values sealed. */
export function storedEnd(end: {
  readonly place: Place;
  readonly field: FieldModel | undefined;
  readonly system: string | undefined;
  readonly key: string;
}): string {
  const { place, field } = end;
  if (field === undefined) {
    const column = columnAt(place, end.system ?? 'id');
    return end.key.endsWith('At') ? instantJson(column) : column;
  }
  if (field.base === 'children') return storedChildren(place, field);
  if (field.column === null) {
    if (field.base !== 'references' && field.base !== 'attachments') return 'null::text';
    const link = place.frame.nextAlias();
    return `(select coalesce(json_agg(${link}.target_id order by ${link}.position), '[]') from app.${quote(linkTable(place.entity, field))} ${link} where ${link}.record_id = ${columnAt(place, 'id')})`;
  }
  return field.sensitive === undefined ? codecOf(field).json(columnAt(place, field.column)) : sealedValue(place, field);
}

function storedChildren(place: Place, field: FieldModel): string {
  const child = field.of === undefined ? undefined : place.frame.release.entities.get(field.of);
  if (child === undefined) return `'[]'::json`;
  const row = rootPlace(place.frame, child, place.frame.nextAlias());
  const columns = [
    `${row.alias}.id as "id"`,
    `${row.alias}.version as "version"`,
    ...[...child.fields.values()]
      .filter((property) => property.base !== 'children')
      .map((property) => `${storedEnd({ place: row, field: property, system: undefined, key: property.key })} as ${quote(property.key)}`),
  ];
  const object = place.frame.nextAlias();
  return `(select coalesce(json_agg(row_to_json(${object}) order by ${row.alias}.position, ${row.alias}.id), '[]') from ${tableName(child)} ${row.alias} cross join lateral (select ${columns.join(', ')}) ${object} where ${row.alias}.parent_id = ${columnAt(place, 'id')} and ${row.alias}.retired_at is null)`;
}
