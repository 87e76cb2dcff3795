import { parseArgs } from 'node:util';
import { CommandError } from './command.ts';

/** Positional arguments and options (`--name value`, `--flag`); an option that the command does not have is refused. */
export function readArguments(
  args: readonly string[],
  options: { readonly texts?: readonly string[]; readonly flags?: readonly string[]; readonly lists?: readonly string[] },
): {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  list(name: string): readonly string[];
} {
  const config = Object.fromEntries([
    ...(options.texts ?? []).map((name) => [name, { type: 'string' as const }]),
    ...(options.lists ?? []).map((name) => [name, { type: 'string' as const, multiple: true }]),
    ...(options.flags ?? []).map((name) => [name, { type: 'boolean' as const }]),
  ]);
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true });
    const all = values as Record<string, string | boolean | string[] | undefined>;
    return {
      positionals,
      text: (name) => all[name] as string | undefined,
      flag: (name) => all[name] === true,
      list: (name) => (all[name] as string[] | undefined) ?? [],
    };
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)} \`loom help\` shows how.`, 2);
  }
}
