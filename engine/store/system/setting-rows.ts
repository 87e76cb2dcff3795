import type { Json } from '../../kernel/json.ts';
import type { Call } from '../../model/call.ts';
import type { Database, Transaction } from '../face.ts';
import { userOf } from '../user-of.ts';
import { noteAudit } from './note-audit.ts';

/** Channel on which a changed setting is told to every node; the payload is its name. */
export const settingChannel = 'loom_setting';

/** A value that somebody set. */
export interface SettingRow {
  readonly name: string;
  /** Null after somebody went back to the default. */
  readonly value: Json;
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: { readonly id: string; readonly label: string } | null;
}

export interface SettingRows {
  all(): Promise<readonly SettingRow[]>;
  /** Writes the value with its history and tells every node, all with the transaction. False when another version is there. */
  set(
    tx: Transaction,
    call: Call,
    change: { readonly name: string; readonly before: Json; readonly value: Json; readonly expectedVersion: number },
  ): Promise<boolean>;
}

export function settingRows(database: Database): SettingRows {
  return {
    async all() {
      const rows = await database.query<{ name: string; text: string; version: number; updated_at: string; updated_by: string | null; person: string | null }>(
        'select v.name, v.value::text as text, v.version, v.updated_at, v.updated_by, s.name as person from loom.setting_value v left join app.staff s on s.id = v.updated_by',
      );
      return rows.map((row) => ({
        name: row.name,
        value: JSON.parse(row.text) as Json,
        version: row.version,
        updatedAt: row.updated_at,
        updatedBy: row.updated_by === null ? null : { id: row.updated_by, label: row.person ?? '' },
      }));
    },
    async set(tx, call, { name, before, value, expectedVersion }) {
      const written = await tx.query<{ version: number }>(
        `insert into loom.setting_value as v (name, value, version, updated_at, updated_by) select $1::text, $2::json, 1, $3::timestamptz, $4::uuid where $5::int = 0
          or exists (select 1 from loom.setting_value where name = $1)
        on conflict (name) do update set value = excluded.value, version = v.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
          where v.version = $5::int
        returning version`,
        [name, JSON.stringify(value), call.now, userOf(call), expectedVersion],
      );
      if (written.length === 0) return false;
      await noteAudit(tx, call, { type: 'updated', entity: 'setting', name, before: { name, value: before }, after: { name, value } });
      await tx.query('select pg_notify($1, $2)', [settingChannel, name]);
      return true;
    },
  };
}
