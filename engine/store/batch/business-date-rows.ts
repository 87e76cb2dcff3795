import type { Database } from '../face.ts';

/** Channel on which a new open date is told to every node. */
export const businessDateChannel = 'loom_business_date';

/** Between two looks at entries that have not ended, milliseconds. */
const lookEvery = 30;

export interface BusinessDateRows {
  /** The date that new entries carry; null when no date was ever closed. */
  open(): Promise<string | null>;
  /** Opens a date for every node; never goes back. */
  advance(date: string): Promise<void>;
  /** Resolves when no transaction is left that holds the date or an earlier one: what was entered under it is committed, and
   *  nothing more can be. To be called once a later date is open. */
  drain(date: string): Promise<void>;
}

export function businessDateRows(database: Database): BusinessDateRows {
  return {
    async open() {
      const [row] = await database.query<{ open_date: string }>('select open_date from loom.business_date');
      return row?.open_date ?? null;
    },
    async advance(date) {
      await database.transaction(async (tx) => {
        await tx.query(
          `insert into loom.business_date as b (open_date, opened_at) values ($1::date, clock_timestamp())
          on conflict (only_row) do update set open_date = excluded.open_date, opened_at = excluded.opened_at where b.open_date < excluded.open_date`,
          [date],
        );
        await tx.query('select pg_notify($1, $2)', [businessDateChannel, date]);
      });
    },
    async drain(date) {
      for (;;) {
        const [row] = await database.query<{ held: boolean }>(
          `select exists (select 1 from pg_locks where locktype = 'advisory' and classid = 1819242349 and objid::bigint <= to_char($1::date, 'YYYYMMDD')::bigint
            and objsubid = 2 and database = (select oid from pg_database where datname = current_database())) as held`,
          [date],
        );
        if (row?.held !== true) return;
        await new Promise((done) => setTimeout(done, lookEvery));
      }
    },
  };
}
