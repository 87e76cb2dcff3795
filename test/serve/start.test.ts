import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Person } from '../support/person.ts';
import { temporaryFolder } from '../support/server.ts';

/** The command itself, as an operator types it, on the embedded database in a folder of its own. */
const root = join(import.meta.dirname, '..', '..');
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let port = 0;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await temporaryFolder();
  await chmod(folder.path, 0o755);
  port = await freePort();
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await folder.remove();
});

const loom = (args: readonly string[], environment: Record<string, string> = {}) => run(['engine/main.ts', ...args], environment);

function run(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', LOOM_DATA: join(folder.path, 'data'), PORT: String(port), ...environment },
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((done) =>
    child.on('exit', (code) => {
      running.delete(child);
      done(code);
    }),
  );
  const until = async (text: string) => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`It ended before "${text}":\n${output}`);
      await new Promise((next) => setTimeout(next, 50));
    }
  };
  return { child, ended, until, output: () => output };
}

test('the first start makes a database and people, tells where the passwords are, and stops cleanly', async () => {
  const server = loom(['start', 'repair-shop']);
  await server.until('Sign in with');
  expect(server.output()).toContain(`Loanloom is ready: http://127.0.0.1:${port}`);
  const file = join(folder.path, 'data', 'first-passwords.txt');
  expect(server.output()).toContain(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder.path, 'data', 'secret'))).mode & 0o777).toBe(0o600);
  const [, password = ''] =
    (await readFile(file, 'utf8'))
      .split('\n')
      .find((line) => line.startsWith('fay\t'))
      ?.split('\t') ?? [];
  expect(server.output()).not.toContain(password);

  const fay = new Person(`http://127.0.0.1:${port}`, {});
  await fay.signIn('fay', password);
  expect((await fay.post('/api/records/rider', { name: '留下的', phone: '13900000001' })).status).toBe(201);

  const second = loom(['start', 'repair-shop']);
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain('is in use by process');
  const other = loom(['start', 'repair-shop'], { LOOM_DATA: join(folder.path, 'other') });
  expect(await other.ended).toBe(1);
  expect(other.output()).toContain(`Port ${port} on 127.0.0.1 is in use by another program.`);

  const made = loom(['user', 'token', 'fay']);
  expect(await made.ended, made.output()).toBe(0);
  const program = new Person(`http://127.0.0.1:${port}`, { authorization: `Bearer ${made.output().trim().split('\n').at(-1)}` });
  expect((await program.get('/api/session')).body.person.username).toBe('fay');

  server.child.kill('SIGINT');
  expect(await server.ended).toBe(0);
  await expect(stat(join(folder.path, 'data', 'postgres', 'postmaster.pid'))).rejects.toThrow();
  expect(server.output()).not.toContain('13900000001');
}, 180_000);

test('a killed server starts again with what it had, and the passwords stay', async () => {
  const killed = loom(['start', 'repair-shop']);
  await killed.until('Sign in with');
  killed.child.kill('SIGKILL');
  await killed.ended;
  const server = loom(['start', 'repair-shop']);
  await server.until('Sign in with');
  const made = loom(['user', 'token', 'fay']);
  await made.ended;
  const program = new Person(`http://127.0.0.1:${port}`, { authorization: `Bearer ${made.output().trim().split('\n').at(-1)}` });
  expect((await program.get('/api/records/rider')).body.rows.map((row: { name: string }) => row.name)).toEqual(['留下的']);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}, 180_000);

test('developers open a scenario with its screens from source, and both end together', async () => {
  const dev = run(['test/tools/dev.ts', 'repair-shop'], { LOOM_DATA: join(folder.path, 'dev') });
  await dev.until('Sign in with');
  await dev.until('Local:');
  const screens = /Local:\s+(http\S+)/.exec(dev.output().replaceAll(/\u001b\[\d*m/g, ''))?.[1] ?? '';
  expect(await (await fetch(screens)).text()).toContain('<div id="root">');
  expect((await fetch(`${screens}api/session`)).status).toBe(401);
  dev.child.kill('SIGINT');
  expect(await dev.ended).toBe(0);
  await expect(fetch(screens)).rejects.toThrow();
}, 180_000);

test('a wrong setting ends the start with a sentence and no stack', async () => {
  const wrong = loom(['start'], { LOOM_PASSWORD: 'x' });
  expect(await wrong.ended).toBe(2);
  expect(wrong.output()).toMatch(/^Unknown setting LOOM_PASSWORD\./m);
  expect(wrong.output()).not.toContain('    at ');
  const scenario = loom(['start', 'no-such-shop']);
  expect(await scenario.ended).toBe(1);
  expect(scenario.output()).not.toContain('    at ');
}, 60_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
