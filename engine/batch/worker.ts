import type { Call } from '../model/index.ts';
import type { BatchRun, BatchStep, RunRows } from '../store/batch/run-rows.ts';
import type { BusinessDates } from './business-dates.ts';
import { resultHash } from './result-hash.ts';
import { runSlice, type SliceRoom } from './run-slice.ts';
import { StepFailed } from './step-failed.ts';

export interface Worker {
  /** There may be work: begins when this process does nothing, looks once more when it does. */
  wake(): void;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Slices that one process works on at the same time. */
const slicesAtOnce = 2;
/** Between two looks at slices that other processes have in hand, milliseconds. */
const lookEvery = 100;

/** Works on runs, whoever planned them, until nothing is left that this process could do. */
export function createWorker(
  room: SliceRoom & {
    readonly runs: RunRows;
    readonly dates: BusinessDates;
    readonly systemCall: () => Call;
    readonly log: (message: string, error: unknown) => void;
  },
): Worker {
  const { runs, slices, store } = room;
  let working: Promise<void> | undefined;
  let isAsked = false;
  let isStopping = false;

  async function workThrough(): Promise<void> {
    for (;;) {
      const open = (await runs.unfinished()).filter((run) => run.state !== 'failed');
      if (open.length === 0 || isStopping) return;
      for (const run of open) await work(run);
    }
  }

  async function work(run: BatchRun): Promise<void> {
    if (run.state === 'waiting') await begin(run);
    while (!isStopping) {
      const step = (await runs.steps(run.id)).find((each) => each.state === 'waiting' || each.state === 'running');
      if (step === undefined) return runs.finish(run.id, resultHash(await slices.digests(run.id)));
      if (step.state === 'waiting') await slices.open(step, step.over === null ? null : store.tableOf(room.systemCall().release, step.over));
      try {
        await workOn(run, step);
      } catch (error) {
        if (!(error instanceof StepFailed)) throw error;
        return runs.fail(run.id, error.reason);
      }
      if (isStopping || (await slices.close(step))) continue;
      if ((await runs.find(run.id))?.state !== 'running') return;
      await new Promise((done) => setTimeout(done, lookEvery));
    }
  }

  async function begin(run: BatchRun): Promise<void> {
    if (room.systemCall().release.jobs.get(run.job)?.cutOff != null) await room.dates.close(run.date);
    await store.database.transaction(async (tx) => {
      await runs.alone(tx, run.job);
      await runs.begin(tx, run.id);
    });
  }

  /** Slices of the step until none is left to take. */
  async function workOn(run: BatchRun, step: BatchStep): Promise<void> {
    const lane = async () => {
      while (!isStopping && (await runSlice(room, run, step, { ...room.systemCall(), today: run.date })));
    };
    const ended = await Promise.allSettled(Array.from({ length: slicesAtOnce }, lane));
    const failed = ended.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  function wake(): void {
    if (isStopping) return;
    isAsked = true;
    working ??= (async () => {
      while (isAsked && !isStopping) {
        isAsked = false;
        // What the database cannot do now is taken up at the next look.
        await workThrough().catch((error: unknown) => room.log('a batch run was left for later', error));
      }
      working = undefined;
    })();
  }

  return {
    wake,
    async settled() {
      while (working !== undefined) await working;
    },
    async stop() {
      isStopping = true;
      await working;
    },
  };
}
