import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** For developers: the server, started again when its files change, and Vite with the screens from source on port 5173,
 *  which passes /api on to the server (PORT, else 8080). `npm run dev -- repair-shop` opens a scenario in a data folder of its own. */

const root = resolve(import.meta.dirname, '..', '..');
const scenario = process.argv.slice(2);
const run = (command: string, args: readonly string[]): ChildProcess => spawn(command, args, { cwd: root, stdio: 'inherit' });

const processes = [
  run(process.execPath, ['--watch', '--watch-preserve-output', 'engine/main.ts', 'start', ...scenario]),
  run(process.execPath, ['node_modules/vite/bin/vite.js']),
];

for (const each of processes) each.on('exit', stop);
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

/** One ends, both end. The server gets the signal it would get from a terminal and closes its database. */
function stop(): void {
  for (const each of processes) if (each.exitCode === null && each.signalCode === null) each.kill('SIGINT');
}
