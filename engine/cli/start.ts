import { join } from 'node:path';
import { pino } from 'pino';
import { formatDiagnostic } from '../kernel/diagnostic.ts';
import { createApp } from '../serve/create-app.ts';
import { listen } from '../serve/server/listen.ts';
import { type Engine, EngineError, openEngine } from './open-engine.ts';
import { readArguments } from './arguments.ts';
import { buildScreens } from './build-screens.ts';
import { type Command, CommandError, type World } from './command.ts';
import { firstSignIn } from './first-sign-in.ts';
import { openDatabaseUrl } from './open-database-url.ts';
import { readPacks } from './read-packs.ts';
import { readSecret } from './read-secret.ts';
import { readSettings, type Settings } from './settings.ts';

/** Time that running requests get when the server stops, milliseconds. */
const patience = 10_000;

export const startCommand: Command = {
  name: 'start',
  summary: 'start the server',
  usage: [
    'loom start             packs of LOOM_PACKS, else platform, microloan and, on the embedded database, demo',
    'loom start <scenario>  the platform pack and a scenario of test/support, in a data folder of its own',
    '',
    'PORT 8080 · HOST 127.0.0.1 · LOOM_DATA ./data · DATABASE_URL · LOOM_PACKS · LOOM_SECRET · LOOM_LOG warn',
  ],
  async run(world, args) {
    const { positionals } = readArguments(args, {});
    const scenario = positionals[0];
    const settings = readSettings(world, scenario === undefined ? {} : scenarioSettings(world, scenario));
    return serveUntilStopped(world, settings, scenario !== undefined);
  },
};

function scenarioSettings(world: World, scenario: string): { packs: readonly string[]; dataFolder?: string } {
  if (!/^[a-z][a-z0-9-]*$/.test(scenario)) throw new CommandError(`"${scenario}" is not a name of a scenario.`, 2);
  const packs = scenario === 'demo' ? ['metadata/platform', 'metadata/microloan', 'metadata/demo'] : ['metadata/platform', `test/support/${scenario}`];
  return { packs, ...(world.environment['LOOM_DATA'] ? {} : { dataFolder: join('data', scenario) }) };
}

async function serveUntilStopped(world: World, settings: Settings, isScenario: boolean): Promise<number> {
  let stopping = false;
  const stopped = new Promise<void>((done) => {
    world.onSignal(
      () => {
        stopping = true;
        done();
      },
      () => {
        world.printError('Stopped at once.');
        process.exit(130);
      },
    );
  });
  const logger = pino({ level: settings.logLevel, base: null });
  const screensFolder = await buildScreens(world);
  const { sources, plugins } = await readPacks(world, settings.packs);
  world.progress(settings.databaseUrl === null ? 'Starting the database …' : 'Connecting to the database …');
  const database = await openDatabaseUrl(world, settings, { alone: true });
  let engine: Engine | undefined;
  try {
    world.progress('Compiling the documents …');
    engine = await openEngine({
      databaseUrl: database.url,
      sources,
      plugins,
      screensFolder,
      logger,
      secret: await readSecret(world, settings),
      now: () => world.now(),
      randomBytes: (count) => world.randomBytes(count),
      isStopping: () => stopping,
      progress: (line) => world.progress(line),
    });
    world.progress(null);
    for (const diagnostic of engine.diagnostics) world.printError(formatDiagnostic(diagnostic));
    await engine.services.batch.begin();
    const listening = await listen(createApp(engine.services), settings).catch((error: unknown) => {
      throw listenError(error as NodeJS.ErrnoException, settings);
    });
    const hasDemo = isScenario || settings.packs.some((pack) => pack.endsWith('demo'));
    world.print(`Loanloom is ready: ${listening.url}`);
    for (const line of await firstSignIn(world, settings, engine, { url: listening.url, hasDemo })) world.print(line);
    await stopped;
    world.printError('Stopping: running requests end first. Ctrl-C again stops at once.');
    await listening.stop(patience);
    return 0;
  } catch (error) {
    if (error instanceof EngineError) throw new CommandError(error.message);
    throw error;
  } finally {
    world.progress(null);
    await engine?.close();
    await database.stop();
  }
}

function listenError(error: NodeJS.ErrnoException, settings: Settings): Error {
  if (error.code === 'EADDRINUSE')
    return new CommandError(
      `Port ${settings.port} on ${settings.host} is in use by another program. Stop it, or choose another port: PORT=${settings.port + 1} npm start`,
    );
  if (error.code === 'EACCES')
    return new CommandError(`Port ${settings.port} needs rights that this user does not have. Choose one above 1023, for example PORT=8080.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new CommandError(`HOST is "${settings.host}", which is no address of this machine. 127.0.0.1 is reached from here only, 0.0.0.0 from everywhere.`);
  return error;
}
