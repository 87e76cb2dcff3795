import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** Builds the screens into dist/ui. With `--if-stale` only when a source is newer than what was built, so that a start
 *  after an unchanged start does not wait. */

const root = resolve(import.meta.dirname, '..');
const built = join(root, 'dist/ui/index.html');
const sources = ['runtime-ui', 'designer', 'plugins', 'engine/kernel', 'engine/condition', 'engine/contract', 'vite.config.ts', 'package-lock.json'];

if (process.argv.includes('--if-stale') && isFresh()) {
  process.exitCode = 0;
} else {
  process.stdout.write('Building the screens, this takes a few seconds…\n');
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}

function isFresh(): boolean {
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return sources.map((source) => join(root, source)).every((path) => !existsSync(path) || newestIn(path) <= builtAt);
}

function newestIn(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
