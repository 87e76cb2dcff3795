import { formatDiagnostic } from '../kernel/diagnostic.ts';
import { readFolders } from '../load/read-folders.ts';
import { compileSources } from '../pipeline.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { loadPlugins } from './load-plugins.ts';
import { readSettings } from './settings.ts';

export const validateCommand: Command = {
  name: 'validate',
  summary: 'compile the packs without a database and print every finding',
  usage: ['loom validate [<pack> …]   packs by name or folder, lowest layer first; default those of `loom start`'],
  async run(world, args) {
    const { positionals } = readArguments(args, {});
    const environment = positionals.length > 0 ? { ...world.environment, LOOM_PACKS: positionals.join(',') } : world.environment;
    const sources = await readFolders(readSettings({ ...world, environment }).packs);
    const { release, diagnostics } = compileSources(sources, await loadPlugins(world.root, sources));
    for (const diagnostic of diagnostics) world.printError(formatDiagnostic(diagnostic));
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
    world.print(release ? `${release.documents.size} documents compile (${diagnostics.length} warnings). Release ${release.hash}.` : `${errors} errors in ${sources.length} files.`);
    return release ? 0 : 1;
  },
};
