import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { isKebabName } from '../kernel/names.ts';
import { suggestion } from '../kernel/suggestion.ts';
import { documentTemplate, templateKinds } from '../kinds/templates.ts';
import { kinds } from '../kinds/index.ts';
import { canonicalText } from '../load/canonical-form.ts';
import { readArguments } from './arguments.ts';
import { type Command, CommandError } from './command.ts';

export const newCommand: Command = {
  name: 'new',
  summary: 'begin a document from a template that already compiles',
  usage: [
    'loom new <kind> <name> [--title <text>] [--for <name>] [--in <folder>]',
    '',
    '--for  the entity (for import the action, for job the step) that it is about; default: its own name',
    '--in   folder of the module, e.g. metadata/shop/orders; default: here',
  ],
  async run(world, args) {
    const { positionals, text } = readArguments(args, { texts: ['title', 'for', 'in'] });
    const [kindName, name] = positionals;
    if (kindName === undefined || name === undefined) throw new CommandError('A kind and a name are needed: loom new entity repair-order.', 2);
    const kind = kinds.find((candidate) => candidate.kind === kindName);
    if (kind === undefined || !templateKinds.includes(kindName))
      throw new CommandError(`There is no template for "${kindName}": ${suggestion(kindName, templateKinds)}`, 2);
    if (!isKebabName(name)) throw new CommandError(`"${name}" is no document name: small letters, digits and hyphens, e.g. repair-order.`, 2);
    const content = documentTemplate(kindName, { name, title: text('title') ?? name, subject: text('for') ?? name });
    const folder = resolve(world.folder, text('in') ?? '.');
    const file = resolve(folder, kindName === 'pack' ? 'pack.json' : `${name}.${kindName}.json`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, canonicalText(content, kind, { isOverlay: false }), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw new CommandError(error.code === 'EEXIST' ? `${relative(world.folder, file)} is there already.` : `${file} cannot be written: ${error.message}`);
    });
    world.print(relative(world.folder, file).replaceAll('\\', '/'));
    return 0;
  },
};
