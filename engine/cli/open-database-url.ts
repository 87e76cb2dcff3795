import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../store/database/data-folder-lock.ts';
import { startEmbedded } from '../store/database/start-embedded.ts';
import type { World } from './command.ts';
import type { Settings } from './settings.ts';

export interface DatabaseAddress {
  readonly url: string;
  /** Stops what was started for it; a server that was running stays. */
  stop(): Promise<void>;
}

/** The database that the settings name: a given one, the embedded one of a running server, or the embedded one started
 *  for this command. */
export async function openDatabaseUrl(world: World, settings: Settings): Promise<DatabaseAddress> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, stop: async () => undefined };
  const running = await runningServer(settings.dataFolder);
  if (running !== undefined) return { url: running, stop: async () => undefined };
  return startEmbedded({ dataFolder: settings.dataFolder, log: (line) => world.printError(line) });
}

async function runningServer(dataFolder: string): Promise<string | undefined> {
  const read = (name: string) => readFile(join(dataFolder, name), 'utf8').catch(() => undefined);
  const [holder, processFile, password] = await Promise.all([read('postgres.lock'), read('postgres/postmaster.pid'), read('postgres.password')]);
  if (holder === undefined || processFile === undefined || password === undefined || !isRunning(Number(holder.trim()))) return undefined;
  const port = processFile.split('\n')[3]?.trim();
  return port ? `postgresql://postgres:${password.trim()}@127.0.0.1:${port}/loom` : undefined;
}
