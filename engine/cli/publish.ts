import { formatDiagnostic, hasErrors } from '../kernel/diagnostic.ts';
import { Refusal } from '../kernel/refusal.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { withEngine } from './open-engine-for-command.ts';

export const publishCommand: Command = {
  name: 'publish',
  summary: 'put the packs in force; running servers follow without a restart',
  usage: ['loom publish [--dry-run] [--note <text>]', '', '--dry-run  prints the difference and what the database will get, and changes nothing'],
  async run(world, args) {
    const { flag, text } = readArguments(args, { flags: ['dry-run'], texts: ['note'] });
    return withEngine(world, { publish: false }, async (engine) => {
      const answer = await engine.checkPacks();
      for (const diagnostic of answer.diagnostics) world.printError(formatDiagnostic(diagnostic));
      if (hasErrors(answer.diagnostics)) return 1;
      if (answer.difference.length === 0 && answer.migration.steps.length === 0) {
        world.print('Nothing has changed.');
        return 0;
      }
      for (const line of answer.difference) world.print(`  ${line}`);
      for (const step of answer.migration.steps) world.print(`  database: ${step}`);
      for (const reason of answer.migration.refusals) world.printError(`  not safe: ${reason}`);
      if (flag('dry-run') || !answer.ok) return answer.ok ? 0 : 1;
      try {
        const done = await engine.publishPacks(text('note') ?? null);
        world.print(`Release ${done.release} is in force.`);
        return 0;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        world.printError(engine.sentence(error));
        return 1;
      }
    });
  },
};
