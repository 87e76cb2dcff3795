import type { JobBody } from '../../contract/wire.ts';
import type { Database } from '../face.ts';

/** Jobs as rows: what every node can tell about work that one of them does. */
export interface JobRows {
  create(job: {
    readonly id: string;
    readonly kind: string;
    readonly title: string;
    readonly total: number | null;
    readonly userId: string | null;
    readonly now: string;
    readonly worker: string;
  }): Promise<void>;
  /** Progress, and the sign of life without which the job counts as lost. */
  report(id: string, progress: { readonly done: number; readonly total: number | null }): Promise<void>;
  finish(
    id: string,
    end: {
      readonly state: 'done' | 'failed';
      readonly message: string | null;
      readonly fileId: string | null;
      readonly problems: JobBody['problems'];
      readonly done: number;
    },
  ): Promise<void>;
  get(id: string, userId: string): Promise<JobBody | undefined>;
  /** Fails running jobs whose node has gone; answers how many. */
  failLost(message: string): Promise<number>;
}

/** After this long without a sign of life a job's node is taken for gone. */
const patience = '90 seconds';
/** Most refused rows that one job keeps. */
const problemLimit = 1_000;

export function jobRows(database: Database): JobRows {
  return {
    async create({ id, kind, title, total, userId, now, worker }) {
      await database.query(
        `insert into loom.job (id, kind, title, state, input, total, created_by, created_at, started_at, worker, alive_until) values ($1, $2, $3, 'running', '{}', $4, $5, $6, $6, $7, now() + interval '${patience}')`,
        [id, kind, title, total, userId, now, worker],
      );
    },
    async report(id, { done, total }) {
      await database.query(
        `update loom.job set done = $2, total = coalesce($3, total), alive_until = now() + interval '${patience}' where id = $1 and state = 'running'`,
        [id, done, total],
      );
    },
    async finish(id, { state, message, fileId, problems, done }) {
      const kept = problems.slice(0, problemLimit);
      await database.transaction(async (tx) => {
        if (kept.length > 0) {
          await tx.query(
            'insert into loom.job_problem (job_id, line, "column", code, detail) select $1, * from unnest($2::int[], $3::text[], $4::text[], $5::text[])',
            [id, kept.map((one) => one.line), kept.map((one) => one.column), kept.map((one) => one.code), kept.map((one) => one.detail)],
          );
        }
        await tx.query('update loom.job set state = $2, message = $3, file_id = $4, done = $5, ended_at = now() where id = $1', [
          id,
          state,
          message,
          fileId,
          done,
        ]);
      });
    },
    async get(id, userId) {
      const [row] = await database.query<JobColumns>(
        'select j.id, j.kind, j.title, j.state, j.done, j.total, j.message, coalesce(j.started_at, j.created_at) as started_at, j.ended_at, f.id as file_id, f.name, f.size, f.type, f.sha256 from loom.job j left join loom.file f on f.id = j.file_id where j.id = $1 and j.created_by = $2',
        [id, userId],
      );
      if (!row) return undefined;
      const problems =
        row.ended_at === null
          ? []
          : await database.query<{ line: number; column: string | null; code: string; detail: string }>(
              'select line, "column", code, detail from loom.job_problem where job_id = $1 order by line',
              [id],
            );
      return {
        id: row.id,
        title: row.title,
        kind: row.kind,
        state: row.state,
        done: Number(row.done),
        total: row.total === null ? null : Number(row.total),
        message: row.message,
        file: row.file_id === null ? null : { id: row.file_id, name: row.name ?? '', size: Number(row.size), type: row.type ?? '', sha256: row.sha256 ?? '' },
        problems: [...problems],
        startedAt: row.started_at,
        endedAt: row.ended_at,
      };
    },
    async failLost(message) {
      const rows = await database.query(
        "update loom.job set state = 'failed', message = $1, ended_at = now() where state = 'running' and alive_until < now() returning id",
        [message],
      );
      return rows.length;
    },
  };
}

interface JobColumns {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly state: JobBody['state'];
  readonly done: string;
  readonly total: string | null;
  readonly message: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly file_id: string | null;
  readonly name: string | null;
  readonly size: string | null;
  readonly type: string | null;
  readonly sha256: string | null;
}
