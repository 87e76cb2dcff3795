import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Every file under the folders, as paths from the root, sorted; what is built, installed or hidden is left out. */
export function filesUnder(folders: readonly string[]): readonly string[] {
  return folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap(walk)
    .map((file) => relative(root, file))
    .sort();
}

/** TypeScript files alone. */
export function sourceFiles(folders: readonly string[]): readonly string[] {
  return filesUnder(folders).filter((file) => /\.tsx?$/.test(file));
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
