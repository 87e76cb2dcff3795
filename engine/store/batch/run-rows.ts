import type { JobModel } from '../../model/job.ts';
import type { Database, Transaction } from '../face.ts';

/** Channel on which work for batch runs is told to every node. */
export const batchChannel = 'loom_batch';

export interface BatchRun {
  readonly id: string;
  readonly job: string;
  readonly date: string;
  /** A waiting run begins when the one of the date before is done; a failed one waits for somebody to start it again. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly hash: string | null;
  readonly failure: BatchReason | null;
  readonly startedBy: { readonly id: string; readonly label: string } | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  readonly processed: number;
  /** Records that this run set aside and that are still waiting to be mended. */
  readonly quarantined: number;
}

/** Why something could not be processed, as a sentence for each reader. */
export interface BatchReason {
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
}

export interface BatchStep {
  readonly runId: string;
  readonly position: number;
  readonly key: string;
  readonly title: string;
  readonly step: string;
  readonly over: string | null;
  readonly sliceSize: number;
  readonly state: 'waiting' | 'running' | 'done' | 'skipped';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly processed: number;
  readonly slicesDone: number;
  readonly slicesTotal: number;
}

export interface NewRun {
  readonly id: string;
  readonly date: string;
  /** Steps that the date does not ask for are written as skipped. */
  readonly isDue: (step: JobModel['steps'][number]) => boolean;
}

export interface RunRows {
  /** Keeps everything else that begins, plans or mends runs of the job out until the transaction ends. */
  alone(tx: Transaction, job: string): Promise<void>;
  /** The date since which the job is in force; the first node that sees it writes it. */
  since(tx: Transaction, job: string, date: string): Promise<string>;
  lastDate(tx: Transaction, job: string): Promise<string | null>;
  /** Refuses nothing: a date that is there is left alone. */
  create(tx: Transaction, job: JobModel, run: NewRun, by: { readonly userId: string | null; readonly now: string }): Promise<void>;
  byDate(tx: Transaction, job: string, date: string): Promise<BatchRun | undefined>;
  /** Tells every node, with the transaction, that there is work. */
  announce(tx: Transaction): Promise<void>;
  /** The earliest run of each job that is not done; a failed one holds those behind it. */
  unfinished(): Promise<readonly BatchRun[]>;
  find(id: string): Promise<BatchRun | undefined>;
  list(options: { readonly job: string | null; readonly before: string | null; readonly limit: number }): Promise<readonly BatchRun[]>;
  steps(runId: string): Promise<readonly BatchStep[]>;
  isRunning(tx: Transaction, job: string): Promise<boolean>;
  begin(tx: Transaction, id: string): Promise<void>;
  fail(id: string, failure: BatchReason): Promise<void>;
  /** A failed run is taken up again where it was. */
  resume(tx: Transaction, id: string): Promise<void>;
  finish(id: string, hash: string): Promise<void>;
}

const columns = `r.id, r.job, r.date, r.state, r.hash, r.failure, r.started_by, p.name as person, r.started_at, r.ended_at,
  (select count(*) from loom.batch_step s where s.run_id = r.id and s.state in ('done', 'skipped'))::int as steps_done,
  (select count(*) from loom.batch_step s where s.run_id = r.id)::int as steps_total,
  (select coalesce(sum(c.processed), 0) from loom.batch_slice c where c.run_id = r.id)::float8 as processed,
  (select count(*) from loom.batch_quarantine q where q.run_id = r.id and q.resolved_at is null)::int as quarantined`;
const source = 'loom.batch_run r left join app.staff p on p.id = r.started_by';

export function runRows(database: Database): RunRows {
  return {
    async alone(tx, job) {
      await tx.query("select pg_advisory_xact_lock(hashtextextended('loom batch ' || $1::text, 0))", [job]);
    },
    async since(tx, job, date) {
      await tx.query('insert into loom.batch_job (name, since) values ($1, $2::date) on conflict do nothing', [job, date]);
      const [row] = await tx.query<{ since: string }>('select since from loom.batch_job where name = $1', [job]);
      return row?.since ?? date;
    },
    async lastDate(tx, job) {
      const [row] = await tx.query<{ date: string | null }>('select max(date) as date from loom.batch_run where job = $1', [job]);
      return row?.date ?? null;
    },
    async create(tx, job, { id, date, isDue }, { userId, now }) {
      const made = await tx.query(
        'insert into loom.batch_run (id, job, date, started_by, created_at) values ($1, $2, $3::date, $4, $5) on conflict (job, date) do nothing returning id',
        [id, job.name, date, userId, now],
      );
      if (made.length === 0) return;
      const { steps } = job;
      await tx.query(
        `insert into loom.batch_step (run_id, position, key, title, step, "over", state, slice_size)
        select $1, n - 1, key, title, step, "over", state, $2
        from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality as s (key, title, step, "over", state, n)`,
        [
          id,
          job.sliceSize,
          steps.map((step) => step.key),
          steps.map((step) => step.title),
          steps.map((step) => step.step),
          steps.map((step) => step.over),
          steps.map((step) => (isDue(step) ? 'waiting' : 'skipped')),
        ],
      );
    },
    async byDate(tx, job, date) {
      const [row] = await tx.query<RunColumns>(`select ${columns} from ${source} where r.job = $1 and r.date = $2::date`, [job, date]);
      return row && runOf(row);
    },
    async announce(tx) {
      await tx.query("select pg_notify($1, '')", [batchChannel]);
    },
    async unfinished() {
      const rows = await database.query<RunColumns>(`select distinct on (r.job) ${columns} from ${source} where r.state <> 'done' order by r.job, r.date`);
      return rows.map(runOf);
    },
    async find(id) {
      const [row] = await database.query<RunColumns>(`select ${columns} from ${source} where r.id = $1`, [id]);
      return row && runOf(row);
    },
    async list({ job, before, limit }) {
      const rows = await database.query<RunColumns>(
        `select ${columns} from ${source} where ($1::text is null or r.job = $1) and ($2::date is null or r.date < $2::date) order by r.date desc, r.job limit $3::int`,
        [job, before, limit],
      );
      return rows.map(runOf);
    },
    async steps(runId) {
      const rows = await database.query<StepColumns>(
        `select s.run_id, s.position, s.key, s.title, s.step, s."over", s.slice_size, s.state, s.started_at, s.ended_at,
          coalesce(sum(c.processed), 0)::float8 as processed, count(c.done_at)::int as slices_done, count(c.ordinal)::int as slices_total
        from loom.batch_step s left join loom.batch_slice c on c.run_id = s.run_id and c.position = s.position
        where s.run_id = $1 group by s.run_id, s.position order by s.position`,
        [runId],
      );
      return rows.map(stepOf);
    },
    async isRunning(tx, job) {
      const [row] = await tx.query<{ running: boolean }>("select exists (select 1 from loom.batch_run where job = $1 and state = 'running') as running", [job]);
      return row?.running === true;
    },
    async begin(tx, id) {
      await tx.query("update loom.batch_run set state = 'running', started_at = coalesce(started_at, clock_timestamp()) where id = $1 and state = 'waiting'", [
        id,
      ]);
    },
    async fail(id, failure) {
      await database.query("update loom.batch_run set state = 'failed', failure = $2::json, ended_at = clock_timestamp() where id = $1 and state = 'running'", [
        id,
        JSON.stringify(failure),
      ]);
    },
    async resume(tx, id) {
      await tx.query("update loom.batch_run set state = 'waiting', failure = null, ended_at = null where id = $1 and state = 'failed'", [id]);
    },
    async finish(id, hash) {
      await database.query("update loom.batch_run set state = 'done', hash = $2, ended_at = clock_timestamp() where id = $1 and state = 'running'", [id, hash]);
    },
  };
}

interface RunColumns {
  readonly id: string;
  readonly job: string;
  readonly date: string;
  readonly state: BatchRun['state'];
  readonly hash: string | null;
  readonly failure: BatchReason | null;
  readonly started_by: string | null;
  readonly person: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly steps_done: number;
  readonly steps_total: number;
  readonly processed: number;
  readonly quarantined: number;
}

function runOf(row: RunColumns): BatchRun {
  const { started_by, person, started_at, ended_at, steps_done, steps_total, ...rest } = row;
  return {
    ...rest,
    startedBy: started_by === null ? null : { id: started_by, label: person ?? '' },
    startedAt: started_at,
    endedAt: ended_at,
    stepsDone: steps_done,
    stepsTotal: steps_total,
  };
}

interface StepColumns {
  readonly run_id: string;
  readonly position: number;
  readonly key: string;
  readonly title: string;
  readonly step: string;
  readonly over: string | null;
  readonly slice_size: number;
  readonly state: BatchStep['state'];
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly processed: number;
  readonly slices_done: number;
  readonly slices_total: number;
}

function stepOf(row: StepColumns): BatchStep {
  const { run_id, slice_size, started_at, ended_at, slices_done, slices_total, ...rest } = row;
  return {
    ...rest,
    runId: run_id,
    sliceSize: slice_size,
    startedAt: started_at,
    endedAt: ended_at,
    slicesDone: slices_done,
    slicesTotal: slices_total,
  };
}
