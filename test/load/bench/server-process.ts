import { fork } from 'node:child_process';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { summariseProfile } from './profile.ts';

export interface ServerOrder {
  prepare(): Promise<string>;
  stop(): Promise<void>;
}

/** A server in a process of its own, so that its CPU is its own. */
export interface ServerProcess {
  readonly url: string;
  prepare(): Promise<string>;
  /** CPU milliseconds so far. */
  cpu(): Promise<number>;
  startProfile(): Promise<void>;
  /** Where the time went since, by package and function. */
  endProfile(): Promise<string>;
  stop(): Promise<void>;
}

export async function startProcess(file: string, ...parameters: readonly string[]): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, file), parameters, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ask = (order: string): Promise<unknown> =>
    new Promise((done, fail) => {
      child.once('message', done);
      child.once('exit', () => fail(new Error(`${file} ended`)));
      child.send(order);
    });
  const url = (await new Promise((done, fail) => {
    child.once('message', done);
    child.once('exit', () => fail(new Error(`${file} did not start`)));
  })) as string;
  return {
    url,
    prepare: () => ask('prepare') as Promise<string>,
    cpu: () => ask('cpu') as Promise<number>,
    startProfile: async () => void (await ask('profile')),
    endProfile: () => ask('profiled') as Promise<string>,
    async stop() {
      await ask('stop');
      child.disconnect();
    },
  };
}

/** The other side: tells the URL, then answers orders until it is stopped. */
export async function answerOrders(url: string, order: ServerOrder): Promise<void> {
  const session = new Session();
  session.connect();
  const answers: Record<string, () => Promise<unknown>> = {
    prepare: () => order.prepare(),
    async cpu() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    },
    async profile() {
      await session.post('Profiler.enable');
      await session.post('Profiler.start');
      return true;
    },
    async profiled() {
      return summariseProfile((await session.post('Profiler.stop')).profile);
    },
    async stop() {
      await order.stop();
      return true;
    },
  };
  process.on('message', (message) => void answers[String(message)]?.().then((answer) => process.send?.(answer)));
  process.send?.(url);
}
