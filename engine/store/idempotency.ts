import { Refusal } from '../kernel/refusal.ts';
import type { Call } from '../model/index.ts';
import { connectionOf } from './database/open-database.ts';
import type { Transaction } from './face.ts';

const reserve = {
  name: 'key-reserve',
  text: 'insert into loom.idempotency (user_id, key, content_hash, created_at) values ($1::text, $2::text, $3::text, $4::timestamptz) on conflict (user_id, key) do nothing returning true',
};
const look = { name: 'key-look', text: 'select content_hash, result from loom.idempotency where user_id = $1::text and key = $2::text' };
const keep = { name: 'key-keep', text: 'update loom.idempotency set result = $3::text where user_id = $1::text and key = $2::text' };

/** Reserves a key for this transaction, or answers what its first use answered. A second request with the key waits for the
 *  first one's transaction; when that one rolled back, the second takes its place. */
export async function recall(tx: Transaction, call: Call, request: { readonly key: string; readonly contentHash: string }): Promise<string | undefined> {
  const connection = connectionOf(tx);
  const { key, contentHash } = request;
  const reserved = await connection.run(reserve, [call.actor.userId, key, contentHash, call.now]);
  if (reserved.length > 0) return undefined;
  const [known] = await connection.run(look, [call.actor.userId, key]);
  if (known?.[0] !== contentHash) throw new Refusal('request.key-reused');
  return (known[1] as string | null) ?? undefined;
}

export async function remember(tx: Transaction, call: Call, request: { readonly key: string; readonly result: string }): Promise<void> {
  await connectionOf(tx).run(keep, [call.actor.userId, request.key, request.result]);
}
