import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { openEngine } from '../../../engine/cli/open-engine.ts';
import { readFolders } from '../../../engine/load/read-folders.ts';
import { createApp } from '../../../engine/serve/create-app.ts';
import { listen } from '../../../engine/serve/server/listen.ts';
import { answerOrders, type ServerOrder } from './server-process.ts';

/** The engine as it runs in production, in a process of its own: real pipeline, real routes, no limits of requests. */
const databaseUrl = process.argv[2] as string;
const connections = Number(process.argv[3]);
const engine = await openEngine({
  databaseUrl,
  connections,
  sources: await readFolders(['metadata/platform', 'test/load/bench/pack']),
  plugins: [],
  screensFolder: null,
  logger: pino({ level: 'error' }),
  secret: 'a secret of the bench, long enough',
  now: () => new Date().toISOString(),
  randomBytes: (count) => randomBytes(count),
  isStopping: () => false,
  progress: () => undefined,
});
const app = createApp({ ...engine.services, limits: { perActor: { rate: 1e9, burst: 1e9 }, perAddress: { rate: 1e9, burst: 1e9 } } });
const listening = await listen(app, { host: '127.0.0.1', port: 0 });

await answerOrders(listening.url, {
  /** The person who works in the bench: a clerk of a unit that owns half of the records. */
  async prepare() {
    const { store } = engine.services;
    const call = await engine.callAs(null);
    const unit = await store.database.transaction(async (tx) => {
      const all = await store.insert(tx, call, 'org-unit', { code: 'HQ', name: '总部', path: '/HQ/' }, { type: 'system' });
      const half = await store.insert(tx, call, 'org-unit', { code: 'A', name: '甲部', parent: all.id, path: '/HQ/A/' }, { type: 'system' });
      await store.insert(tx, call, 'org-unit', { code: 'B', name: '乙部', parent: all.id, path: '/HQ/B/' }, { type: 'system' });
      return half;
    });
    const person = await engine.accounts.add({ username: 'clerk', name: '办事员', unit: String(unit['code']), roles: ['clerk', 'staff-member'] });
    return engine.accounts.createToken(person, 'bench');
  },
  async stop() {
    await listening.stop(1_000);
    await engine.close();
  },
} satisfies ServerOrder);
