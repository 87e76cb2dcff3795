import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { openEngine } from '../../engine/cli/open-engine.ts';
import { readFolders } from '../../engine/load/read-folders.ts';
import type { BatchStepDefinition } from '../../engine/plugin-api/index.ts';
import { createApp } from '../../engine/serve/create-app.ts';
import { listen } from '../../engine/serve/server/listen.ts';
import china from '../../plugins/china/index.ts';
import ledger from '../../plugins/ledger/index.ts';
import lending from '../../plugins/lending/index.ts';
import type { DayEndProcessOptions } from './day-end-process.ts';

/** The small-loan company in a process of its own, at a given time of the clock, working on day-ends; a step can be told to kill
 *  the process, so that the death falls where the test wants it. Tells its URL to its parent. */
const options = JSON.parse(process.argv[2] ?? '{}') as DayEndProcessOptions;
const root = join(import.meta.dirname, '..', '..');
const packs = await readFolders(['metadata/platform', 'metadata/microloan', 'metadata/demo'].map((pack) => join(root, pack)));
const overlay = {
  'pack.json': { kind: 'pack', name: 'lab', title: '试验', version: '1.0.0', language: 'zh', layer: 30, dependencies: { microloan: '>=0.1' } },
  'day-end.job.json': { kind: 'job', name: 'day-end', sliceSize: options.sliceSize },
};
const engine = await openEngine({
  databaseUrl: options.databaseUrl,
  sources: [...packs, ...Object.entries(overlay).map(([file, content]) => ({ pack: 'lab', file: `lab/${file}`, text: JSON.stringify(content) }))],
  plugins: [china, ledger, { ...lending, batchSteps: (lending.batchSteps ?? []).map(deadly) }],
  screensFolder: null,
  logger: pino({ level: 'fatal', base: null }),
  secret: 'a secret of the tests, long enough for all',
  now: () => options.clock,
  randomBytes: (count) => randomBytes(count),
  isStopping: () => false,
  progress: () => undefined,
});
const noLimit = { rate: 1e9, burst: 1e9 };
const { url } = await listen(createApp({ ...engine.services, limits: { perActor: noLimit, perAddress: noLimit } }), { host: '127.0.0.1', port: 0 });
await engine.services.batch.begin();
process.send?.(url);
// A parent that is gone needs no server.
process.once('disconnect', () => process.exit());

function deadly(step: BatchStepDefinition): BatchStepDefinition {
  const { dieIn } = options;
  let begun = 0;
  return {
    ...step,
    async run(context, slice) {
      begun += 1;
      const isLast = dieIn?.step === step.name && begun === dieIn.slice;
      if (isLast && dieIn.at === 'begin') await die();
      const outcome = await step.run(context, slice);
      if (options.pause !== undefined) await new Promise((done) => setTimeout(done, options.pause));
      if (isLast) await die();
      return outcome;
    },
  };
}

/** Nothing of this process runs a line more; what it had not committed is gone. */
function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}
