import { invariant, Refusal } from '../../kernel/refusal.ts';
import type { HistoryEntry } from '../../contract/wire.ts';
import type { Call } from '../../model/index.ts';
import { connectionOf, type Connection, type OpenDatabase } from '../database/open-database.ts';
import type { RecordReads, RowsQuery, SortKey, Values } from '../face.ts';
import { isId } from '../new-id.ts';
import { entityOf } from '../tables.ts';
import type { Vault } from '../vault.ts';
import { rolesKey } from '../../access/grants.ts';
import { cursorPlace, readCursor, writeCursor } from './cursor.ts';
import { finishJson, finishObject } from './finish.ts';
import { historyEntries, idsInHistory } from './history.ts';
import type { QueryValues } from './parameters.ts';
import { bind, createStatementCache, type ReadStatement, requireSession } from './read-statement.ts';
import { fileLabelsStatement, historyStatement, labelsStatement, lookupStatement, recordStatement } from './record-statement.ts';
import { countStatement, listOf, type RowsScope, rowsStatement, streamStatement, totalsStatement } from './rows-statement.ts';
import { searchValues } from './search-at.ts';
import { createWideScopes } from './wide-scopes.ts';

const largestPage = 200;
const countCap = 1_000;
const statementsKept = 5_000;
const historyLimit = 500;
const batchSize = 500;
const exportLimit = 1_000_000;

export interface ReadTools {
  readonly database: OpenDatabase;
  readonly vault: Vault;
}

/** Reads on compiled statements: rights are inside them, the session is checked in the same round trip. */
export function readRecords({ database, vault }: ReadTools): RecordReads {
  const cache = createStatementCache(statementsKept);
  const wideScopes = createWideScopes(database);
  const keyOf = (call: Call, ...parts: readonly unknown[]): string => `${rolesKey(call.actor)}|${call.actor.language}|${JSON.stringify(parts)}`;

  const places = new Map<string, string>();

  /** `cursorPlace`, which is a hash, remembered for lists that are paged again and again. */
  function placeOf(...parts: readonly (string | null)[]): string {
    const key = JSON.stringify(parts);
    let place = places.get(key);
    if (place === undefined) {
      if (places.size >= statementsKept) places.clear();
      places.set(key, (place = cursorPlace(...parts)));
    }
    return place;
  }

  async function run(connection: Connection, call: Call, read: ReadStatement, values: QueryValues): Promise<readonly unknown[]> {
    const rows = await runRead(connection, call, read, values);
    const row = rows[0];
    invariant(row !== undefined, 'a read answers one row');
    requireSession(call, row[0]);
    return row;
  }

  /** Refusals of rights come after the session's: whoever has none learns nothing else. */
  async function compiled(connection: Connection, call: Call, key: string, compile: () => ReadStatement): Promise<ReadStatement> {
    try {
      return cache.get(call.release, key, compile);
    } catch (error) {
      if (error instanceof Refusal && call.actor.sessionHash !== null) await checkSession(connection, call);
      throw error;
    }
  }

  /** Objects with an id each, in one statement. */
  async function namesOf(call: Call, ids: ReadonlySet<string>, key: string, compile: () => ReadStatement): Promise<ReadonlyMap<string, unknown>> {
    if (ids.size === 0) return new Map();
    const statement = await compiled(database, call, key, compile);
    const [, found] = await run(database, call, statement, { 'query.ids': [...ids].filter(isId) });
    return new Map(((found ?? []) as readonly { readonly id: string }[]).map((row) => [row.id, row]));
  }

  return {
    async read(call, entity, id, tx) {
      const connection = tx === undefined ? database : connectionOf(tx);
      const statement = await compiled(connection, call, keyOf(call, 'record', entity), () => recordStatement(call, entity));
      if (!isId(id)) return undefined;
      const [, json, version] = await run(connection, call, statement, { 'query.id': id });
      return typeof json === 'string' ? { json: finishJson(json, statement.finishes, { vault, call }), version: Number(version) } : undefined;
    },

    async rows(call, query) {
      if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > largestPage) throw new Refusal('list.limit-invalid');
      const sort = sortOf(call, query);
      const search = searchOf(query);
      const place = placeOf(call.release.hash, query.list, query.entity, JSON.stringify(sort), JSON.stringify(query.filter), search);
      const after = query.after === null ? null : readCursor(query.after, place, vault);
      const afterNulls = after === null ? null : after.map((value) => value === null);
      const isWide = wideScopes.isWide(call, query.entity);
      const statement = await compiled(
        database,
        call,
        keyOf(call, 'rows', query.entity, query.list, query.filter, sort, query.limit, isWide, afterNulls, search !== null),
        () => rowsStatement(call, { ...query, search, sort, isWide, afterNulls }, vault),
      );
      const values: Record<string, unknown> = { ...searchValues(search, vault) };
      for (const [index, value] of (after ?? []).entries()) values[`query.after.${index}`] = value;
      const [, rows, more, ...last] = await run(database, call, statement, values);
      const next = more === true ? JSON.stringify(writeCursor(last as (string | null)[], place, vault)) : 'null';
      return { json: `{"rows":${finishJson(rows as string, statement.finishes, { vault, call })},"next":${next}}` };
    },

    async count(call, query) {
      const search = searchOf(query);
      const isWide = wideScopes.isWide(call, query.entity);
      const statement = await compiled(database, call, keyOf(call, 'count', query.entity, query.list, query.filter, isWide, search !== null), () =>
        countStatement(call, { ...query, search, isWide, cap: countCap + 1 }, vault),
      );
      const [, counted] = await run(database, call, statement, searchValues(search, vault));
      const count = Number(counted);
      return count > countCap ? { count: countCap, capped: true } : { count, capped: false };
    },

    async totals(call, query) {
      const search = searchOf(query);
      const statement = await compiled(database, call, keyOf(call, 'totals', query.entity, query.list, query.filter, search !== null), () =>
        totalsStatement(call, { ...query, search }, vault),
      );
      const [, totals] = await run(database, call, statement, searchValues(search, vault));
      return JSON.parse(totals as string) as Record<string, string>;
    },

    async lookup(call, entity, options) {
      const search = options.search === null || options.search.trim() === '' ? null : options.search;
      const request = { searched: search !== null, byId: options.ids !== null };
      const statement = await compiled(database, call, keyOf(call, 'lookup', entity, request), () => lookupStatement(call, entity, request));
      const [, rows] = await run(database, call, statement, {
        'query.limit': Math.min(Math.max(options.limit, 1), largestPage),
        'query.ids': (options.ids ?? []).filter(isId),
        ...searchValues(search, vault),
      });
      return JSON.parse(rows as string) as { id: string; label: string; hint: string | null }[];
    },

    async stream(call, query, onBatch) {
      const sort = sortOf(call, query);
      const search = searchOf(query);
      const statement = await compiled(database, call, keyOf(call, 'stream', query.entity, query.list, query.filter, sort, search !== null), () =>
        streamStatement(call, { ...query, search, sort }, vault),
      );
      await checkSession(database, call);
      await database.transaction(async (tx) => {
        await tx.query('set transaction isolation level repeatable read, read only');
        await tx.query(`declare rows_of_export no scroll cursor for ${statement.statement.text}`, bind(statement, call, searchValues(search, vault)));
        for (let sent = 0; sent < exportLimit; ) {
          const batch = await tx.query<{ row: string }>(`fetch ${batchSize} from rows_of_export`);
          if (batch.length === 0) return;
          sent += batch.length;
          await onBatch(
            batch.map(({ row }) => {
              const object = JSON.parse(row) as Record<string, unknown>;
              finishObject(object, statement.finishes, { vault, call });
              return object as Values;
            }),
          );
        }
      });
    },

    async history(call, entityName, id): Promise<readonly HistoryEntry[]> {
      const entity = entityOf(call.release, entityName);
      const statement = await compiled(database, call, keyOf(call, 'history', entityName), () => historyStatement(call, entityName));
      if (!isId(id)) throw new Refusal('record.not-found');
      const [, sights, entries] = await run(database, call, statement, { 'query.id': id, 'query.limit': historyLimit });
      if (sights === null) throw new Refusal('record.not-found');
      const request = { call, entity, sights: Object.assign({}, ...(sights as readonly object[])), entries: (entries ?? []) as never };
      const { records, files } = idsInHistory(request);
      const [byEntity, named] = await Promise.all([
        Promise.all(
          [...records].map(
            async ([target, ids]) => [target, await namesOf(call, ids, keyOf(call, 'labels', target), () => labelsStatement(call, target))] as const,
          ),
        ),
        namesOf(call, files, keyOf(call, 'files'), () => fileLabelsStatement(call)),
      ]);
      const labels = new Map(byEntity);
      return historyEntries(request, { record: (target, key) => labels.get(target)?.get(key), file: (file) => named.get(file) });
    },
  };
}

async function runRead(connection: Connection, call: Call, read: ReadStatement, values: QueryValues): Promise<readonly (readonly unknown[])[]> {
  try {
    return await connection.run(read.statement, bind(read, call, values));
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('22')) throw new Refusal('list.filter-invalid', { reason: 'a value does not fit its property' });
    throw error;
  }
}

async function checkSession(connection: Connection, call: Call): Promise<void> {
  if (call.actor.sessionHash === null) return;
  const rows = await connection.run(sessionStatement, [call.actor.sessionHash, call.now]);
  if (rows.length === 0) throw new Refusal('access.no-session');
}

const sessionStatement = {
  name: 'session-stands',
  text: 'select true from loom.session where token_hash = $1::text and ended_at is null and idle_until > $2::timestamptz and expires_at > $2::timestamptz',
};

function searchOf(query: Pick<RowsScope, 'search'>): string | null {
  return query.search === null || query.search.trim() === '' ? null : query.search;
}

/** The list's own sort, else newest first. */
function sortOf(call: Call, query: Pick<RowsQuery, 'list' | 'entity' | 'sort'>): readonly SortKey[] {
  if (query.sort.length > 0) return query.sort;
  const list = listOf(call, query);
  return list === undefined || list.defaultSort.length === 0 ? [{ path: 'id', descending: true }] : list.defaultSort;
}
