#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { World } from './cli/command.ts';
import { runCli } from './cli.ts';

/** The process: the only place that reads environment, clock and randomness. All else gets them as arguments. */
const world: World = {
  environment: process.env,
  root: resolve(dirname(fileURLToPath(import.meta.url)), '..'),
  folder: process.env['INIT_CWD'] ?? process.cwd(),
  now: () => new Date().toISOString(),
  randomBytes: (count) => randomBytes(count),
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
  progress: showProgress,
  askSecret,
  onSignal(stop, force) {
    let asked = false;
    const receive = () => {
      if (asked) return force();
      asked = true;
      stop();
    };
    process.on('SIGINT', receive);
    process.on('SIGTERM', receive);
  },
};

let progressAt = 0;
let progressShown = false;

function showProgress(line: string | null): void {
  if (process.stderr.isTTY) {
    process.stderr.write(line === null ? (progressShown ? '\r\u001b[K' : '') : `\r\u001b[K${line}`);
    progressShown = line !== null;
  } else if (line !== null && performance.now() - progressAt > 1_000) {
    progressAt = performance.now();
    process.stderr.write(`${line}\n`);
  }
}

function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return Promise.resolve(undefined);
  return new Promise((done) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
    process.stderr.write(question);
    // What is typed is not shown: the reader writes its echo through this method.
    (reader as unknown as { _writeToOutput: (text: string) => void })._writeToOutput = () => undefined;
    reader.question('', (answer) => {
      reader.close();
      process.stderr.write('\n');
      done(answer);
    });
  });
}

try {
  process.exitCode = await runCli(world, process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
