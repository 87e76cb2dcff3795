import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readFolders } from '../load/read-folders.ts';
import type { SourceFile } from '../load/source-file.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';
import { CommandError, type World } from './command.ts';
import { loadPlugins } from './load-plugins.ts';
import { readSettings } from './settings.ts';

/** Sources and plugins of pack folders, lowest layer first; without folders those of the settings. Files are named as one
 *  would type them from where the command was called. */
export async function readPacks(
  world: World,
  folders: readonly string[],
): Promise<{ readonly sources: readonly SourceFile[]; readonly plugins: readonly PluginDefinition[] }> {
  const packs = folders.length > 0 ? folders.map((folder) => packFolder(world, folder)) : readSettings(world).packs;
  const sources = await readFolders(packs).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`A pack folder cannot be read: ${error.path ?? error.message}.`);
  });
  const named = sources.map((source) => ({ ...source, file: shortName(world.folder, source.file) }));
  return { sources: named, plugins: await loadPlugins(world.root, named) };
}

/** A folder seen from where the command was called, else a pack of `metadata/` by its bare name. */
function packFolder(world: World, name: string): string {
  const folder = resolve(world.folder, name);
  const byName = join(world.root, 'metadata', name);
  return !existsSync(folder) && /^[a-z][a-z0-9-]*$/.test(name) && existsSync(byName) ? byName : folder;
}

function shortName(folder: string, file: string): string {
  const short = relative(folder, file).replaceAll('\\', '/');
  return short.startsWith('../../') ? file : short;
}
