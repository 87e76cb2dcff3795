import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../store/database/data-folder-lock.ts';
import { startEmbedded } from '../store/database/start-embedded.ts';
import { CommandError, type World } from './command.ts';
import type { Settings } from './settings.ts';

export interface DatabaseAddress {
  readonly url: string;
  /** Stops what was started for it; a server that was running stays. */
  stop(): Promise<void>;
}

/** The database that the settings name: a given one, the embedded one of a running server, or the embedded one started
 *  for this command. A server asks for `alone`: its embedded database must not end when another one stops, so a folder
 *  that is in use is refused. */
export async function openDatabaseUrl(world: World, settings: Settings, options: { readonly alone?: boolean } = {}): Promise<DatabaseAddress> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, stop: async () => undefined };
  const running = options.alone ? undefined : await runningServer(settings.dataFolder);
  if (running !== undefined) return { url: running, stop: async () => undefined };
  return startEmbedded({ dataFolder: settings.dataFolder, log: (line) => isTrouble(line) && world.printError(line) }).catch((error: unknown) => {
    // Every failure to start is a sentence for the operator: folder in use, folder closed, binaries missing.
    throw new CommandError(error instanceof Error ? error.message : String(error));
  });
}

async function runningServer(dataFolder: string): Promise<string | undefined> {
  const read = (name: string) => readFile(join(dataFolder, name), 'utf8').catch(() => undefined);
  const [holder, processFile, password] = await Promise.all([read('postgres.lock'), read('postgres/postmaster.pid'), read('postgres.password')]);
  if (holder === undefined || processFile === undefined || password === undefined || !isRunning(Number(holder.trim()))) return undefined;
  const port = processFile.split('\n')[3]?.trim();
  return port ? `postgresql://postgres:${password.trim()}@127.0.0.1:${port}/loom` : undefined;
}

/** What PostgreSQL says in its ordinary life, of checkpoints and its own end, is nothing that an operator must read. */
function isTrouble(line: string): boolean {
  return !/\b(LOG|HINT|DETAIL|STATEMENT): /.test(line);
}
