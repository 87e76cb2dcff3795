import type { Database } from '../face.ts';

/** Channel on which a new open date is told to every node. */
export const businessDateChannel = 'loom_business_date';

export interface BusinessDateRows {
  /** The date that new entries carry; null when no date was ever closed. */
  open(): Promise<string | null>;
  /** Opens a date for every node; never goes back. */
  advance(date: string): Promise<void>;
  /** Resolves when no transaction that began before this call is left, at the latest after `patience` milliseconds: what was
   *  begun under the date before is then committed. */
  drain(patience: number): Promise<void>;
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
    async drain(patience) {
      const [{ now } = { now: '' }] = await database.query<{ now: string }>('select clock_timestamp() as now');
      const until = performance.now() + patience;
      for (;;) {
        const [row] = await database.query<{ older: boolean }>(
          `select exists (select 1 from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() and xact_start < $1::timestamptz) as older`,
          [now],
        );
        if (row?.older !== true || performance.now() >= until) return;
        await new Promise((done) => setTimeout(done, 50));
      }
    },
  };
}
