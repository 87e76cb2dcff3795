import { describe, expect, test } from 'vitest';
import { checkSteps, runStep } from './check.ts';

describe('the code holds what the gate promises', () => {
  test.each(checkSteps.map((step) => [step.promise, step] as const))(
    '%s',
    (_, step) => {
      const { passed, output } = runStep(step);
      expect(passed, `Repeat with: npm exec -- ${step.command.join(' ')}\n\n${output.slice(0, 8000)}`).toBe(true);
    },
    240_000,
  );
});
