import type { JsonObject } from '../kernel/json.ts';
import type { Release } from '../model/index.ts';
import { connectionOf, type OpenDatabase } from './database/open-database.ts';
import { enter } from './enter.ts';
import type { Store } from './face.ts';
import { readFile, saveFile } from './files.ts';
import { recall, remember } from './idempotency.ts';
import { createIds, type NewId } from './new-id.ts';
import { nextNumber } from './numbering.ts';
import { unitsOfWork } from './orm/units-of-work.ts';
import { readRecords } from './read/read-records.ts';
import { noteAudit } from './system/note-audit.ts';
import { entityOf, tableName } from './tables.ts';
import { createVault } from './vault.ts';
import { loadRecords } from './write/load-records.ts';
import { maskWith } from './write/stored-values.ts';
import { writeRecords } from './write/write-records.ts';

export interface StoreOptions {
  readonly database: OpenDatabase;
  /** LOOM_SECRET: the key of sensitive values, of their hashes and of cursors. */
  readonly secret: string;
  readonly newId?: NewId;
  /** Masks of plugins' types, by type name; the named ones serve the rest. */
  readonly masks?: ReadonlyMap<string, (value: string) => string>;
}

const emitStatement = { name: 'emit', text: 'insert into loom.outbox (at, topic, payload) values (now(), $1::text, $2::json)' };

/** The store over one database. Holds no state but compiled statements; any number may share a database. */
export function createStore({ database, secret, newId = createIds(), masks = new Map() }: StoreOptions): Store {
  const vault = createVault(secret);
  const sealer = { vault, maskOf: maskWith(masks) };
  const reads = readRecords({ database, vault });
  return {
    database,
    enter: (call, work) => enter(database, call, work),
    ...reads,
    ...loadRecords({ vault }),
    ...writeRecords({ sealer, newId }),
    unitOfWork: unitsOfWork({ database, newId }),
    nextNumber,
    async emit(tx, topic, payload) {
      await connectionOf(tx).run(emitStatement, [topic, JSON.stringify(payload)]);
    },
    noteExport: (tx, call, { entity, ...note }) =>
      noteAudit(tx, call, { type: 'exported', entity, name: note.list, before: null, after: note as unknown as JsonObject }),
    recall: (tx, call, key, contentHash) => recall(tx, call, { key, contentHash }),
    remember: (tx, call, key, result) => remember(tx, call, { key, result }),
    async grant(tx, { entity, recordId, userId, cause }) {
      await tx.query('insert into loom.record_grant (entity, record_id, user_id, cause) values ($1, $2, $3, $4) on conflict do nothing', [
        entity,
        recordId,
        userId,
        cause,
      ]);
    },
    async revokeGrants(tx, cause) {
      await tx.query('delete from loom.record_grant where cause = $1', [cause]);
    },
    saveFile: (tx, call, file) => saveFile(tx, call, { ...file, newId }),
    readFile: (call, id) => readFile({ database, read: reads.read }, call, id),
    tableOf: (release: Release, entity: string) => tableName(entityOf(release, entity)),
  };
}
