import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startEmbedded } from '../store/database/start-embedded.ts';
import { readArguments } from './arguments.ts';
import { type Command, CommandError } from './command.ts';
import { EngineError, openEngine } from './open-engine.ts';
import { readPacks } from './read-packs.ts';

export const testCommand: Command = {
  name: 'test',
  summary: 'run the test documents of packs on a database of their own',
  usage: ['loom test [<folder> …]', '', 'folders of packs, lowest layer first; without them those of LOOM_PACKS. Nothing of an installation is touched.'],
  async run(world, args) {
    const { positionals } = readArguments(args, {});
    const { sources, plugins } = await readPacks(world, positionals);
    const folder = await mkdtemp(join(tmpdir(), 'loom-documents-'));
    await chmod(folder, 0o755);
    world.progress('Starting a database for the tests …');
    const database = await startEmbedded({ dataFolder: folder, log: () => undefined, settings: { fsync: 'off', synchronous_commit: 'off' } });
    try {
      const engine = await openEngine({
        databaseUrl: database.url,
        sources,
        plugins,
        screensFolder: null,
        logger: pino({ level: 'error', base: null }),
        secret: Buffer.from(world.randomBytes(32)).toString('base64url'),
        now: () => world.now(),
        randomBytes: (count) => world.randomBytes(count),
        isStopping: () => false,
        progress: (line) => world.progress(line),
      });
      try {
        const results = await engine.runDocumentTests();
        world.progress(null);
        for (const result of results) {
          if (result.passed) world.print(`  ok    ${result.title}`);
          else world.printError(`  wrong ${result.title}\n${result.findings.map((finding) => `          ${finding}`).join('\n')}`);
        }
        const failed = results.filter((result) => !result.passed).length;
        world.print(`${results.length} tests, ${failed} wrong.`);
        return failed === 0 ? 0 : 1;
      } finally {
        await engine.close();
      }
    } catch (error) {
      if (error instanceof EngineError) throw new CommandError(error.message);
      throw error;
    } finally {
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
