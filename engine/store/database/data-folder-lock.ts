import { open, readFile, rm } from 'node:fs/promises';

/** Takes the folder's lock file for this process, or refuses naming the process that holds it. A lock whose process is
 *  gone (kill -9, power loss) is taken over. Answers the way to give it back. */
export async function lockDataFolder(file: string, folder: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(`${process.pid}\n`);
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number((await readFile(file, 'utf8').catch(() => '')).trim());
      if (holder > 0 && holder !== process.pid && isRunning(holder)) {
        throw new Error(`The data folder ${folder} is in use by process ${holder}. Stop it, or choose another folder with LOOM_DATA=<folder>.`);
      }
      if (holder === process.pid) throw new Error(`The data folder ${folder} is already open in this process.`);
      await rm(file, { force: true });
    }
  }
  throw new Error(`The lock file ${file} could not be taken. Remove it when no other server uses ${folder}, or choose another folder with LOOM_DATA=<folder>.`);
}

export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
