import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Engine } from '../../engine/cli/open-engine.ts';
import { openEngine } from '../../engine/cli/open-engine.ts';
import { readFolders } from '../../engine/load/read-folders.ts';
import type { SourceFile } from '../../engine/load/source-file.ts';
import type { Release } from '../../engine/model/release.ts';
import type { PluginDefinition } from '../../engine/plugin-api/plugin.ts';
import type { App } from '../../engine/serve/app-types.ts';
import { createApp } from '../../engine/serve/create-app.ts';
import { listen } from '../../engine/serve/server/listen.ts';
import type { Store, Values } from '../../engine/store/face.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';
import { Person } from './person.ts';

export { type Answer, Person } from './person.ts';

export interface TestServerOptions {
  /** Pack folders relative to the repository, lowest layer first. */
  readonly packs?: readonly string[];
  readonly sources?: readonly SourceFile[];
  readonly plugins?: readonly PluginDefinition[];
  /** Filled before; default an empty one. It goes when the server closes. */
  readonly database?: FreshDatabase;
  /** First instant of the server's clock; it stands unless moved. Default: the real one. */
  readonly clock?: string;
  /** Built screens to serve. */
  readonly screensFolder?: string;
}

export interface TestServer {
  readonly url: string;
  readonly app: App;
  readonly store: Store;
  readonly engine: Engine;
  /** For a second node on the same database. */
  readonly databaseUrl: string;
  release(): Release;
  /** A session in a person's name; every active person of the seeds has a password. */
  signIn(username: string, password?: string): Promise<Person>;
  passwordOf(username: string): string;
  setPassword(username: string, password: string, options?: { readonly mustChange?: boolean }): Promise<void>;
  /** Somebody without a session. */
  nobody(): Person;
  bearer(token: string): Person;
  /** Moves the server's clock forward. */
  advance(time: { readonly minutes?: number; readonly days?: number }): void;
  now(): string;
  /** Rows of every table that a refused request could have written, by table. */
  countRows(): Promise<Readonly<Record<string, number>>>;
  /** Rows by the system, for tests that need many. */
  insertMany(entity: string, rows: readonly Values[]): Promise<readonly string[]>;
  /** As a signal would: running requests end, nothing new begins. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');

/** A whole server on a fresh database: packs compiled, tables made, seeds applied, people with passwords, a free port. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const sources = options.sources ?? (await readFolders((options.packs ?? ['metadata/platform', 'test/support/repair-shop']).map((pack) => join(root, pack))));
  const database = options.database ?? (await freshDatabase());
  let shift = 0;
  const now = () => new Date((options.clock === undefined ? Date.now() : Date.parse(options.clock)) + shift).toISOString();
  let stopping = false;
  const engine = await openEngine({
    databaseUrl: database.url,
    sources,
    plugins: options.plugins ?? [],
    screensFolder: options.screensFolder ?? null,
    logger: pino({ level: 'error', base: null }),
    secret: 'a secret of the tests, long enough for all',
    now,
    randomBytes: (count) => randomBytes(count),
    isStopping: () => stopping,
    progress: () => undefined,
    connections: 10,
  }).catch(async (error: unknown) => {
    await database.drop();
    throw error;
  });
  const app = createApp(engine.services);
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  const passwords = new Map<string, string>();
  const idOf = async (username: string) => (await engine.accounts.list()).find((account) => account.username === username)?.id ?? '';
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    stopping = true;
    await listening.stop(5_000);
  };

  const server: TestServer = {
    url: listening.url,
    app,
    store: engine.services.store,
    engine,
    databaseUrl: database.url,
    now,
    stop,
    release: () => engine.services.serving.current(),
    async signIn(username, password) {
      if (password === undefined && !passwords.has(username)) await server.setPassword(username, server.passwordOf(username));
      const person = new Person(listening.url, {});
      await person.signIn(username, password ?? server.passwordOf(username));
      return person;
    },
    passwordOf(username) {
      return passwords.get(username) ?? `Correct-horse-${[...username].map((letter) => letter.charCodeAt(0)).join('-')}`;
    },
    async setPassword(username, password, { mustChange = false } = {}) {
      await engine.accounts.setPassword(await idOf(username), password, { mustChange });
      passwords.set(username, password);
    },
    nobody: () => new Person(listening.url, {}),
    bearer: (token) => new Person(listening.url, { authorization: `Bearer ${token}` }),
    advance({ minutes = 0, days = 0 }) {
      shift += minutes * 60_000 + days * 86_400_000;
    },
    async countRows() {
      const tables = await engine.services.store.database.query<{ name: string }>(
        "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = 'app' or (schemaname = 'loom' and tablename in ('audit', 'outbox', 'file', 'idempotency', 'number_counter', 'release', 'job', 'record_grant'))",
      );
      const [counts] = await engine.services.store.database.query<Record<string, string>>(
        `select ${tables.map(({ name }, index) => `(select count(*) from ${name}) as t${index}`).join(', ')}`,
      );
      return Object.fromEntries(tables.map(({ name }, index) => [name, Number(counts?.[`t${index}`])]));
    },
    async insertMany(entity, rows) {
      const call = await engine.callAs(null);
      return server.store.database.transaction((tx) => server.store.insertMany(tx, call, entity, rows, { type: 'system' }));
    },
    async close() {
      await stop();
      await engine.close();
      await database.drop();
    },
  };
  return server;
}

/** A folder for one test, removed by `remove`. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'loom-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
