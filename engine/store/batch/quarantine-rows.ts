import type { Database, Transaction } from '../face.ts';
import type { BatchReason } from './run-rows.ts';

/** A record that a step could not process: passed over by the job until it is mended. */
export interface QuarantinedRecord {
  readonly id: string;
  readonly job: string;
  readonly runId: string;
  readonly date: string;
  readonly position: number;
  readonly stepKey: string;
  readonly stepTitle: string;
  readonly entity: string;
  readonly recordId: string;
  readonly reason: BatchReason;
  readonly at: string;
  readonly attempts: number;
  readonly resolvedAt: string | null;
  readonly resolvedBy: { readonly id: string; readonly label: string } | null;
}

export interface QuarantineRows {
  add(
    tx: Transaction,
    entry: {
      readonly id: string;
      readonly job: string;
      readonly runId: string;
      readonly position: number;
      readonly entity: string;
      readonly recordId: string;
      readonly reason: BatchReason;
      readonly now: string;
    },
  ): Promise<void>;
  /** Records that a step over the entity passes over; with a range only those in it. */
  passedOver(tx: Transaction, job: string, entity: string, range: { readonly from: string | null; readonly to: string | null }): Promise<readonly string[]>;
  countOpen(tx: Transaction, runId: string): Promise<number>;
  /** With a lock when a transaction is given. */
  find(id: string, tx?: Transaction): Promise<QuarantinedRecord | undefined>;
  ofRun(runId: string): Promise<readonly QuarantinedRecord[]>;
  open(limit: number): Promise<readonly QuarantinedRecord[]>;
  countByJob(): Promise<ReadonlyMap<string, number>>;
  resolve(tx: Transaction, id: string, by: { readonly userId: string | null; readonly now: string }): Promise<void>;
  failAgain(tx: Transaction, id: string, reason: BatchReason, now: string): Promise<void>;
}

const select = `select q.id, q.job, q.run_id, r.date, q.position, s.key, s.title, q.entity, q.record_id, q.code, q.message, q.at, q.attempts, q.resolved_at, q.resolved_by, p.name as person
  from loom.batch_quarantine q join loom.batch_run r on r.id = q.run_id join loom.batch_step s on s.run_id = q.run_id and s.position = q.position
  left join app.staff p on p.id = q.resolved_by`;

export function quarantineRows(database: Database): QuarantineRows {
  return {
    async add(tx, { id, job, runId, position, entity, recordId, reason, now }) {
      await tx.query(
        `insert into loom.batch_quarantine (id, job, run_id, position, entity, record_id, code, message, at) values ($1, $2, $3, $4, $5, $6, $7, $8::json, $9)
        on conflict (job, entity, record_id) where resolved_at is null do nothing`,
        [id, job, runId, position, entity, recordId, reason.code, JSON.stringify(reason.message), now],
      );
    },
    async passedOver(tx, job, entity, { from, to }) {
      const rows = await tx.query<{ record_id: string }>(
        `select record_id from loom.batch_quarantine where job = $1 and entity = $2 and resolved_at is null
          and ($3::uuid is null or record_id between $3::uuid and $4::uuid) order by record_id`,
        [job, entity, from, to],
      );
      return rows.map((row) => row.record_id);
    },
    async countOpen(tx, runId) {
      const [row] = await tx.query<{ count: number }>('select count(*)::int as count from loom.batch_quarantine where run_id = $1 and resolved_at is null', [
        runId,
      ]);
      return row?.count ?? 0;
    },
    async find(id, tx) {
      const [row] = await (tx ?? database).query<Columns>(`${select} where q.id = $1${tx === undefined ? '' : ' for update of q'}`, [id]);
      return row && recordOf(row);
    },
    async ofRun(runId) {
      const rows = await database.query<Columns>(`${select} where q.run_id = $1 order by q.resolved_at is not null, q.position, q.record_id`, [runId]);
      return rows.map(recordOf);
    },
    async open(limit) {
      const rows = await database.query<Columns>(`${select} where q.resolved_at is null order by r.date, q.position, q.record_id limit $1::int`, [limit]);
      return rows.map(recordOf);
    },
    async countByJob() {
      const rows = await database.query<{ job: string; count: number }>(
        'select job, count(*)::int as count from loom.batch_quarantine where resolved_at is null group by job',
      );
      return new Map(rows.map((row) => [row.job, row.count]));
    },
    async resolve(tx, id, { userId, now }) {
      await tx.query('update loom.batch_quarantine set resolved_at = $2, resolved_by = $3 where id = $1', [id, now, userId]);
    },
    async failAgain(tx, id, reason, now) {
      await tx.query('update loom.batch_quarantine set code = $2, message = $3::json, at = $4, attempts = attempts + 1 where id = $1', [
        id,
        reason.code,
        JSON.stringify(reason.message),
        now,
      ]);
    },
  };
}

interface Columns {
  readonly id: string;
  readonly job: string;
  readonly run_id: string;
  readonly date: string;
  readonly position: number;
  readonly key: string;
  readonly title: string;
  readonly entity: string;
  readonly record_id: string;
  readonly code: string;
  readonly message: BatchReason['message'];
  readonly at: string;
  readonly attempts: number;
  readonly resolved_at: string | null;
  readonly resolved_by: string | null;
  readonly person: string | null;
}

function recordOf(row: Columns): QuarantinedRecord {
  return {
    id: row.id,
    job: row.job,
    runId: row.run_id,
    date: row.date,
    position: row.position,
    stepKey: row.key,
    stepTitle: row.title,
    entity: row.entity,
    recordId: row.record_id,
    reason: { code: row.code, message: row.message },
    at: row.at,
    attempts: row.attempts,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by === null ? null : { id: row.resolved_by, label: row.person ?? '' },
  };
}
