import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { FileBody, JobBody } from '../../contract/wire.ts';
import { invariant, Refusal } from '../../kernel/refusal.ts';
import type { Call } from '../../model/call.ts';
import type { JobRows } from '../../store/system/job-rows.ts';
import { type ProblemCatalogue, renderProblem } from '../http/problem.ts';
import type { JobService } from '../services.ts';

/** Time between two writes of a job's progress, milliseconds. */
const reportEvery = 500;
/** Jobs of one process at the same time; more wait their turn. */
const atOnce = 2;

/** Work behind a 202, done in this process, told through the database. A job whose process dies is shown as failed; every
 *  kind of job can be started again without harm (exports read, imports skip what is there). */
export function createJobService(services: {
  readonly rows: JobRows;
  readonly newId: () => string;
  readonly catalogue: ProblemCatalogue;
  readonly logger: Logger;
}): JobService & { stop(): void } {
  const running = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let active = 0;
  const lostCheck = setInterval(() => void services.rows.failLost('执行该任务的服务进程已中断，请重新发起。').catch(() => undefined), 30_000);
  lostCheck.unref();

  async function execute(call: Call, id: string, work: Parameters<JobService['start']>[2]): Promise<void> {
    if (active >= atOnce) await new Promise<void>((start) => waiting.push(start));
    active += 1;
    let progress = { done: 0, total: null as number | null };
    let written = progress;
    const timer = setInterval(() => {
      // Written even when nothing moved: it is the sign of life.
      written = progress;
      void services.rows.report(id, written).catch(() => undefined);
    }, reportEvery);
    try {
      const end = await work((done, total) => void (progress = { done, total: total ?? progress.total }));
      await services.rows.finish(id, {
        state: 'done',
        message: end.message ?? null,
        fileId: (end.file as FileBody | null | undefined)?.id ?? null,
        problems: end.problems ?? [],
        done: progress.done,
      });
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('server.unexpected', { reference: call.requestId });
      if (!(error instanceof Refusal)) services.logger.error({ requestId: call.requestId, job: id, err: error }, 'job failed');
      const message = renderProblem(refusal, {
        catalogue: services.catalogue,
        language: call.actor.language || call.release.language,
        requestId: call.requestId,
      }).detail;
      await services.rows.finish(id, { state: 'failed', message, fileId: null, problems: [], done: progress.done });
    } finally {
      clearInterval(timer);
      active -= 1;
      waiting.shift()?.();
    }
  }

  return {
    async start(call, job, work) {
      const id = services.newId();
      await services.rows.create({ id, ...job, userId: call.actor.userId, now: call.now, worker: `${hostname()}:${process.pid}` });
      const promise: Promise<void> = execute(call, id, work)
        .catch((error: unknown) => services.logger.error({ job: id, err: error }, 'the end of a job could not be written'))
        .finally(() => running.delete(promise));
      running.add(promise);
      const body: JobBody | undefined = await services.rows.get(id, call.actor.userId);
      invariant(body, 'a job that was just created is there');
      return body;
    },
    get: (call, id) => services.rows.get(id, call.actor.userId),
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    stop: () => clearInterval(lostCheck),
  };
}
