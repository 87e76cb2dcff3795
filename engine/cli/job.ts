import { isDate } from '../kernel/dates.ts';
import { Refusal } from '../kernel/refusal.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { BatchService } from '../batch/face.ts';
import { readArguments } from './arguments.ts';
import { type Command, CommandError, type World } from './command.ts';
import { withEngine } from './open-engine-for-command.ts';

/** Between two looks at the run, milliseconds. */
const lookEvery = 300;

export const jobCommand: Command = {
  name: 'job',
  summary: 'run a batch job for a date; running servers share the work',
  usage: [
    'loom job <name> [--date YYYY-MM-DD]',
    '',
    '--date  default: the latest date that has closed. Missed dates come first when the job catches up.',
    'A date that is done is left alone; one that failed is taken up where it was.',
  ],
  async run(world, args) {
    const { positionals, text } = readArguments(args, { texts: ['date'] });
    const [name] = positionals;
    const date = text('date');
    if (name === undefined) throw new CommandError('loom job needs the name of a job.', 2);
    if (date !== undefined && !isDate(date)) throw new CommandError(`"${date}" is no date; write YYYY-MM-DD.`, 2);
    return withEngine(world, { publish: false }, async (engine) => {
      const { batch, serving } = engine.services;
      const names = [...serving.current().jobs.keys()];
      if (!names.includes(name)) throw new CommandError(`There is no job "${name}": ${names.length === 0 ? 'the release has none.' : suggestion(name, names)}`);
      try {
        const { id } = await batch.start(await engine.callAs(null), name, date);
        return await watch(world, batch, id);
      } catch (error) {
        if (error instanceof Refusal) throw new CommandError(engine.sentence(error));
        throw error;
      }
    });
  },
};

async function watch(world: World, batch: BatchService, id: string): Promise<number> {
  for (;;) {
    const found = await batch.run(id);
    if (found === undefined) throw new CommandError('The run is gone.');
    const { run, steps, quarantine } = found;
    if (run.state === 'waiting' || run.state === 'running') {
      const step = steps.find((each) => each.state === 'running');
      world.progress(`${run.date}: ${step === undefined ? run.state : `${step.title} ${step.slicesDone} of ${step.slicesTotal} slices`}`);
      if (run.state === 'waiting' && (await isHeld(batch, run))) throw new CommandError('An earlier date of the job has failed; start that one first.');
      batch.wake();
      await new Promise((done) => setTimeout(done, lookEvery));
      continue;
    }
    world.progress(null);
    for (const step of steps) {
      const seconds =
        step.startedAt === null || step.endedAt === null ? '' : `, ${((Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000).toFixed(1)} s`;
      world.print(`${step.title}: ${step.state}${step.state === 'done' ? `, ${step.processed} records${seconds}` : ''}`);
    }
    const waiting = quarantine.filter((record) => record.resolvedAt === null);
    for (const record of waiting) world.printError(`set aside: ${record.entity} ${record.recordId}: ${record.reason.message.en} (${record.reason.code})`);
    if (run.failure !== null) world.printError(`${run.failure.message.en} (${run.failure.code})`);
    world.print(`${run.job} ${run.date}: ${run.state}${run.hash === null ? '' : `, hash ${run.hash}`}`);
    return run.state === 'done' && waiting.length === 0 ? 0 : 1;
  }
}

async function isHeld(batch: BatchService, waiting: { readonly job: string; readonly date: string }): Promise<boolean> {
  const before = await batch.runs({ job: waiting.job, before: waiting.date, limit: 100 });
  return before.some((run) => run.state === 'failed');
}
