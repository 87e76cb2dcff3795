import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SourceFile } from './source-file.ts';

/** Every JSON file of the pack folders, sorted by path, so that a release does not depend on the file system's order.
 *  A folder's pack is named in its `pack.json`; without one it is the folder's own name, and the loader reports it. */
export async function readFolders(folders: readonly string[]): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json')).map((entry) => join(entry.parentPath, entry.name));
    const texts = await Promise.all(paths.sort().map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
    const pack = packName(texts.find(({ file }) => file === join(folder, 'pack.json'))?.text) ?? basename(folder);
    for (const { file, text } of texts) files.push({ file: file.replaceAll('\\', '/'), pack, text });
  }
  return files;
}

function packName(text: string | undefined): string | undefined {
  return /"name"\s*:\s*"([^"]+)"/.exec(text ?? '')?.[1];
}
