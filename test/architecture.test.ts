import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sourceFiles } from './support/source-files.ts';

/** The import rules hold (test/check.ts runs them); here is the proof that the checker is awake. */

const root = resolve(import.meta.dirname, '..');
const folders = ['engine', 'plugins', 'runtime-ui', 'designer', 'test'];
const rules = (createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string; comment: string }[] }).forbidden;

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] };
}

function cruise(folder: string, targets: readonly string[]): Cruise {
  const program = resolve(root, 'node_modules/.bin/depcruise');
  const { stdout } = spawnSync(program, ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...targets], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Cruise;
}

test('the checker of imports reads every source file', () => {
  const files = sourceFiles(folders);
  const seen = new Set(cruise(root, folders).modules.map((module) => module.source));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => !seen.has(file) && existsSync(join(root, file)))).toEqual([]);
});

/** File → what it wrongly imports. Each breaks the rule that it stands under. */
const plants: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'forward-kernel': [['engine/kernel/plant.ts', '../condition/plant.ts']],
  'forward-condition': [['engine/condition/plant.ts', '../model/plant.ts']],
  'forward-contract-model': [['engine/model/plant.ts', '../kinds/plant.ts']],
  'forward-plugin-api': [['engine/plugin-api/plant.ts', '../run/plant.ts']],
  'forward-kinds': [['engine/kinds/plant.ts', '../load/plant.ts']],
  'forward-load': [['engine/load/plant.ts', '../validate/plant.ts']],
  'forward-validate': [['engine/validate/plant.ts', '../link/plant.ts']],
  'forward-link': [['engine/link/plant.ts', '../compile/plant.ts']],
  'forward-compile': [['engine/compile/plant.ts', '../release/plant.ts']],
  'forward-store-access': [['engine/store/plant.ts', '../run/plant.ts']],
  'forward-release': [['engine/release/plant.ts', '../serve/plant.ts']],
  'forward-run-flow-notify-batch': [['engine/flow/plant.ts', '../serve/plant.ts']],
  'forward-serve': [['engine/serve/plant.ts', '../cli/plant.ts']],
  'engine-knows-no-product': [
    ['engine/run/plant.ts', '../../plugins/one/plant.ts'],
    ['engine/access/plant.ts', '../../runtime-ui/kit/plant.ts'],
  ],
  'kernel-needs-nothing': [['engine/kernel/needs.ts', 'pino']],
  'browser-safe-rooms': [
    ['engine/contract/plant.ts', 'node:fs'],
    ['engine/condition/needs.ts', 'ajv'],
  ],
  'plugins-use-the-door': [['plugins/one/plant.ts', '../../engine/store/plant.ts']],
  'plugin-screens-use-the-kit': [
    ['plugins/one/ui/plant.tsx', '../../../runtime-ui/render/plant.ts'],
    ['plugins/two/ui/plant.tsx', '../../../engine/run/plant.ts'],
  ],
  'plugins-are-strangers': [['plugins/two/plant.ts', '../one/plant.ts']],
  'screens-share-only-pure-rooms': [['runtime-ui/kit/plant.ts', '../../engine/store/plant.ts']],
  'screens-know-no-plugin': [['runtime-ui/app/plant.ts', '../../plugins/one/plant.ts']],
  'kit-stands-alone': [['runtime-ui/kit/alone.ts', '../app/plant.ts']],
  'renderer-knows-no-shell': [['runtime-ui/render/plant.ts', '../app/plant.ts']],
  'designer-uses-the-kit': [['designer/plant.ts', '../runtime-ui/render/plant.ts']],
  'hono-only-in-serve': [['engine/notify/plant.ts', 'hono']],
  'database-only-in-store': [
    ['engine/run/database.ts', 'pg'],
    ['plugins/one/database.ts', '@mikro-orm/core'],
  ],
  'no-react-in-engine': [['engine/serve/draw.ts', 'react']],
  'no-node-in-screens': [['runtime-ui/app/node.ts', 'node:path']],
  'product-needs-no-test-package': [['engine/cli/plant.ts', 'fast-check']],
  'nothing-imports-tests': [['engine/run/tests.ts', '../../test/plant.ts']],
  'no-circles': [['engine/link/circle-back.ts', './circle.ts']],
  'nothing-unresolved': [['engine/run/nowhere.ts', './not-there.ts']],
};

describe('a wrong import is caught', () => {
  test('whichever rule it breaks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'planted-'));
    try {
      const planted = Object.values(plants).flat();
      await plant(folder, [...planted, ['engine/link/circle.ts', './circle-back.ts']]);
      const caught = cruise(folder, ['engine', 'plugins', 'runtime-ui', 'designer', 'test']).summary.violations.map(
        (violation) => `${violation.rule.name} ${violation.from}`,
      );
      for (const [rule, files] of Object.entries(plants)) {
        for (const [file] of files) expect(caught, `${rule} catches ${file}`).toContain(`${rule} ${file}`);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);

  test('and every rule has one, and gives its reason', () => {
    expect(rules.map((rule) => rule.name).sort()).toEqual(Object.keys(plants).sort());
    for (const rule of rules) expect(rule.comment.length, rule.name).toBeGreaterThan(20);
  });
});

async function plant(folder: string, imports: readonly (readonly [string, string])[]): Promise<void> {
  await copyFile(join(root, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'));
  await copyFile(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  for (const name of new Set(imports.map(([, specifier]) => specifier).filter((specifier) => /^[a-z@][^:]*$/.test(specifier)))) {
    await mkdir(join(folder, 'node_modules', name), { recursive: true });
    await writeFile(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    await writeFile(join(folder, 'node_modules', name, 'index.js'), 'export {};\n');
  }
  const targets = imports.map(([file, specifier]) => (specifier.startsWith('.') && !specifier.includes('not-there') ? join(dirname(file), specifier) : file));
  for (const file of [...new Set([...targets, ...imports.map(([from]) => from)])]) {
    const own = imports.filter(([from]) => from === file).map(([, specifier]) => specifier);
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(
      join(folder, file),
      `${own
        .filter(Boolean)
        .map((specifier, index) => `import * as it${index} from '${specifier}';\nexport const use${index} = it${index};\n`)
        .join('')}export {};\n`,
    );
  }
}
