import { cp, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, 'dist', 'ui');

/** A folder with the built screens, built first when a source is newer. One builds, the others wait. It is a copy: the next
 *  build would take the files from under a browser that is still reading them. */
export async function builtScreens(): Promise<string> {
  const lock = join(tmpdir(), 'loom-screens-build');
  for (;;) {
    if (await isCurrent()) return folder;
    const mine = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (mine) break;
    await wait(500);
    const age = await stat(lock).then(
      (status) => Date.now() - status.mtimeMs,
      () => 0,
    );
    if (age > 180_000) await rm(lock, { recursive: true, force: true });
  }
  try {
    if (!(await isCurrent())) await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return keptCopy();
}

async function keptCopy(): Promise<string> {
  const { mtimeMs } = await stat(join(folder, 'index.html'));
  const copies = join(root, 'dist', 'kept');
  const copy = join(copies, `${Math.round(mtimeMs)}`);
  if (
    await stat(join(copy, 'index.html')).then(
      () => true,
      () => false,
    )
  )
    return copy;
  await mkdir(copies, { recursive: true });
  for (const old of await readdir(copies))
    if (Date.now() - (await stat(join(copies, old))).mtimeMs > 3_600_000) await rm(join(copies, old), { recursive: true, force: true });
  const fresh = await mkdtemp(join(copies, 'new-'));
  await cp(folder, fresh, { recursive: true });
  await rename(fresh, copy).catch(() => undefined);
  return copy;
}

async function isCurrent(): Promise<boolean> {
  const built = await stat(join(folder, 'index.html')).then(
    (status) => status.mtimeMs,
    () => 0,
  );
  const plugins = await readdir(join(root, 'plugins')).catch(() => []);
  const sources = [
    join(root, 'runtime-ui'),
    join(root, 'engine', 'condition'),
    join(root, 'engine', 'kernel'),
    ...plugins.map((name) => join(root, 'plugins', name, 'ui')),
  ];
  for (const source of sources) {
    const files = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const file of files) {
      if (file.isFile() && !file.name.endsWith('.md') && (await stat(join(file.parentPath, file.name))).mtimeMs > built) return false;
    }
  }
  return true;
}
