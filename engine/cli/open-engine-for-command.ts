import { pino } from 'pino';
import { type Engine, EngineError, openEngine } from './open-engine.ts';
import { CommandError, type World } from './command.ts';
import { openDatabaseUrl } from './open-database-url.ts';
import { readPacks } from './read-packs.ts';
import { readSecret } from './read-secret.ts';
import { readSettings } from './settings.ts';

/** Runs `work` with the engine on the settings' database, without a port: on the release that is in force there, or with
 *  `publish` on what the packs now say. The engine is closed whatever happens. */
export async function withEngine<Result>(world: World, options: { readonly publish: boolean }, work: (engine: Engine) => Promise<Result>): Promise<Result> {
  const settings = readSettings(world);
  const { sources, plugins } = await readPacks(world, settings.packs);
  const database = await openDatabaseUrl(world, settings);
  try {
    const engine = await openEngine({
      databaseUrl: database.url,
      sources,
      plugins,
      screensFolder: null,
      logger: pino({ level: settings.logLevel, base: null }),
      secret: await readSecret(world, settings),
      now: () => world.now(),
      randomBytes: (count) => world.randomBytes(count),
      isStopping: () => false,
      progress: (line) => world.progress(line),
      keepRelease: !options.publish,
    });
    try {
      world.progress(null);
      return await work(engine);
    } finally {
      await engine.close();
    }
  } catch (error) {
    if (error instanceof EngineError) throw new CommandError(error.message);
    throw error;
  } finally {
    await database.stop();
  }
}
