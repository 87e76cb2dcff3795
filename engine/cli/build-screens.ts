import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from './command.ts';

/** Folders that the screens are built from; a newer file in one of them makes the build stale. */
const sources = ['runtime-ui', 'designer', 'engine/kernel', 'engine/condition', 'engine/contract'];

/** The folder of the built screens, built first when it is missing or older than its sources; null when this
 *  installation brings neither. An installation without sources serves what it has. */
export async function buildScreens(world: World): Promise<string | null> {
  const folder = join(world.root, 'dist', 'ui');
  const page = join(folder, 'index.html');
  const built = await stat(page).then(
    (status) => status.mtimeMs,
    () => 0,
  );
  if (!existsSync(join(world.root, 'vite.config.ts'))) return built > 0 ? folder : null;
  const plugins = await readdir(join(world.root, 'plugins')).catch(() => []);
  const newest = Math.max(
    ...(await Promise.all(['vite.config.ts', ...sources, ...plugins.map((name) => `plugins/${name}/ui`)].map((place) => newestFile(join(world.root, place))))),
  );
  if (built >= newest) return folder;
  const start = performance.now();
  world.printError(built > 0 ? 'Building the screens again: their sources have changed …' : 'Building the screens for the first time, about half a minute …');
  const { build } = await import('vite');
  try {
    await build({ root: join(world.root, 'runtime-ui'), configFile: join(world.root, 'vite.config.ts'), logLevel: 'error' });
  } catch (error) {
    if (built === 0 || !isReadOnly(error)) throw error;
    // A service account that may not write into the installation serves what its owner built.
    world.printError('They cannot be written here by this user; the ones that are there are served. `npm run build` as the owner renews them.');
    return folder;
  }
  world.printError(`The screens are built (${Math.round((performance.now() - start) / 1000)} s).`);
  return folder;
}

async function newestFile(place: string): Promise<number> {
  const status = await stat(place).catch(() => undefined);
  if (!status) return 0;
  if (status.isFile()) return status.mtimeMs;
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const times = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          (file) => file.mtimeMs,
          () => 0,
        ),
      ),
  );
  return Math.max(0, ...times);
}

function isReadOnly(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return ['EACCES', 'EPERM', 'EROFS'].some((refused) => code === refused || message?.includes(refused));
}
