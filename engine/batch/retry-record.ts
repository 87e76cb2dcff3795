import { Refusal } from '../kernel/refusal.ts';
import type { Call } from '../model/index.ts';
import type { QuarantinedRecord } from '../store/batch/quarantine-rows.ts';
import type { BatchReason, RunRows } from '../store/batch/run-rows.ts';
import { isLostRace } from '../store/database/lost-race.ts';
import type { Transaction } from '../store/face.ts';
import { inSavepoint } from '../store/savepoint.ts';
import type { SliceRoom } from './run-slice.ts';
import { StepFailed } from './step-failed.ts';

/** Brings one quarantined record up to date: every step over its entity that went by without it, date after date, all in one
 *  transaction. No run of the job may begin meanwhile, so that the record misses nothing more. */
export async function retryRecord(
  room: SliceRoom & { readonly runs: RunRows; readonly systemCall: () => Call },
  call: Call,
  id: string,
): Promise<QuarantinedRecord> {
  const { quarantine, runs } = room;
  await room.store.database.transaction(async (tx) => {
    const known = await quarantine.find(id, tx);
    if (known === undefined) throw new Refusal('batch.quarantine-unknown');
    if (known.resolvedAt !== null) return;
    await runs.alone(tx, known.job);
    if (await runs.isRunning(tx, known.job)) throw new Refusal('batch.running');
    const reason = await failureOf(room, tx, known);
    if (reason === null) await quarantine.resolve(tx, id, { userId: call.actor.userId || null, now: call.now });
    else await quarantine.failAgain(tx, id, reason, call.now);
  });
  const after = await quarantine.find(id);
  if (after === undefined) throw new Refusal('batch.quarantine-unknown');
  return after;
}

/** Null when every missed step went well; otherwise nothing of them is left but the reason. */
async function failureOf(room: SliceRoom & { readonly systemCall: () => Call }, tx: Transaction, record: QuarantinedRecord): Promise<BatchReason | null> {
  const missed = await room.slices.missed(tx, record);
  try {
    await inSavepoint(tx, async () => {
      for (const { runId, date, step } of missed) {
        const call = { ...room.systemCall(), today: date };
        const slice = { run: runId, date, from: record.recordId, to: record.recordId, only: record.recordId, except: [] };
        const [failure] = (await room.operations.runStep(tx, call, step, slice)).failures ?? [];
        if (failure !== undefined) throw new StepFailed(room.reasons.told(failure));
      }
    });
    return null;
  } catch (error) {
    if (isLostRace(error)) throw error;
    return error instanceof StepFailed ? error.reason : room.reasons.of(error);
  }
}
