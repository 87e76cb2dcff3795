import type { Database, Transaction } from '../face.ts';
import type { BatchStep } from './run-rows.ts';

export interface ClaimedSlice {
  readonly ordinal: number;
  readonly from: string | null;
  readonly to: string | null;
}

export interface SliceRows {
  /** Divides the step's records into slices by id, once; without a table the step has one slice. */
  open(step: BatchStep, table: string | null): Promise<void>;
  /** A slice that is not done and that nobody works on, held until the transaction ends; undefined when there is none. */
  claim(tx: Transaction, step: BatchStep): Promise<ClaimedSlice | undefined>;
  finish(
    tx: Transaction,
    step: BatchStep,
    slice: { readonly ordinal: number; readonly processed: number; readonly digest: string | null; readonly worker: string },
  ): Promise<void>;
  /** Ends the step when all its slices are done; false when some are not. */
  close(step: BatchStep): Promise<boolean>;
  /** Digests of a run with the key of their step, in order of steps and ids. */
  digests(runId: string): Promise<readonly { readonly key: string; readonly digest: string }[]>;
  idsOf(tx: Transaction, table: string, slice: Pick<ClaimedSlice, 'from' | 'to'>): Promise<readonly string[]>;
  /** Steps over the entity that a record has missed: those that the runs from this one on have behind them, in their order.
   *  The slice of a step that somebody works on is waited for. */
  missed(tx: Transaction, record: MissedBy): Promise<readonly MissedStep[]>;
}

export interface MissedBy {
  readonly job: string;
  readonly date: string;
  /** In the run of that date; later runs count from their first step. */
  readonly position: number;
  readonly entity: string;
  readonly recordId: string;
}

export interface MissedStep {
  readonly runId: string;
  readonly date: string;
  readonly step: string;
}

export function sliceRows(database: Database): SliceRows {
  return {
    async open(step, table) {
      await database.transaction(async (tx) => {
        const [found] = await tx.query<{ state: string }>('select state from loom.batch_step where run_id = $1 and position = $2 for update', [
          step.runId,
          step.position,
        ]);
        if (found?.state !== 'waiting') return;
        if (table === null) await tx.query('insert into loom.batch_slice (run_id, position, ordinal) values ($1, $2, 0)', [step.runId, step.position]);
        else
          await tx.query(
            `insert into loom.batch_slice (run_id, position, ordinal, from_id, to_id)
            select $1, $2, part, min(id::text collate "C")::uuid, max(id::text collate "C")::uuid
            from (select id, (row_number() over (order by id) - 1) / $3::int as part from ${table}) numbered group by part`,
            [step.runId, step.position, step.sliceSize],
          );
        await tx.query("update loom.batch_step set state = 'running', started_at = clock_timestamp() where run_id = $1 and position = $2", [
          step.runId,
          step.position,
        ]);
      });
    },
    async claim(tx, step) {
      const [slice] = await tx.query<{ ordinal: number; from: string | null; to: string | null }>(
        `select ordinal, from_id as "from", to_id as "to" from loom.batch_slice
        where run_id = $1 and position = $2 and done_at is null order by ordinal limit 1 for update skip locked`,
        [step.runId, step.position],
      );
      return slice;
    },
    async finish(tx, step, { ordinal, processed, digest, worker }) {
      await tx.query(
        'update loom.batch_slice set processed = $4::bigint, digest = $5, worker = $6, done_at = clock_timestamp() where run_id = $1 and position = $2 and ordinal = $3',
        [step.runId, step.position, ordinal, processed, digest, worker],
      );
    },
    async close(step) {
      const closed = await database.query(
        `update loom.batch_step s set state = 'done', ended_at = clock_timestamp() where run_id = $1 and position = $2 and state = 'running'
          and not exists (select 1 from loom.batch_slice c where c.run_id = s.run_id and c.position = s.position and c.done_at is null)
        returning 1 as closed`,
        [step.runId, step.position],
      );
      return closed.length > 0;
    },
    digests: (runId) =>
      database.query(
        `select s.key, c.digest from loom.batch_slice c join loom.batch_step s on s.run_id = c.run_id and s.position = c.position
        where c.run_id = $1 and c.digest <> '' order by c.position, c.ordinal`,
        [runId],
      ),
    async idsOf(tx, table, slice) {
      const rows = await tx.query<{ id: string }>(`select id from ${table} where id between $1 and $2 order by id`, [slice.from, slice.to]);
      return rows.map((row) => row.id);
    },
    async missed(tx, { job, date, position, entity, recordId }) {
      await tx.query(
        `select 1 from loom.batch_slice c join loom.batch_run r on r.id = c.run_id
        where r.job = $1 and r.date >= $2::date and c.done_at is null and $3::uuid between c.from_id and c.to_id for update of c`,
        [job, date, recordId],
      );
      return tx.query<MissedStep>(
        `select s.run_id as "runId", r.date, s.step from loom.batch_step s join loom.batch_run r on r.id = s.run_id
        where r.job = $1 and r.date >= $2::date and (r.date > $2::date or s.position >= $3::int) and s."over" = $4
          and (s.state = 'done' or exists (select 1 from loom.batch_slice c
            where c.run_id = s.run_id and c.position = s.position and c.done_at is not null and $5::uuid between c.from_id and c.to_id))
        order by r.date, s.position`,
        [job, date, position, entity, recordId],
      );
    },
  };
}
