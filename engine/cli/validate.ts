import { formatDiagnostic } from '../kernel/diagnostic.ts';
import { compileSources } from '../pipeline.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { readPacks } from './read-packs.ts';

export const validateCommand: Command = {
  name: 'validate',
  summary: 'check documents without a database: every finding, its place, how to mend it',
  usage: [
    'loom validate [<pack> …] [--quiet]',
    '',
    'packs by folder, or by name in metadata/, lowest layer first; without them those of `loom start`',
    '--quiet  prints no warnings',
  ],
  async run(world, args) {
    const { positionals, flag } = readArguments(args, { flags: ['quiet'] });
    const { sources, plugins } = await readPacks(world, positionals);
    const { release, diagnostics } = compileSources(sources, plugins);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
    if (!flag('quiet')) for (const warning of warnings) world.print(`warning: ${formatDiagnostic(warning)}`);
    for (const error of errors) world.printError(formatDiagnostic(error));
    const counts = `${sources.length} files, ${errors.length} errors, ${warnings.length} warnings`;
    if (release === null) world.printError(`${counts}.`);
    else world.print(`${counts}; release ${release.hash} with ${release.documents.size} documents.`);
    return release === null ? 1 : 0;
  },
};
