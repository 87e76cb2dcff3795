import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export interface DayEndProcessOptions {
  readonly databaseUrl: string;
  readonly clock: string;
  readonly sliceSize: number;
  /** Milliseconds that every slice takes longer. */
  readonly pause?: number;
  /** SIGKILL from within: at the beginning of the n-th slice that this process has of a step, or when its work is written and
   *  not yet committed. */
  readonly dieIn?: { readonly step: string; readonly slice: number; readonly at: 'begin' | 'end' };
}

export interface DayEndProcess {
  readonly url: string;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  kill(): Promise<void>;
}

/** A server that works on day-ends, as a process that can be killed. */
export async function startDayEndProcess(options: DayEndProcessOptions): Promise<DayEndProcess> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'day-end-server.ts'), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    // A run that waits is taken up before the server has told where it is: a death there is one that was ordered.
    child.once('exit', () => (options.dieIn === undefined ? reject(new Error('the server did not start')) : resolve('')));
  });
  return {
    url,
    gone,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
