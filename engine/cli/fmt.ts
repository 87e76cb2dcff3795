import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatDiagnostic } from '../kernel/diagnostic.ts';
import { languageOf } from '../kinds/language.ts';
import { canonicalText } from '../load/canonical-form.ts';
import { loadDocuments } from '../load/load-documents.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { readPacks } from './read-packs.ts';

export const fmtCommand: Command = {
  name: 'fmt',
  summary: 'write documents in their one form: key order, two spaces, no defaults',
  usage: [
    'loom fmt [<folder> …] [--check] [--upgrade]',
    '',
    '--check    changes nothing; the exit code is 1 when a file would change',
    '--upgrade  also writes documents of an older format in the present one',
  ],
  async run(world, args) {
    const { positionals, flag } = readArguments(args, { flags: ['check', 'upgrade'] });
    const { sources, plugins } = await readPacks(world, positionals);
    const { kinds } = languageOf(plugins);
    const loaded = loadDocuments(sources, kinds);
    const unreadable = loaded.diagnostics.filter(({ code, severity }) => severity === 'error' && code.startsWith('load.'));
    for (const diagnostic of unreadable) world.printError(formatDiagnostic(diagnostic));
    const texts = new Map(sources.map(({ file, text }) => [file, text]));
    let changed = 0;
    for (const { sources: files } of loaded.documents) {
      for (const [index, document] of files.entries()) {
        const kind = kinds.get(document.kind);
        if (kind === undefined || unreadable.some(({ file }) => file === document.file)) continue;
        const content = flag('upgrade') ? document.content : document.written;
        const text = canonicalText(content, kind, { isOverlay: index > 0 });
        if (text === texts.get(document.file)) continue;
        changed += 1;
        world.print(document.file);
        if (!flag('check')) await writeFile(resolve(world.folder, document.file), text);
      }
    }
    world.print(flag('check') ? `${changed} files are not in their form.` : `${changed} files written.`);
    return unreadable.length > 0 || (flag('check') && changed > 0) ? 1 : 0;
  },
};
