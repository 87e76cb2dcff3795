/** What a command may touch of the world; `main.ts` gives the real one, tests their own. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the installation: `metadata`, `plugins`, `dist/ui` are in it. */
  readonly root: string;
  /** Folder in which the command was called; relative paths of arguments mean it. */
  readonly folder: string;
  /** RFC 3339 UTC. */
  now(): string;
  randomBytes(count: number): Uint8Array;
  print(line: string): void;
  printError(line: string): void;
  /** One line that replaces itself on a terminal and is printed at most once a second elsewhere; null ends it. */
  progress(line: string | null): void;
  /** Asks without echo; undefined when there is no terminal. */
  askSecret(question: string): Promise<string | undefined>;
  /** Calls `stop` at SIGINT or SIGTERM and `force` at the second one. */
  onSignal(stop: () => void, force: () => void): void;
}

export interface Command {
  readonly name: string;
  /** One line for `loom help`. */
  readonly summary: string;
  /** Arguments and options, one a line, for `loom help <name>`. */
  readonly usage: readonly string[];
  /** Answers the exit code: 0 done, 1 refused or failed, 2 called wrongly. */
  run(world: World, args: readonly string[]): Promise<number>;
}

/** The sentence of a failure that its reader can mend; printed without a stack. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(sentence: string, exitCode = 1) {
    super(sentence);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
