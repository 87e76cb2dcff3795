import type { Call } from '../../model/index.ts';
import type { OpenDatabase } from '../database/open-database.ts';
import { entityOf, tableName } from '../tables.ts';

/** Which people see many of an entity's rows through their part of the organisation. For them a page is read in the order
 *  of the list's index, with a plan that PostgreSQL keeps; for the others it is planned with their own path each time,
 *  which costs more than reading the page but finds their few rows by the path. */
export interface WideScopes {
  /** From memory; false until it is known. */
  isWide(call: Call, entity: string): boolean;
}

/** A twentieth of the rows, or this many of them. */
const many = 20_000;
const share = 20;
/** Milliseconds until it is looked at again. */
const lifetime = 600_000;
const kept = 10_000;

export function createWideScopes(database: OpenDatabase): WideScopes {
  const known = new Map<string, { isWide: boolean; at: number }>();

  async function look(table: string, path: string): Promise<boolean> {
    const [row] = await database.query<{ own: string; all: number }>(
      `select (select count(*) from (select 1 from ${table} where starts_with(owner_path, $1::text) limit ${many}) o) as own, (select reltuples from pg_class where oid = $2::text::regclass) as all`,
      [path, table],
    );
    const own = Number(row?.own ?? 0);
    return own >= many || own * share >= Number(row?.all ?? 0);
  }

  return {
    isWide(call, entityName) {
      const path = call.actor.unitPath;
      const entity = entityOf(call.release, entityName);
      if (path === null || !entity.owned) return false;
      const table = tableName(entity);
      const key = `${table} ${path}`;
      const found = known.get(key);
      const now = performance.now();
      if (found !== undefined && now - found.at < lifetime) return found.isWide;
      if (known.size >= kept) known.clear();
      known.set(key, { isWide: found?.isWide ?? false, at: now });
      // The answer serves the next page; this one does not wait. A failure leaves what was known.
      look(table, path).then(
        (isWide) => void known.set(key, { isWide, at: now }),
        () => undefined,
      );
      return found?.isWide ?? false;
    },
  };
}
