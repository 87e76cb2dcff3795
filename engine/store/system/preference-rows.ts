import type { Json } from '../../kernel/json.ts';
import type { Database } from '../face.ts';

/** One JSON value a person and key: list columns, saved views, theme. */
export interface PreferenceRows {
  /** Null when nothing was kept. */
  get(userId: string, key: string): Promise<Json>;
  /** Null forgets the key. */
  set(userId: string, key: string, value: Json, now: string): Promise<void>;
}

export function preferenceRows(database: Database): PreferenceRows {
  return {
    async get(userId, key) {
      const [row] = await database.query<{ value: string }>('select value from loom.preference where user_id = $1 and key = $2', [userId, key]);
      return row === undefined ? null : (JSON.parse(row.value) as Json);
    },
    async set(userId, key, value, now) {
      if (value === null) await database.query('delete from loom.preference where user_id = $1 and key = $2', [userId, key]);
      else
        await database.query(
          'insert into loom.preference (user_id, key, value, updated_at) values ($1, $2, $3, $4) on conflict (user_id, key) do update set value = excluded.value, updated_at = excluded.updated_at',
          [userId, key, JSON.stringify(value), now],
        );
    },
  };
}
