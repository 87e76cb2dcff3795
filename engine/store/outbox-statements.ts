import type { Transaction, Values } from './face.ts';

/** A message as it waits in the outbox. */
export interface OutboxMessage {
  readonly id: string;
  readonly topic: string;
  readonly payload: Values;
  /** Failed deliveries so far. */
  readonly attempts: number;
  readonly at: string;
}

/** Takes messages that are due, oldest first, so that no other node takes them until this transaction ends. */
export async function claimMessages(tx: Transaction, request: { readonly now: string; readonly limit: number }): Promise<readonly OutboxMessage[]> {
  return tx.query<OutboxMessage>(
    'select id, topic, payload, attempts, at from loom.outbox where delivered_at is null and next_attempt_at <= $1::timestamptz order by id limit $2 for update skip locked',
    [request.now, request.limit],
  );
}

export async function markDelivered(tx: Transaction, ids: readonly string[], now: string): Promise<void> {
  if (ids.length > 0) await tx.query('update loom.outbox set delivered_at = $2::timestamptz, last_error = null where id = any($1::bigint[])', [ids, now]);
}

/** `nextAttemptAt` null: it is not tried again by itself, and stays to be looked at. */
export async function markFailed(
  tx: Transaction,
  failure: { readonly id: string; readonly error: string; readonly nextAttemptAt: string | null },
): Promise<void> {
  await tx.query(
    `update loom.outbox set attempts = attempts + 1, last_error = $2, next_attempt_at = coalesce($3::timestamptz, 'infinity') where id = $1::bigint`,
    [failure.id, failure.error.slice(0, 1_000), failure.nextAttemptAt],
  );
}
