import { resolve } from 'node:path';
import { formatDiagnostic } from '../kernel/diagnostic.ts';
import { languageOf } from '../kinds/language.ts';
import type { Release } from '../model/release.ts';
import { compileSources } from '../pipeline.ts';
import { releaseDifferences } from '../release/release-differences.ts';
import { readArguments } from './arguments.ts';
import { type Command, CommandError, type World } from './command.ts';
import { readPacks } from './read-packs.ts';

export const diffCommand: Command = {
  name: 'diff',
  summary: 'say in words what changes between two sets of packs',
  usage: [
    'loom diff <old> <new> [--language zh|en]',
    '',
    '<old>, <new>  pack folders joined by a comma, lowest layer first, e.g. old/platform,old/shop new/platform,new/shop',
  ],
  async run(world, args) {
    const { positionals, text } = readArguments(args, { texts: ['language'] });
    const [old, next, ...more] = positionals;
    if (old === undefined || next === undefined || more.length > 0) throw new CommandError('Two sets of packs are needed: loom diff <old> <new>.', 2);
    const [before, after] = [await compile(world, old), await compile(world, next)];
    const language = (text('language') ?? after.release.language) === 'en' ? 'en' : 'zh';
    const kinds = languageOf(after.plugins).kinds;
    const differences = releaseDifferences(before.release, after.release, { kinds, language });
    for (const { document, sentences, pointers } of differences) {
      world.print(
        `${document}  ${pointers
          .slice(0, 6)
          .map((pointer) => `#${pointer}`)
          .join(' ')}${pointers.length > 6 ? ' …' : ''}`,
      );
      for (const sentence of sentences) world.print(`  ${sentence}`);
    }
    world.print(differences.length === 0 ? 'Nothing differs.' : `${differences.length} documents differ.`);
    return 0;
  },
};

async function compile(world: World, folders: string): Promise<{ readonly release: Release; readonly plugins: Parameters<typeof compileSources>[1] }> {
  const { sources, plugins } = await readPacks(
    world,
    folders.split(',').map((folder) => resolve(world.folder, folder)),
  );
  const { release, diagnostics } = compileSources(sources, plugins);
  if (release === null)
    throw new CommandError([...diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic), `${folders} does not compile.`].join('\n'));
  return { release, plugins };
}
