import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The one gate besides the tests, the same on every machine: `npm run check`, or `npm run check -- types lint` for some
 *  of its steps. `test/check.test.ts` runs every step with the tests. */

export interface CheckStep {
  readonly name: string;
  /** What is true when it passes. */
  readonly promise: string;
  /** Command that repeats the step alone. */
  readonly command: readonly string[];
}

const folders = ['engine', 'plugins', 'runtime-ui', 'designer', 'test'];

export const checkSteps: readonly CheckStep[] = [
  { name: 'types', promise: 'every file has sound types', command: ['tsc', '-p', '.'] },
  { name: 'lint', promise: 'no file has a known mistake, and no JSON file a key twice', command: ['biome', 'lint', '--diagnostic-level=error', '.'] },
  { name: 'format', promise: 'every file is formatted (mend with `npm run format`)', command: ['biome', 'format', '.'] },
  {
    name: 'imports',
    promise: 'every import keeps the rules of .dependency-cruiser.cjs',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', ...folders],
  },
  { name: 'unused', promise: 'every file, export and dependency is used', command: ['knip', '--no-progress'] },
  { name: 'documents', promise: 'all packs compile without an error', command: ['node', 'engine/main.ts', 'validate'] },
];

const root = resolve(import.meta.dirname, '..');

/** Runs one step; `output` is what its tool said. */
export function runStep({ command }: CheckStep): { readonly passed: boolean; readonly output: string } {
  const [program = '', ...args] = command;
  const found = program === 'node' ? process.execPath : resolve(root, 'node_modules/.bin', program);
  const { status, stdout, stderr, error } = spawnSync(found, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { passed: status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim() };
}

if (import.meta.main) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !checkSteps.some((step) => step.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no step ${unknown.join(', ')}. The steps are ${checkSteps.map((step) => step.name).join(', ')}.\n`);
    process.exit(2);
  }
  let failures = 0;
  for (const step of checkSteps.filter((each) => wanted.length === 0 || wanted.includes(each.name))) {
    const { passed, output } = runStep(step);
    process.stdout.write(`${passed ? '✓' : '✗'} ${step.name}: ${step.promise}\n`);
    if (passed) continue;
    failures += 1;
    process.stdout.write(`${output}\n\nRepeat with: npm exec -- ${step.command.join(' ')}\n\n`);
  }
  process.exitCode = failures > 0 ? 1 : 0;
}
