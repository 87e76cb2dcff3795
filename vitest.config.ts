import { defineConfig } from 'vitest/config';

/** Tests mirror the rooms under `test/`; each runs in Node against real databases where it needs one. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['test/**/*.test.{ts,tsx}'], testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: 2 },
});
