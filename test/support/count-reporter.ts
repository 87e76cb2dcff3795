import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Ends every run with the plain count `N passed, N failed`, alone on the very last line, for people and machines alike.
 *  A file that could not be read and an error outside of any test count as failed: nothing red ends in "0 failed". */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const failedBefore = failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
      if (module.state() === 'failed' && failed === failedBefore) failed += 1;
    }
    // What other reporters and closing servers print comes before the process's exit.
    process.once('exit', () => writeSync(1, `${passed} passed, ${failed} failed\n`));
  }
}
