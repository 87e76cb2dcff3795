import { accessTo, type Access, shown } from '../../access/grants.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Call, EntityModel, FieldModel } from '../../model/index.ts';
import { entityOf, quote, tableName } from '../tables.ts';
import { searchAt, searchPaths } from './search-at.ts';
import { labelAt } from './labels.ts';
import { newParameters, type Parameters } from './parameters.ts';
import { columnAt, joinsOf, newFrame, type Place, rootPlace } from './place.ts';
import { finishStatement, type ReadStatement, sessionStands } from './read-statement.ts';
import { rowsInScope, sightOf } from './rows-in-scope.ts';
import { type Finish, wireRecord } from './wire.ts';

/** Single records are also open to those whom a flow asks to decide; lists, pickers and exports are not. */
function recordAccess(call: Call, entity: EntityModel, operation = 'read'): Access {
  const access = accessTo(call.release, call.actor, { entity: entity.name, operation, withTasks: entity.hasFlow && operation === 'read' });
  if (access.grants.length === 0) throw new Refusal('access.right-missing', { operation });
  return access;
}

interface Found {
  readonly place: Place;
  readonly access: Access;
  readonly where: string;
  readonly parameters: Parameters;
}

function findRecord(call: Call, entityName: string): Found {
  const entity = entityOf(call.release, entityName);
  const access = recordAccess(call, entity);
  const parameters = newParameters();
  const place = rootPlace(newFrame({ release: call.release, actor: call.actor, language: call.actor.language, parameters }), entity, 't');
  const id = parameters.add({ kind: 'context', name: 'query.id' }, 'uuid');
  const scope = rowsInScope(place, access);
  return { place, access, parameters, where: `t.id = ${id} and t.retired_at is null${scope === 'true' ? '' : ` and ${scope}`}` };
}

/** One record. Columns: session, JSON text, version; no row when it is not there or not visible, and then no session
 *  either, so the outer select always answers one row. */
export function recordStatement(call: Call, entity: string): ReadStatement {
  const { place, access, parameters, where } = findRecord(call, entity);
  const finishes: Finish[] = [];
  const columns = wireRecord(place, access, finishes);
  const text = `select ${sessionStands(parameters)}, r.json, r.version from (select 1) one left join (select row_to_json(o)::text as json, t.version from ${tableName(place.entity)} t${joinsOf(place)} cross join lateral (select ${columns.map((column) => `${column.sql} as ${quote(column.key)}`).join(', ')}) o where ${where}) r on true`;
  return finishStatement(call.release, text, parameters, finishes);
}

/** What happened to a record, newest first, with the sight of its fields in this very row. Columns: session,
 *  sights (JSON), entries (JSON). */
export function historyStatement(call: Call, entity: string): ReadStatement {
  const { place, access, parameters, where } = findRecord(call, entity);
  const sights: string[] = [];
  for (const { path, field } of sightedFields(call, place.entity)) {
    const sight = sightOf(place, access, path, field.sensitive !== undefined);
    const level =
      sight.clear === 'true'
        ? "'clear'"
        : sight.clear === 'false' && sight.mask === 'false'
          ? "'hidden'"
          : `case when ${sight.clear} then 'clear' when ${sight.mask} then 'mask' else 'hidden' end`;
    sights.push(`${parameters.add({ kind: 'literal', value: path }, 'text')}, ${level}`);
  }
  const id = parameters.add({ kind: 'context', name: 'query.id' }, 'uuid');
  const name = parameters.add({ kind: 'literal', value: entity }, 'text');
  const limit = parameters.add({ kind: 'context', name: 'query.limit' }, 'int');
  const chunks: string[] = [];
  for (let at = 0; at < sights.length; at += 40) chunks.push(`json_build_object(${sights.slice(at, at + 40).join(', ')})`);
  const sightList = chunks.length === 0 ? `'[]'::json` : `json_build_array(${chunks.join(', ')})`;
  const entries = `select json_agg(json_build_object('id', a.id::text, 'at', to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'actorId', a.actor_id, 'actorName', a.actor_name, 'type', a.type, 'action', a.action, 'before', a.before, 'after', a.after, 'comment', a.comment) order by a.id desc) from (select * from loom.audit a where a.record_id = ${id} and a.entity = ${name} order by a.id desc limit ${limit}) a`;
  const text = `select ${sessionStands(parameters)}, v.sights, case when v.sights is null then null else (${entries}) end from (select 1) one left join (select ${sightList} as sights from ${tableName(place.entity)} t${joinsOf(place)} where ${where}) v on true`;
  return finishStatement(call.release, text, parameters);
}

/** Properties that a right can differ for: those of the record, and those of its children's rows under `parts.cost`. */
function sightedFields(call: Call, entity: EntityModel): readonly { readonly path: string; readonly field: FieldModel }[] {
  return [...entity.fields.values()].flatMap((field) => {
    const child = field.base === 'children' && field.of !== undefined ? call.release.entities.get(field.of) : undefined;
    return [{ path: field.key, field }, ...[...(child?.fields.values() ?? [])].map((property) => ({ path: `${field.key}.${property.key}`, field: property }))];
  });
}

/** Labels of the records that a record's history names, retired ones too, as its references show them. */
export function labelsStatement(call: Call, entityName: string): ReadStatement {
  const entity = entityOf(call.release, entityName);
  const parameters = newParameters();
  const place = rootPlace(newFrame({ release: call.release, actor: call.actor, language: call.actor.language, parameters }), entity, 't');
  const ids = parameters.add({ kind: 'context', name: 'query.ids' }, 'uuid[]');
  const label = labelAt(place);
  const text = `select ${sessionStands(parameters)}, (select json_agg(json_build_object('id', t.id, 'label', ${label})) from ${tableName(entity)} t${joinsOf(place)} where t.id = any(${ids}))`;
  return finishStatement(call.release, text, parameters);
}

/** Files that a record's history names. */
export function fileLabelsStatement(call: Call): ReadStatement {
  const parameters = newParameters();
  const ids = parameters.add({ kind: 'context', name: 'query.ids' }, 'uuid[]');
  const text = `select ${sessionStands(parameters)}, (select json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type)) from loom.file f where f.id = any(${ids}))`;
  return finishStatement(call.release, text, parameters);
}

/** Records for a picker: id, label and a hint of the first searchable property besides. */
export function lookupStatement(call: Call, entityName: string, request: { readonly searched: boolean; readonly byId: boolean }): ReadStatement {
  const entity = entityOf(call.release, entityName);
  const access = accessTo(call.release, call.actor, { entity: entityName, operation: 'read' });
  if (access.grants.length === 0) throw new Refusal('access.right-missing', { operation: 'read' });
  const parameters = newParameters();
  const place = rootPlace(newFrame({ release: call.release, actor: call.actor, language: call.actor.language, parameters }), entity, 't');
  const scope = rowsInScope(place, access);
  const where = ['t.retired_at is null', ...(scope === 'true' ? [] : [scope])];
  const label = labelAt(place);
  if (request.byId) where.push(`t.id = any(${parameters.add({ kind: 'context', name: 'query.ids' }, 'uuid[]')})`);
  if (request.searched)
    where.push(`(${label} ilike ${parameters.add({ kind: 'context', name: 'query.like' }, 'text')} or ${searchAt(place, searchPaths(place), access)})`);
  const limit = parameters.add({ kind: 'context', name: 'query.limit' }, 'int');
  const text = `select ${sessionStands(parameters)}, coalesce(json_agg(json_build_object('id', l.id, 'label', l.label, 'hint', l.hint) order by l.label, l.id), '[]')::text from (select t.id, ${label} as label, ${hintAt(place, access)} as hint from ${tableName(entity)} t${joinsOf(place)} where ${where.join(' and ')} order by 2, 1 limit ${limit}) l`;
  return finishStatement(call.release, text, parameters);
}

function hintAt(place: Place, access: Access): string {
  for (const field of place.entity.fields.values()) {
    if (!field.searchable || field.column === null || place.entity.display.facts.includes(field.key)) continue;
    if (access.grants.some((grant) => shown(grant.right(field.key, field.sensitive !== undefined)) === 'hidden')) continue;
    if (field.sensitive !== undefined) return columnAt(place, `${field.column}_mask`);
    if (access.grants.every((grant) => shown(grant.right(field.key, false)) === 'clear') && (field.base === 'text' || field.base === 'serial'))
      return columnAt(place, field.column);
  }
  return 'null::text';
}
