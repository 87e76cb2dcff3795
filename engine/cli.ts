import { type Command, CommandError, type World } from './cli/command.ts';
import { nearestName } from './kernel/index.ts';

/** The subcommands; each is loaded only when it is called, so that `loom validate` starts no server code. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./cli/start.ts')).startCommand,
  validate: async () => (await import('./cli/validate.ts')).validateCommand,
  fmt: async () => (await import('./cli/fmt.ts')).fmtCommand,
  diff: async () => (await import('./cli/diff.ts')).diffCommand,
  new: async () => (await import('./cli/new.ts')).newCommand,
  test: async () => (await import('./cli/test.ts')).testCommand,
  publish: async () => (await import('./cli/publish.ts')).publishCommand,
  user: async () => (await import('./cli/user.ts')).userCommand,
  job: async () => (await import('./cli/job.ts')).jobCommand,
  import: async () => (await import('./cli/import.ts')).importCommand,
  export: async () => (await import('./cli/export.ts')).exportCommand,
};

/** Runs `loom <command> …` and answers the exit code. */
export async function runCli(world: World, argv: readonly string[]): Promise<number> {
  const [name = 'help', ...args] = argv;
  if (name === 'help' || name === '--help' || name === '-h') return printHelp(world, args[0]);
  const load = commands[name];
  if (!load) {
    const suggestion = nearestName(name, Object.keys(commands));
    world.printError(`There is no command "${name}".${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`} \`loom help\` lists them.`);
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) return printHelp(world, name);
  try {
    return await (await load()).run(world, args);
  } catch (error) {
    world.progress(null);
    if (!(error instanceof CommandError)) throw error;
    world.printError(error.message);
    return error.exitCode;
  }
}

async function printHelp(world: World, name: string | undefined): Promise<number> {
  const load = name === undefined ? undefined : commands[name];
  if (name !== undefined && load) {
    const command = await load();
    for (const line of [command.summary, '', ...command.usage]) world.print(line);
    return 0;
  }
  world.print('loom <command>\n');
  for (const [key, each] of Object.entries(commands)) world.print(`  ${key.padEnd(10)} ${(await each()).summary}`);
  world.print('\nloom help <command> shows its arguments.');
  return name === undefined ? 0 : 2;
}
