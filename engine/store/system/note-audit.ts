import type { JsonObject } from '../../kernel/json.ts';
import type { Call } from '../../model/call.ts';
import type { Transaction } from '../face.ts';
import { userOf } from '../user-of.ts';

/** Audit row of what is no record: a setting, a list that was taken out as a file. It stands under the hash of its name. */
export async function noteAudit(
  tx: Transaction,
  call: Call,
  note: { readonly type: string; readonly entity: string; readonly name: string; readonly before: JsonObject | null; readonly after: JsonObject },
): Promise<void> {
  await tx.query(
    'insert into loom.audit (at, actor_id, actor_name, type, entity, record_id, before, after, request_id, release) values ($1, $2, $3, $4, $5, md5($6)::uuid, $7, $8, $9, $10)',
    [
      call.now,
      userOf(call),
      call.actor.name,
      note.type,
      note.entity,
      note.name,
      note.before === null ? null : JSON.stringify(note.before),
      JSON.stringify(note.after),
      call.requestId,
      call.release.hash,
    ],
  );
}
