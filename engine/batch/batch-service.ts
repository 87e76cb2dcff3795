import { addDays, isDate } from '../kernel/dates.ts';
import { invariant, Refusal } from '../kernel/refusal.ts';
import type { Call, JobModel } from '../model/index.ts';
import type { Operations } from '../run/operations.ts';
import { quarantineRows } from '../store/batch/quarantine-rows.ts';
import { batchChannel, runRows } from '../store/batch/run-rows.ts';
import { sliceRows } from '../store/batch/slice-rows.ts';
import type { Store, Transaction } from '../store/face.ts';
import type { BusinessDates } from './business-dates.ts';
import type { BatchService } from './face.ts';
import { closedDate, datesToRun, isDue, latestDate } from './plan-dates.ts';
import { createReasons } from './reasons.ts';
import { retryRecord } from './retry-record.ts';
import { createWorker } from './worker.ts';

export interface BatchRoom {
  readonly store: Store;
  readonly operations: Operations;
  readonly dates: BusinessDates;
  /** A call of the system on the release and clock of now. */
  readonly systemCall: () => Call;
  readonly sentences: (refusal: Pick<Refusal, 'code' | 'params'>, language: string) => string;
  readonly newId: () => string;
  /** Name of this process among those that share a run. */
  readonly worker: string;
  readonly log: (message: string, error: unknown) => void;
}

/** Dates that are planned at once: more than a year was not forgotten but never meant. */
const datesLimit = 400;
/** Between two looks at the clock, milliseconds: a job begins at most this long after its time. */
const lookEvery = 15_000;

export function createBatchService(room: BatchRoom): BatchService {
  const { database } = room.store;
  const runs = runRows(database);
  const quarantine = quarantineRows(database);
  const inside = { ...room, runs, quarantine, slices: sliceRows(database), reasons: createReasons(room) };
  const worker = createWorker(inside);
  /** Job → latest date that this process has seen planned. */
  const planned = new Map<string, string>();
  let end: (() => Promise<void>) | undefined;

  async function planDue(job: JobModel, call: Call): Promise<void> {
    const due = closedDate(job, call);
    if (planned.get(job.name) === due) return;
    await database.transaction(async (tx) => {
      await runs.alone(tx, job.name);
      // A job that has just come into force has nothing to make up for: its first date is the one that is open.
      const since = await runs.since(tx, job.name, addDays(due, 1));
      const last = await runs.lastDate(tx, job.name);
      const from = last === null ? since : addDays(last, 1);
      await write(tx, job, datesToRun({ from, upTo: due, catchUp: job.catchUp }).slice(0, datesLimit), call);
    });
    planned.set(job.name, due);
  }

  async function write(tx: Transaction, job: JobModel, dates: readonly string[], call: Call): Promise<void> {
    const by = { userId: call.actor.userId || null, now: call.now };
    for (const date of dates) await runs.create(tx, job, { id: room.newId(), date, isDue: (step) => isDue(step, date) }, by);
    if (dates.length > 0) await runs.announce(tx);
  }

  return {
    async start(call, name, asked) {
      const job = jobOf(call, name);
      if (asked !== undefined && !isDate(asked)) throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/date', code: 'value.date' }]);
      const date = asked ?? closedDate(job, call);
      const run = await database.transaction(async (tx) => {
        await runs.alone(tx, name);
        const there = await runs.byDate(tx, name, date);
        if (there === undefined) await write(tx, job, await askedDates(tx, job, date, call), call);
        else if (there.state === 'failed') await runs.resume(tx, there.id);
        await runs.announce(tx);
        return runs.byDate(tx, name, date);
      });
      invariant(run !== undefined, 'a run that was just written is there');
      worker.wake();
      return run;
    },
    async datesOf(call, name) {
      const job = jobOf(call, name);
      const latest = latestDate(job, call);
      const last = await database.transaction((tx) => runs.lastDate(tx, name));
      const next = last === null ? closedDate(job, call) : addDays(last, 1);
      return { next: next < latest ? next : latest, latest };
    },
    runs: (options) => runs.list(options),
    async run(id) {
      const run = await runs.find(id);
      return run && { run, steps: await runs.steps(id), quarantine: await quarantine.ofRun(id) };
    },
    quarantine: (limit) => quarantine.open(limit),
    quarantinedByJob: () => quarantine.countByJob(),
    retry: (call, id) => retryRecord(inside, call, id),
    async tick() {
      const call = room.systemCall();
      for (const job of call.release.jobs.values()) if (job.at !== null) await planDue(job, call);
      worker.wake();
    },
    wake: () => worker.wake(),
    async begin() {
      const look = () => void this.tick().catch((error: unknown) => room.log('what is due could not be planned', error));
      const stopListening = await database.listen(batchChannel, () => worker.wake(), look);
      const timer = setInterval(look, lookEvery);
      timer.unref();
      end = async () => {
        clearInterval(timer);
        await stopListening();
      };
      look();
    },
    settled: () => worker.settled(),
    async stop() {
      await end?.();
      await worker.stop();
    },
  };

  async function askedDates(tx: Transaction, job: JobModel, date: string, call: Call): Promise<readonly string[]> {
    const latest = latestDate(job, call);
    if (date > latest) throw new Refusal('batch.date-ahead', { date, latest });
    const last = await runs.lastDate(tx, job.name);
    if (last !== null && date < last) throw new Refusal('batch.date-passed', { date, last });
    const dates = datesToRun({ from: last === null ? date : addDays(last, 1), upTo: date, catchUp: job.catchUp });
    if (dates.length > datesLimit) throw new Refusal('batch.too-many-dates', { count: dates.length, limit: datesLimit });
    return dates;
  }
}

function jobOf(call: Call, name: string): JobModel {
  const job = call.release.jobs.get(name);
  if (job === undefined) throw new Refusal('batch.job-unknown', { name: name.slice(0, 100) });
  return job;
}
