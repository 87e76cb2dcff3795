import { accessTo } from '../../access/grants.ts';
import type { Call, EntityModel } from '../../model/index.ts';
import type { Values } from '../face.ts';
import { codecOf } from '../codecs/codecs.ts';
import { fieldColumns, quote, systemColumn, systemColumns, tableName } from '../tables.ts';
import { newParameters } from '../read/parameters.ts';
import { columnAt, joinsOf, newFrame, pathEnd, type Place, rootPlace } from '../read/place.ts';
import { finishStatement, type ReadStatement } from '../read/read-statement.ts';
import { rowsInScope } from '../read/rows-in-scope.ts';
import { storedEnd } from '../read/wire.ts';

/** Records as the server itself uses them: ids, texts, children; one JSON text a row, sensitive values still sealed. */
export interface StoredShape {
  readonly children: boolean;
  readonly lock: boolean;
  /** Row condition of this operation for the actor; null = every row. */
  readonly operation: string | null;
}

const systemKeys = ['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'];

function storedColumns(place: Place, children: boolean): string {
  const { entity } = place;
  const keys = [...systemKeys, ...(entity.owned ? ['ownerUser', 'ownerUnit', 'ownerPath'] : []), ...(entity.childOf === null ? [] : ['parent'])];
  const columns = keys.map((key) => `${storedEnd({ place, field: undefined, key, system: systemColumn(entity, key) })} as ${quote(key)}`);
  columns.push(`${entity.states.size > 0 ? columnAt(place, 'state') : 'null::text'} as "state"`);
  for (const field of entity.fields.values()) {
    if (field.base === 'children' && !children) continue;
    if (field.column === null && field.base !== 'children' && field.base !== 'references' && field.base !== 'attachments') continue;
    columns.push(`${storedEnd({ place, field, key: field.key, system: undefined })} as ${quote(field.key)}`);
  }
  return columns.join(', ');
}

function rootOf(call: Call, entity: EntityModel): Place {
  return rootPlace(newFrame({ release: call.release, actor: call.actor, language: call.actor.language, parameters: newParameters() }), entity, 't');
}

function scopeOf(call: Call, place: Place, operation: string | null): readonly string[] {
  if (operation === null) return [];
  const { entity } = place;
  const scope = rowsInScope(place, accessTo(call.release, call.actor, { entity: entity.name, operation, withTasks: entity.hasFlow && operation === 'read' }));
  return scope === 'true' ? [] : [scope];
}

function storedText(place: Place, shape: StoredShape, where: readonly string[], tail: string): string {
  const columns = storedColumns(place, shape.children);
  return `select row_to_json(o)::text as row from ${tableName(place.entity)} t${joinsOf(place)} cross join lateral (select ${columns}) o where ${['t.retired_at is null', ...where].join(' and ')}${tail}${shape.lock ? ' for update of t' : ''}`;
}

/** One record by `query.id`. */
export function loadStatement(call: Call, entity: EntityModel, shape: StoredShape): ReadStatement {
  const place = rootOf(call, entity);
  const id = place.frame.parameters.add({ kind: 'context', name: 'query.id' }, 'uuid');
  return finishStatement(call.release, storedText(place, shape, [`t.id = ${id}`, ...scopeOf(call, place, shape.operation)], ''), place.frame.parameters);
}

export interface FindShape extends StoredShape {
  /** Keys of the equality, and for each whether it is null or any of a list. */
  readonly where: readonly { readonly key: string; readonly test: 'equal' | 'null' | 'any' }[];
  readonly orderBy: readonly string[];
}

/** Records by equality of properties; values are bound as `query.where.<n>`. */
export function findStatement(call: Call, entity: EntityModel, shape: FindShape): ReadStatement {
  const place = rootOf(call, entity);
  const { parameters } = place.frame;
  const tests = shape.where.map(({ key, test }, index) => {
    const { column, type } = equalityColumn(place, key);
    if (test === 'null') return `${column} is null`;
    const value = { kind: 'context', name: `query.where.${index}` } as const;
    return test === 'any' ? `${column} = any(${parameters.add(value, `${type}[]`)})` : `${column} = ${parameters.add(value, type)}`;
  });
  const order = (shape.orderBy.length === 0 ? ['id'] : shape.orderBy).map((key) => {
    const name = key.replace(/^-/, '');
    return `${equalityColumn(place, name).column}${key.startsWith('-') ? ' desc' : ''}`;
  });
  const limit = parameters.add({ kind: 'context', name: 'query.limit' }, 'int');
  return finishStatement(
    call.release,
    storedText(place, shape, [...tests, ...scopeOf(call, place, shape.operation)], ` order by ${order.join(', ')} limit ${limit}`),
    parameters,
  );
}

function equalityColumn(place: Place, key: string): { readonly column: string; readonly type: string } {
  const end = pathEnd(place, key);
  if (end?.field !== undefined) {
    const [first, second] = fieldColumns(end.field);
    if (first === undefined) throw new Error(`Invariant broken: "${key}" of "${place.entity.name}" can be compared`);
    if (end.field.sensitive !== undefined) return { column: columnAt(end.place, second?.name ?? first.name), type: 'text' };
    return { column: columnAt(end.place, first.name), type: (codecOf(end.field).sqlType ?? first.type).split(' collate', 1)[0] as string };
  }
  if (end?.system === undefined) throw new Error(`Invariant broken: "${key}" is a property of "${place.entity.name}"`);
  const shape = systemColumns(end.place.entity).find((column) => column.name === end.system);
  return { column: columnAt(end.place, end.system), type: (shape?.type ?? 'text').split(' ', 1)[0] as string };
}

/** Which of `query.ids` are in the actor's rows for an operation. */
export function idsInScopeStatement(call: Call, entity: EntityModel, operation: string): ReadStatement {
  const place = rootOf(call, entity);
  const ids = place.frame.parameters.add({ kind: 'context', name: 'query.ids' }, 'uuid[]');
  const where = [`t.id = any(${ids})`, 't.retired_at is null', ...scopeOf(call, place, operation)];
  return finishStatement(call.release, `select t.id from ${tableName(entity)} t${joinsOf(place)} where ${where.join(' and ')}`, place.frame.parameters);
}

/** Facts along dotted paths from one record by `query.id`, retired ones included: a JSON object by path. */
export function factsStatement(call: Call, entity: EntityModel, paths: readonly string[]): ReadStatement {
  const place = rootOf(call, entity);
  const id = place.frame.parameters.add({ kind: 'context', name: 'query.id' }, 'uuid');
  const columns = paths.flatMap((path) => {
    const end = pathEnd(place, path);
    return end === undefined ? [] : [`${storedEnd(end)} as ${quote(path)}`];
  });
  return finishStatement(
    call.release,
    `select row_to_json(o)::text from ${tableName(entity)} t${joinsOf(place)} cross join lateral (select ${columns.join(', ')}) o where t.id = ${id}`,
    place.frame.parameters,
  );
}

/** Values that `findStatement` binds. */
export function findValues(where: Values, hash: (key: string, value: unknown) => unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(where).map(([key, value], index) => [`query.where.${index}`, hash(key, value)]));
}
