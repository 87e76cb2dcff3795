import { invariant, Refusal } from '../kernel/refusal.ts';
import type { Call } from '../model/index.ts';
import type { BatchOutcome, BatchSlice } from '../plugin-api/plugin.ts';
import type { QuarantineRows } from '../store/batch/quarantine-rows.ts';
import type { BatchRun, BatchStep } from '../store/batch/run-rows.ts';
import type { SliceRows } from '../store/batch/slice-rows.ts';
import { isLostRace } from '../store/database/lost-race.ts';
import type { Store, Transaction } from '../store/face.ts';
import { inSavepoint } from '../store/savepoint.ts';
import type { Operations } from '../run/operations.ts';
import type { Reasons } from './reasons.ts';
import { StepFailed } from './step-failed.ts';

export interface SliceRoom {
  readonly store: Store;
  readonly operations: Pick<Operations, 'runStep'>;
  readonly slices: SliceRows;
  readonly quarantine: QuarantineRows;
  readonly reasons: Reasons;
  readonly newId: () => string;
  /** Name of this process among those that share a run. */
  readonly worker: string;
}

/** Most records that one run may set aside: more is no matter of single records. */
const quarantineLimit = 1_000;

/** Takes one slice of a step and does it, in one transaction; false when no slice is left to take. Throws `StepFailed` when
 *  the step cannot go on. */
export async function runSlice(room: SliceRoom, run: BatchRun, step: BatchStep, call: Call): Promise<boolean> {
  const { slices, quarantine } = room;
  return room.store.database.transaction(async (tx) => {
    const claimed = await slices.claim(tx, step);
    if (claimed === undefined) return false;
    const { from, to } = claimed;
    const except = step.over === null ? [] : await quarantine.passedOver(tx, run.job, step.over, { from, to });
    const slice: BatchSlice = { run: run.id, date: run.date, from, to, except };
    const { processed, digest, failures = [] } = await attempt(room, tx, step, call, slice);
    for (const { record, reason } of failures) {
      invariant(step.over !== null, `step "${step.step}" has no records, so it can set none aside`);
      await quarantine.add(tx, {
        id: room.newId(),
        job: run.job,
        runId: run.id,
        position: step.position,
        entity: step.over,
        recordId: record,
        reason,
        now: call.now,
      });
    }
    if (failures.length > 0 && (await quarantine.countOpen(tx, run.id)) > quarantineLimit)
      throw new StepFailed(room.reasons.of(new Refusal('batch.too-many-quarantined', { limit: quarantineLimit })));
    await slices.finish(tx, step, { ordinal: claimed.ordinal, processed, digest: digest || null, worker: room.worker });
    return true;
  });
}

type Outcome = Pick<BatchOutcome, 'processed' | 'digest'> & { readonly failures?: readonly Failure[] };
type Failure = { readonly record: string; readonly reason: ReturnType<Reasons['of']> };

async function attempt(room: SliceRoom, tx: Transaction, step: BatchStep, call: Call, slice: BatchSlice): Promise<Outcome> {
  try {
    const outcome = await inSavepoint(tx, () => room.operations.runStep(tx, call, step.step, slice));
    return { ...outcome, failures: (outcome.failures ?? []).map(({ record, ...failure }) => ({ record, reason: room.reasons.told(failure) })) };
  } catch (error) {
    if (isLostRace(error)) throw error;
    if (step.over === null) throw new StepFailed(room.reasons.of(error));
    return recordByRecord(room, tx, step, call, slice);
  }
}

/** What can be done of a slice that fails as a whole. */
async function recordByRecord(room: SliceRoom, tx: Transaction, step: BatchStep, call: Call, slice: BatchSlice): Promise<Outcome> {
  const passedOver = new Set(slice.except);
  const table = room.store.tableOf(call.release, step.over ?? '');
  const ids = (await room.slices.idsOf(tx, table, slice)).filter((id) => !passedOver.has(id));
  let processed = 0;
  const digests: string[] = [];
  const failures: Failure[] = [];
  for (const id of ids) {
    try {
      const outcome = await inSavepoint(tx, () => room.operations.runStep(tx, call, step.step, { ...slice, from: id, to: id, only: id, except: [] }));
      processed += outcome.processed;
      if (outcome.digest) digests.push(outcome.digest);
      for (const { record, ...failure } of outcome.failures ?? []) failures.push({ record, reason: room.reasons.told(failure) });
    } catch (error) {
      if (isLostRace(error)) throw error;
      failures.push({ record: id, reason: room.reasons.of(error) });
    }
  }
  return { processed, digest: digests.join('\n'), failures };
}
