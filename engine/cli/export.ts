import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openDatabase } from '../store/database/open-database.ts';
import { releaseRows } from '../store/system/release-rows.ts';
import { sitePack } from '../release/site-layer.ts';
import type { SourceFile } from '../load/source-file.ts';
import { readArguments } from './arguments.ts';
import { type Command, CommandError } from './command.ts';
import { openDatabaseUrl } from './open-database-url.ts';
import { readSettings } from './settings.ts';

/** What analysts changed in the running system becomes a pack folder that git keeps; the same bytes for the same state. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'write the site layer as a pack folder',
  usage: [
    'loom export [folder]        default metadata/site',
    '',
    'The documents that were published in the running system, one file each, as they are in force.',
  ],
  async run(world, args) {
    const { positionals } = readArguments(args, {});
    const folder = resolve(world.folder, positionals[0] ?? join(world.root, 'metadata', sitePack));
    const address = await openDatabaseUrl(world, readSettings(world));
    try {
      const database = openDatabase(address.url, { connections: 2 });
      try {
        const rows = releaseRows(database);
        const current = await rows.current();
        const text = current && (await rows.sources(current.hash));
        if (text === undefined) throw new CommandError('Nothing has been published in this database yet.');
        const files = (JSON.parse(text) as SourceFile[]).filter((source) => source.pack === sitePack);
        for (const file of files) {
          const path = join(folder, file.file.slice(sitePack.length + 1));
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, file.text);
        }
        world.print(files.length === 0 ? 'The site layer is empty.' : `${files.length} files written to ${folder}.`);
        return 0;
      } finally {
        await database.close();
      }
    } finally {
      await address.stop();
    }
  },
};
