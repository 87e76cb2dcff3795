import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../engine/store/database/open-database.ts';
import { type EmbeddedServer, startEmbedded } from '../../engine/store/database/start-embedded.ts';

let folder: string;
const servers: EmbeddedServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-embedded-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataFolder: folder, log: () => undefined });
  servers.push(server);
  return server;
}

it('a folder serves one process, and again after it was stopped', async () => {
  const first = await start();
  await expect(startEmbedded({ dataFolder: folder, log: () => undefined })).rejects.toThrow(folder);
  const database = openDatabase(first.url);
  await database.query('create table kept (n int); insert into kept values (1)');
  await database.close();
  await first.stop();
  const again = openDatabase((await start()).url);
  expect(await again.query('select n from kept')).toEqual([{ n: 1 }]);
  await again.close();
}, 60_000);

it('the password is random and only its owner reads it', async () => {
  await start();
  const file = join(folder, 'postgres.password');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readFile(file, 'utf8')).trim()).toMatch(/^[0-9a-f]{48}$/);
}, 60_000);

it('a process killed in the middle loses nothing that was committed, and the next one takes the folder over', async () => {
  const script = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, '../../engine/store/database/start-embedded.ts'))};
    import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, '../../engine/store/database/open-database.ts'))};
    const server = await startEmbedded({ dataFolder: ${JSON.stringify(folder)}, log: () => undefined });
    const database = openDatabase(server.url);
    await database.query('create table ticks (n int)');
    for (let n = 1; ; n += 1) { await database.query('insert into ticks values ($1)', [n]); console.log(n); }`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = 0;
  await new Promise<void>((done) => {
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      for (const line of text.trim().split('\n')) acknowledged = Number(line);
      if (acknowledged > 50) done();
    });
  });
  child.kill('SIGKILL');
  await new Promise((done) => child.on('exit', done));
  const database = openDatabase((await start()).url);
  const [row] = await database.query<{ count: string }>('select count(*) from ticks');
  expect(Number(row?.count)).toBeGreaterThanOrEqual(acknowledged);
  await database.close();
}, 60_000);

it.runIf(process.getuid?.() === 0)("a folder that the server's user cannot enter is refused with its name and the remedy", async () => {
  await chmod(folder, 0o700);
  await expect(startEmbedded({ dataFolder: folder, log: () => undefined })).rejects.toThrow(
    `${folder}. Choose a folder that others may enter, for example LOOM_DATA=`,
  );
});

it('a listener hears what is committed, and again after its connection was lost', async () => {
  const database = openDatabase((await start()).url);
  const heard: string[] = [];
  let reconnected = 0;
  const stop = await database.listen(
    'news',
    (text) => void heard.push(text),
    () => void (reconnected += 1),
  );
  const until = async (holds: () => boolean): Promise<void> => {
    for (let tries = 0; !holds() && tries < 200; tries += 1) await new Promise((done) => setTimeout(done, 10));
  };
  await database.query("select pg_notify('news', 'one')");
  await until(() => heard.length === 1);
  await database
    .transaction(async (tx) => {
      await tx.query("select pg_notify('news', 'never')");
      throw new Error('no');
    })
    .catch(() => undefined);
  await database.query("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'");
  await until(() => reconnected === 1);
  await database.query("select pg_notify('news', 'two')");
  await until(() => heard.length === 2);
  expect(heard).toEqual(['one', 'two']);
  await stop();
  await database.close();
}, 60_000);

it('a connection that is lost within a transaction fails that transaction alone', async () => {
  const told: string[] = [];
  const database = openDatabase((await start()).url, { log: (message) => told.push(message) });
  const failed = database.transaction(async (tx) => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.query('select pg_terminate_backend($1)', [row?.pid]);
    // The line goes down while the work waits for something else than the database.
    await new Promise((done) => setTimeout(done, 200));
    await tx.query('select 1');
  });
  await expect(failed).rejects.toThrow();
  expect(told).toContain('a connection was lost in its transaction');
  expect(await database.transaction((tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }]);
  await database.close();
}, 60_000);
