import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { matchesType, typeByName } from '../serve/http/file-types.ts';
import { readSpreadsheet } from '../serve/spreadsheet/read-spreadsheet.ts';
import { readArguments } from './arguments.ts';
import { type Command, CommandError } from './command.ts';
import { withEngine } from './open-engine-for-command.ts';

/** Problems printed before only their number is told. */
const problemsShown = 50;

export const importCommand: Command = {
  name: 'import',
  summary: 'import a spreadsheet; rows that are there already are skipped, so a run can be taken up again',
  usage: [
    'loom import <import> <file.xlsx|file.csv> [--dry-run] [--as <username>]',
    '',
    '--dry-run  checks every row and saves none',
    '--as       with the rights, and in the name, of a person; otherwise as the system',
  ],
  async run(world, args) {
    const { positionals, flag, text } = readArguments(args, { flags: ['dry-run'], texts: ['as'] });
    const [name, file] = positionals;
    if (name === undefined || file === undefined) throw new CommandError('loom import needs the name of an import and a file.', 2);
    const path = resolve(world.folder, file);
    const content = await readFile(path).catch((error: Error) => {
      throw new CommandError(`${path} cannot be read: ${error.message}`);
    });
    const type = typeByName(basename(path), '');
    if (type === undefined || !/csv|plain|spreadsheetml/.test(type) || !matchesType(content, type)) throw new CommandError(`${path} is neither XLSX nor CSV.`);
    return withEngine(world, { publish: false }, async (engine) => {
      const imports = engine.services.serving.current().imports;
      if (!imports.has(name)) throw new CommandError(`There is no import "${name}". There are: ${[...imports.keys()].join(', ') || 'none'}.`);
      const call = await engine.callAs(text('as') ?? null);
      const table = await readSpreadsheet(content, type);
      const started = performance.now();
      const result = await engine.services.importer.run(call, name, table, { dryRun: flag('dry-run') }, (done, total) => {
        const seconds = (performance.now() - started) / 1000;
        world.progress(`${done} of ${total ?? table.rows.length} rows, ${Math.round(done / Math.max(seconds, 0.001))} a second`);
      });
      world.progress(null);
      for (const problem of result.problems.slice(0, problemsShown))
        world.printError(`line ${problem.line}${problem.column === null ? '' : `, ${problem.column}`}: ${problem.detail} (${problem.code})`);
      if (result.problems.length > problemsShown) world.printError(`… and ${result.problems.length - problemsShown} more.`);
      world.print(
        `${flag('dry-run') ? 'Checked' : 'Imported'} ${result.done}, skipped ${result.skipped} that were there, refused ${new Set(result.problems.map((problem) => problem.line)).size}.`,
      );
      return result.problems.length === 0 ? 0 : 1;
    });
  },
};
