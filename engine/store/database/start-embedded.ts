import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { lockDataFolder } from './data-folder-lock.ts';
import { canEnter, type ServerAccount, type ServerBinaries, serverAccount, serverBinaries } from './server-account.ts';

export interface EmbeddedOptions {
  readonly dataFolder: string;
  readonly log: (line: string) => void;
  /** Server settings beyond the defaults, e.g. `fsync: 'off'` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedServer {
  readonly url: string;
  stop(): Promise<void>;
}

const database = 'loom';
const patience = 60_000;

/** Starts the PostgreSQL that npm brought, in `<dataFolder>/postgres`, made on the first start. One process a folder: a
 *  second one is refused. A server left over by a killed process is ended first; PostgreSQL then recovers from its log. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = resolve(options.dataFolder);
  const cluster = join(folder, 'postgres');
  await mkdir(folder, { recursive: true });
  const unlock = await lockDataFolder(join(folder, 'postgres.lock'), folder);
  try {
    const account = serverAccount();
    if (!canEnter(account, folder)) {
      throw new Error(
        `The database server runs as the user "${account?.name}", who cannot enter the data folder ${folder}. Choose a folder that others may enter, for example LOOM_DATA=/var/lib/loom.`,
      );
    }
    const binaries = await serverBinaries(account);
    const password = await passwordOf(join(folder, 'postgres.password'));
    await makeCluster(cluster, { binaries, account, password });
    endLeftover(cluster, { binaries, account });
    const { child, port } = await startServer(cluster, { binaries, account, options });
    const server = `postgresql://postgres:${password}@127.0.0.1:${port}`;
    await makeDatabase(`${server}/postgres`);
    return { url: `${server}/${database}`, stop: once(() => stopServer(child).finally(unlock)) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

interface Place {
  readonly binaries: ServerBinaries;
  readonly account: ServerAccount | undefined;
}

async function passwordOf(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return kept.trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return password;
}

async function makeCluster(cluster: string, place: Place & { readonly password: string }): Promise<void> {
  if (
    await stat(join(cluster, 'PG_VERSION')).then(
      () => true,
      () => false,
    )
  )
    return;
  // A first start that was cut off leaves a folder without a version: begin again.
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { mode: 0o700 });
  if (place.account !== undefined) await chown(cluster, place.account.uid, place.account.gid);
  const passwordFile = `${cluster}.new-password`;
  await writeFile(passwordFile, `${place.password}\n`, { mode: 0o600 });
  if (place.account !== undefined) await chown(passwordFile, place.account.uid, place.account.gid);
  const made = spawnSync(
    place.binaries.initdb,
    [
      `--pgdata=${cluster}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--no-instructions',
    ],
    {
      ...identity(place.account),
      encoding: 'utf8',
      env: serverEnvironment(),
    },
  );
  await rm(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`The database could not be made in ${cluster}: ${made.stderr || made.error?.message}`);
}

function identity(account: ServerAccount | undefined): { uid?: number; gid?: number; cwd: string } {
  return account === undefined ? { cwd: '/' } : { uid: account.uid, gid: account.gid, cwd: '/' };
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' };
}

function endLeftover(cluster: string, place: Place): void {
  spawnSync(place.binaries.control, ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'], {
    ...identity(place.account),
    stdio: 'ignore',
    env: serverEnvironment(),
  });
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  jit: 'off',
  random_page_cost: '1.1',
  autovacuum_vacuum_scale_factor: '0.02',
  autovacuum_analyze_scale_factor: '0.02',
  timezone: 'UTC',
  // What PostgreSQL says about a failed statement holds values of records; the refusal and our own log say it without.
  // LOG stands above ERROR in this list: the server's own messages stay, those about statements go.
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

async function startServer(cluster: string, place: Place & { readonly options: EmbeddedOptions }): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const flags = Object.entries({ ...settings, ...place.options.settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // A process group of its own: Ctrl-C in the terminal reaches us first, and we stop the server when requests have ended.
    const child = spawn(place.binaries.postgres, ['-D', cluster, ...flags], {
      ...identity(place.account),
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: serverEnvironment(),
    });
    const output = await readiness(child, place.options.log);
    if (output === undefined) {
      child.unref();
      (child.stderr as unknown as { unref?(): void }).unref?.();
      return { child, port };
    }
    child.kill('SIGKILL');
    if (attempt >= 3 || !output.includes('could not bind')) throw new Error(`The database server did not start: ${output.trim()}`);
  }
}

/** Undefined when the server accepts connections, else what it said before it ended. */
function readiness(child: ChildProcess, log: (line: string) => void): Promise<string | undefined> {
  return new Promise((done) => {
    let said = '';
    let ready = false;
    const timer = setTimeout(() => done(`${said}\nIt was not ready after ${patience / 1000} s.`), patience);
    function finish(output: string | undefined): void {
      clearTimeout(timer);
      done(output);
    }
    child.on('error', (error) => finish(error.message));
    child.on('exit', () => finish(said));
    child.stderr?.setEncoding('utf8');
    child.stderr?.on('data', (text: string) => {
      if (ready) {
        for (const line of text.split('\n')) if (line !== '') log(line);
        return;
      }
      said = `${said}${text}`.slice(-4_000);
      if (!said.includes('database system is ready to accept connections')) return;
      ready = true;
      finish(undefined);
    });
  });
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rows.length === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

function stopServer(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.on('exit', () => done());
    child.ref();
    // SIGINT is PostgreSQL's fast shutdown: open transactions roll back, the log is flushed.
    child.kill('SIGINT');
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
