import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generateReference } from '../../engine/cli/generate.ts';
import { kinds } from '../../engine/kinds/index.ts';
import type { PluginDefinition } from '../../engine/plugin-api/plugin.ts';
import { authorTypes } from './author-types.ts';
import { referenceTables } from './reference-tables.ts';

/** `npm run docs`: writes the schemas, the author types and the reference pages from the kinds. */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Path → text of everything that is generated. */
export async function referenceFiles(): Promise<ReadonlyMap<string, string>> {
  const types = await authorTypes(kinds.filter(({ kind }) => kind !== 'i18n'));
  return new Map([...generateReference(await loadAllPlugins()), ...referenceTables(), ['engine/kinds/documents.generated.ts', types]]);
}

async function loadAllPlugins(): Promise<readonly PluginDefinition[]> {
  const names = (await readdir(join(root, 'plugins'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const plugins: PluginDefinition[] = [];
  for (const name of names) {
    try {
      plugins.push(((await import(pathToFileURL(join(root, 'plugins', name, 'index.ts')).href)) as { default: PluginDefinition }).default);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    }
  }
  return plugins;
}

if (import.meta.main) {
  const files = await referenceFiles();
  for (const folder of ['metadata/schema', 'docs/reference']) await rm(join(root, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  process.stdout.write(`${files.size} files written.\n`);
}
