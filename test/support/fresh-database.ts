import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, startEmbedded } from '../../engine/store/database/start-embedded.ts';

/** An empty database of a test's own. */
export interface FreshDatabase {
  readonly url: string;
  /** Another one with the same rows, ids included; nobody may be connected to this one meanwhile. */
  copy(): Promise<FreshDatabase>;
  drop(): Promise<void>;
}

interface Running {
  readonly server: EmbeddedServer;
  readonly folder: string;
}

/** One server a test file, started with its first database and stopped with its last. Nothing survives, so nothing is synced. */
let running: Promise<Running> | undefined;
let users = 0;
let made = 0;

export function freshDatabase(): Promise<FreshDatabase> {
  return createDatabase('template1');
}

async function createDatabase(template: string): Promise<FreshDatabase> {
  users += 1;
  running ??= startServer();
  const { server } = await running;
  const name = `t${(made += 1)}`;
  await administer(server.url, `create database ${name} template ${template}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    copy: () => createDatabase(name),
    async drop() {
      users -= 1;
      if (users > 0) return administer(server.url, `drop database if exists ${name} with (force)`);
      const last = await running;
      running = undefined;
      await last?.server.stop();
      if (last) await rm(last.folder, { recursive: true, force: true });
    },
  };
}

async function startServer(): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-test-'));
  await chmod(folder, 0o755);
  const server = await startEmbedded({
    dataFolder: folder,
    log: () => undefined,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' },
  });
  // A run that is cut off must leave no server behind; its data are worth nothing.
  process.once('exit', () => endServer(folder));
  return { server, folder };
}

function endServer(folder: string): void {
  try {
    process.kill(Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT');
  } catch {
    // It was stopped as it should be.
  }
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
