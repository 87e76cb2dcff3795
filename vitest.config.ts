import { defineConfig } from 'vitest/config';

/** Folders whose tests need nothing but the code: they run first and fastest. A single test there that needs a database
 *  is called `*.database.test.ts`. */
const pure = [
  'kernel',
  'condition',
  'contract',
  'kinds',
  'validate',
  'link',
  'compile',
  'language',
  'golden',
  'exam',
  'lending',
  'china',
  'ledger',
  'runtime-ui',
];

/** Three projects, one after the other: pure code, real databases, a real browser. `vitest run --project pure` runs one. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    reporters: [process.env['CI'] ? 'dot' : 'default', './test/support/count-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/*.test.ts', `test/{${pure.join(',')}}/**/*.test.{ts,tsx}`],
          exclude: ['**/*.database.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'database', include: ['test/**/*.database.test.ts', `test/!(${pure.join('|')}|browser)/**/*.test.ts`], sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { name: 'browser', include: ['test/browser/**/*.test.{ts,tsx}'], testTimeout: 120_000, hookTimeout: 300_000, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
