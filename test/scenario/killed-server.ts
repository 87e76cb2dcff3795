import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The product as a process of its own, so that it can be killed the hard way. */
export interface ServerProcess {
  readonly url: string;
  /** SIGKILL: nothing of it runs a line more. */
  kill(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');

export async function startProcess(databaseUrl: string): Promise<ServerProcess> {
  const port = await freePort();
  const { LOOM_TEST_FULL: _, ...environment } = process.env;
  const child = spawn(process.execPath, ['engine/main.ts', 'start'], {
    cwd: root,
    env: {
      ...environment,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      LOOM_SECRET: 'a secret of the tests, long enough for all',
      LOOM_PACKS: 'metadata/platform,metadata/microloan,metadata/demo',
      LOOM_DATA: join(tmpdir(), `loom-killed-${port}`),
      LOOM_LOG: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.on('data', (text) => said.push(String(text)));
  child.stderr.on('data', (text) => said.push(String(text)));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child, said);
  return {
    url,
    async kill() {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function untilReady(url: string, child: ChildProcess, said: readonly string[]): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said.join('')}`);
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server did not become ready: ${said.join('')}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
