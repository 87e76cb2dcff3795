import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildScreens } from '../../engine/cli/build-screens.ts';
import type { World } from '../../engine/cli/command.ts';

/** `npm run build`: the screens into dist/ui, as `loom start` does it when they are older than their sources; with
 *  `--force` in any case. */

const root = resolve(import.meta.dirname, '..', '..');
const world: Pick<World, 'root' | 'printError'> = { root, printError: (line) => void process.stderr.write(`${line}\n`) };

if (process.argv.includes('--force')) await rm(resolve(root, 'dist/ui'), { recursive: true, force: true });
await buildScreens(world as World);
