import { accessTo, type Access } from '../../access/grants.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Call, ListModel } from '../../model/index.ts';
import type { RowsQuery, SortKey } from '../face.ts';
import { entityOf, quote, tableName } from '../tables.ts';
import type { Vault } from '../vault.ts';
import { conditionAt } from './condition-at.ts';
import { compileFilter, hashSensitive, pathsOf } from './filter.ts';
import { requireClear, scopedColumns } from './guard.ts';
import { newParameters } from './parameters.ts';
import { columnAt, joinsOf, newFrame, pathEnd, type Place, rootPlace } from './place.ts';
import { finishStatement, type ReadStatement, sessionStands } from './read-statement.ts';
import { rowsInScope } from './rows-in-scope.ts';
import { searchAt, searchPaths } from './search-at.ts';
import { orderBy, rowsAfter, sortColumns } from './sort-keys.ts';
import { type Finish, wireRecord, wireRow } from './wire.ts';

/** Rows that a query means, before sort and page. */
export type RowsScope = Pick<RowsQuery, 'list' | 'entity' | 'filter' | 'search'>;

interface Scoped {
  readonly place: Place;
  readonly access: Access;
  readonly list: ListModel | undefined;
  readonly where: readonly string[];
}

export function listOf(call: Call, query: Pick<RowsQuery, 'list' | 'entity'>): ListModel | undefined {
  if (query.list === null) return undefined;
  const list = call.release.lists.get(query.list);
  if (list === undefined || list.entity !== query.entity) throw new Refusal('screen.unknown', { name: query.list });
  return list;
}

function accessForRows(call: Call, entity: string, operation: 'read' | 'export'): Access {
  entityOf(call.release, entity);
  const access = accessTo(call.release, call.actor, { entity, operation });
  if (access.grants.length === 0) throw new Refusal('access.right-missing', { operation });
  return access;
}

function scopeRows(call: Call, query: RowsScope & { readonly isWide?: boolean }, tools: { readonly vault: Vault; readonly access: Access }): Scoped {
  const { access, vault } = tools;
  const { release, actor } = call;
  const entity = entityOf(release, query.entity);
  const list = listOf(call, query);
  const frame = newFrame({ release, actor, language: actor.language, parameters: newParameters(), isWide: query.isWide === true });
  const place = rootPlace(frame, entity, 't');
  const where = [`${columnAt(place, 'retired_at')} is null`];
  const scope = rowsInScope(place, access);
  if (scope !== 'true') where.push(scope);
  if (list?.filter != null) where.push(conditionAt(place, hashSensitive(list.filter.node, { release, entity, vault })));
  if (query.filter !== null) {
    const node = compileFilter(query.filter, entity);
    for (const path of pathsOf(node)) requireClear(frame, entity, { path, access });
    where.push(conditionAt(place, hashSensitive(node, { release, entity, vault }), scopedColumns(place)));
  }
  if (query.search !== null) where.push(searchAt(place, list === undefined || list.search.length === 0 ? searchPaths(place) : list.search, access));
  return { place, access, list, where };
}

/** One page as JSON text, built by PostgreSQL: session, scope, restrictions and masks in it, one row more than asked to
 *  know whether there is a next page. Columns: session, rows, more, then the cursor values of the last row. */
export function rowsStatement(
  call: Call,
  query: RowsScope & { readonly sort: readonly SortKey[]; readonly limit: number; readonly isWide: boolean; readonly afterNulls: readonly boolean[] | null },
  vault: Vault,
): ReadStatement {
  const scoped = scopeRows(call, query, { vault, access: accessForRows(call, query.entity, 'read') });
  return pageStatement(call, scoped, query);
}

function pageStatement(
  call: Call,
  scoped: Scoped,
  query: { readonly sort: readonly SortKey[]; readonly limit: number; readonly afterNulls: readonly boolean[] | null },
): ReadStatement {
  const { place, access, list } = scoped;
  const { frame } = place;
  const keys = sortColumns(place, query.sort, access);
  const where = query.afterNulls === null ? scoped.where : [...scoped.where, rowsAfter(place, keys, query.afterNulls)];
  const finishes: Finish[] = [];
  const outer = rootPlace(frame, place.entity, 't');
  const columns = list === undefined ? wireRecord(outer, access, finishes) : wireRow(outer, access, columnsOf(list), finishes);
  // Written into the text: for a limit that it does not know PostgreSQL expects a tenth of the table, and plans anew each time.
  const limit = String(query.limit);
  const needed = [...outer.columns].map((name) => `t.${quote(name)}`).join(', ');
  const inner = `select ${needed}, ${keys.map((key, index) => `${key.sql} as k${index}`).join(', ')} from ${tableName(place.entity)} t${joinsOf(place)} where ${where.join(' and ')} order by ${orderBy(keys)} limit ${limit} + 1`;
  const text = `select ${sessionStands(frame.parameters)}, coalesce(json_agg(row_to_json(o) order by t.n) filter (where t.n <= ${limit}), '[]')::text, count(*) > ${limit}, ${keys.map((_, index) => `max(t.k${index}::text) filter (where t.n = ${limit})`).join(', ')} from (select t.*, row_number() over () as n from (${inner}) t) t${joinsOf(outer)} cross join lateral (select ${columns.map((column) => `${column.sql} as ${quote(column.key)}`).join(', ')}) o`;
  return finishStatement(call.release, text, frame.parameters, finishes);
}

function columnsOf(list: ListModel): readonly { readonly path: string; readonly template?: string }[] {
  return list.columns.map((column) => ({ path: column.path, ...(column.formula === undefined ? {} : { template: column.formula.source }) }));
}

/** How many rows there are, counted up to `cap`. */
export function countStatement(call: Call, query: RowsScope & { readonly cap: number; readonly isWide: boolean }, vault: Vault): ReadStatement {
  const { place, where } = scopeRows(call, query, { vault, access: accessForRows(call, query.entity, 'read') });
  const text = `select ${sessionStands(place.frame.parameters)}, (select count(*) from (select 1 from ${tableName(place.entity)} t${joinsOf(place)} where ${where.join(' and ')} limit ${String(query.cap)}) c)`;
  return finishStatement(call.release, text, place.frame.parameters);
}

/** Sums over all rows of the query, for the paths that the actor sees in clear in every row. Column 2 is a JSON object. */
export function totalsStatement(call: Call, query: RowsScope, vault: Vault): ReadStatement {
  const { place, where, access, list } = scopeRows(call, query, { vault, access: accessForRows(call, query.entity, 'read') });
  const sums: string[] = [];
  for (const path of list?.totals ?? []) {
    const end = pathEnd(place, path);
    if (end?.field?.column == null) continue;
    try {
      requireClear(place.frame, place.entity, { path, access });
    } catch {
      // A sum would tell what the mask hides.
      continue;
    }
    const column = scopedColumns(place)(end, columnAt(end.place, end.field.column), path);
    sums.push(`${place.frame.parameters.add({ kind: 'literal', value: path }, 'text')}, coalesce(sum(${column}), 0)::text`);
  }
  const totals =
    sums.length === 0
      ? `'{}'`
      : `(select json_build_object(${sums.join(', ')})::text from ${tableName(place.entity)} t${joinsOf(place)} where ${where.join(' and ')})`;
  const text = `select ${sessionStands(place.frame.parameters)}, ${totals}`;
  return finishStatement(call.release, text, place.frame.parameters);
}

/** Rows for an export, one JSON text a row, in the order of the sort. */
export function streamStatement(call: Call, query: RowsScope & { readonly sort: readonly SortKey[] }, vault: Vault): ReadStatement {
  const mayExport =
    accessTo(call.release, call.actor, { entity: query.entity, operation: 'export' }).grants.length > 0 ||
    !call.actor.roles.some((role) => call.release.roles.get(role)?.functions.includes('export') === true);
  const access = accessForRows(call, query.entity, mayExport ? 'export' : 'read');
  const { place, where, list } = scopeRows(call, query, { vault, access });
  const keys = sortColumns(place, query.sort, access);
  const finishes: Finish[] = [];
  const columns = list === undefined ? wireRecord(place, access, finishes) : wireRow(place, access, columnsOf(list), finishes);
  const text = `select row_to_json(o)::text as row from ${tableName(place.entity)} t${joinsOf(place)} cross join lateral (select ${columns.map((column) => `${column.sql} as ${quote(column.key)}`).join(', ')}) o where ${where.join(' and ')} order by ${orderBy(keys)}`;
  return finishStatement(call.release, text, place.frame.parameters, finishes);
}
