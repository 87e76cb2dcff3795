import type { Database, Transaction } from '../face.ts';

/** Channel on which a switch of the release is told; the payload is the hash. */
export const releaseChannel = 'loom_release';

export interface ReleaseRow {
  readonly hash: string;
  readonly ordinal: number;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly note: string | null;
  readonly current: boolean;
}

/** Stored releases and the pointer to the current one. Sources are kept as text, so that any node can compile any release. */
export interface ReleaseRows {
  current(): Promise<{ readonly hash: string; readonly ordinal: number } | undefined>;
  sources(hash: string): Promise<string | undefined>;
  /** Newest first. */
  list(limit: number): Promise<readonly ReleaseRow[]>;
  /** Stores the release if it is new, moves the pointer from `expected` (null = there is none yet) and tells every node;
   *  all with the transaction. False when the pointer has been moved meanwhile. */
  switchTo(
    tx: Transaction,
    release: {
      readonly hash: string;
      readonly sources: string;
      readonly expected: string | null;
      readonly now: string;
      readonly by: string | null;
      readonly note: string | null;
    },
  ): Promise<boolean>;
  /** Waits until no other node starts or publishes; held until the transaction ends. */
  alone(tx: Transaction): Promise<void>;
}

const aloneLock = 7_205_759_403_792_796n;

export function releaseRows(database: Database): ReleaseRows {
  return {
    async current() {
      const [row] = await database.query<{ hash: string; ordinal: string }>(
        'select r.hash, r.ordinal from loom.current_release c join loom.release r on r.hash = c.hash',
      );
      return row && { hash: row.hash, ordinal: Number(row.ordinal) };
    },
    async sources(hash) {
      return (await database.query<{ sources: string }>('select sources from loom.release where hash = $1', [hash]))[0]?.sources;
    },
    async list(limit) {
      const rows = await database.query<{
        hash: string;
        ordinal: string;
        created_at: string;
        created_by: string | null;
        note: string | null;
        current: boolean;
      }>(
        'select r.hash, r.ordinal, r.created_at, r.created_by, r.note, c.hash is not null as current from loom.release r left join loom.current_release c on c.hash = r.hash order by r.ordinal desc limit $1',
        [limit],
      );
      return rows.map((row) => ({
        hash: row.hash,
        ordinal: Number(row.ordinal),
        createdAt: row.created_at,
        createdBy: row.created_by,
        note: row.note,
        current: row.current,
      }));
    },
    async switchTo(tx, { hash, sources, expected, now, by, note }) {
      await tx.query('insert into loom.release (hash, sources, created_at, created_by, note) values ($1, $2, $3, $4, $5) on conflict (hash) do nothing', [
        hash,
        sources,
        now,
        by,
        note,
      ]);
      const moved =
        expected === null
          ? await tx.query(
              'insert into loom.current_release (hash, switched_at, switched_by) values ($1, $2, $3) on conflict (only_row) do nothing returning hash',
              [hash, now, by],
            )
          : await tx.query('update loom.current_release set hash = $1, switched_at = $2, switched_by = $3 where hash = $4 returning hash', [
              hash,
              now,
              by,
              expected,
            ]);
      if (moved.length === 0) return false;
      await tx.query('select pg_notify($1, $2)', [releaseChannel, hash]);
      return true;
    },
    async alone(tx) {
      await tx.query(`select pg_advisory_xact_lock(${aloneLock})`);
    },
  };
}
