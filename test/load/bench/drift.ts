import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { auditMany, type AuditReport } from '../../golden/drift/audit-many.ts';

/** Plans that a thread builds between two reports. */
const SLICE = 20_000;

interface Share {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly slices: number;
}

/** Builds and audits random plans on all cores; the same seed gives the same plans. Prints what was found, and throws when
 *  anything was. */
export async function benchDrift(count: number, seed: number): Promise<void> {
  const slices = Math.ceil(count / SLICE);
  const threads = Math.min(availableParallelism(), slices);
  const begun = performance.now();
  let plans = 0;
  let rows = 0;
  const refused: Record<string, number> = {};
  const findings: string[] = [];
  console.log(`${slices * SLICE} plans of seed ${seed} on ${threads} cores`);
  const take = (report: AuditReport): void => {
    plans += report.plans;
    rows += report.rows;
    for (const [code, times] of Object.entries(report.refused)) refused[code] = (refused[code] ?? 0) + times;
    findings.push(...report.findings);
    if (Math.floor(plans / 1_000_000) > Math.floor((plans - report.plans) / 1_000_000)) console.log(`${plans} plans, ${findings.length} findings`);
  };
  await Promise.all(
    Array.from({ length: threads }, (_, first) => {
      const share: Share = { seed, first, step: threads, slices };
      return new Promise<void>((done, fail) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: share });
        worker.on('message', take);
        worker.on('error', fail);
        worker.on('exit', () => done());
      });
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  for (const finding of findings.slice(0, 10)) console.log(finding);
  console.log(
    `${plans} plans, ${rows} rows, refused ${JSON.stringify(refused)}, ${findings.length} findings, ${Math.round(plans / seconds)} plans/s, ${seconds.toFixed(0)} s`,
  );
  if (findings.length > 0) throw new Error(`${findings.length} plans drift`);
}

if (!isMainThread) {
  const { seed, first, step, slices } = workerData as Share;
  for (let slice = first; slice < slices; slice += step) parentPort?.postMessage(auditMany({ seed, from: slice * SLICE, count: SLICE }));
}
