import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../engine/store/database/open-database.ts';
import { dayEndSteps } from '../../plugins/lending/day-end/steps.ts';
import type { FreshDatabase } from '../support/fresh-database.ts';
import { Person } from '../support/person.ts';
import { ended, type PreparedLoans, prepareLoans, runDayEnd, standingOf } from './day-end-desk.ts';
import { type DayEndProcess, type DayEndProcessOptions, startDayEndProcess } from './day-end-process.ts';

const isFull = process.env['LOOM_TEST_FULL'] === '1';
/** The morning after a due date: every step has something to do. */
const date = '2026-02-16';
const clock = `${date}T12:00:00.000Z`;
const sliceSize = 2;

type Death = NonNullable<DayEndProcessOptions['dieIn']>;
/** In every step, as its work begins and before it is committed; a few of them in the short version. */
const deaths: readonly Death[] = dayEndSteps
  .flatMap(({ name, over }): Death[] => [
    { step: name, slice: over === undefined ? 1 : 2, at: 'begin' },
    { step: name, slice: 1, at: 'end' },
  ])
  .filter(({ step, at }) => isFull || (at === 'end' && ['lending.accrue-interest', 'lending.age-arrears', 'lending.close-day'].includes(step)));

let prepared: PreparedLoans;
/** What a day-end that nobody disturbs leaves. */
let undisturbed: { readonly hash: string; readonly standing: object };
const processes: DayEndProcess[] = [];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  prepared = await prepareLoans(5);
  const { database, copy } = await openCopy();
  const { url } = await start({ databaseUrl: copy.url });
  const run = await runDayEnd(accountantOf(url), date);
  expect(run).toMatchObject({ state: 'done', quarantined: 0 });
  undisturbed = { hash: run.hash, standing: await standingOf({ store: { database } }) };
}, 600_000);
afterEach(async () => {
  for (const one of processes.splice(0)) await one.kill();
});
afterAll(async () => {
  for (const one of processes.splice(0)) await one.kill();
  for (const close of closing) await close();
  await prepared?.drop();
});

it(`a server that is killed ${deaths.length} times within one day-end leaves the figures and the hash of one that was left in peace`, async () => {
  const { database, copy } = await openCopy();
  const [first, ...others] = deaths;
  if (first === undefined) throw new Error('somebody has to die');
  const { url, gone } = await start({ databaseUrl: copy.url, dieIn: first });
  await accountantOf(url).post('/api/batch/jobs/day-end/runs', { date });
  await gone;
  for (const dieIn of others) {
    expect((await runOf(database)).state).toBe('running');
    // Takes up the run by itself, and dies in its turn.
    await (await start({ databaseUrl: copy.url, dieIn })).gone;
  }
  const last = await start({ databaseUrl: copy.url });
  const run = await ended(accountantOf(last.url), (await runOf(database)).id);
  expect(run).toMatchObject({ state: 'done', quarantined: 0, hash: undisturbed.hash });
  expect(await standingOf({ store: { database } })).toEqual(undisturbed.standing);
}, 900_000);

it('two servers share a day-end, one of them is killed in it, the other ends it: the same figures and the same hash', async () => {
  const { database, copy } = await openCopy();
  const survivor = await start({ databaseUrl: copy.url, pause: 60 });
  const victim = await start({ databaseUrl: copy.url, pause: 60, dieIn: { step: 'lending.age-arrears', slice: 1, at: 'end' } });
  const started = await accountantOf(survivor.url).post('/api/batch/jobs/day-end/runs', { date });
  await victim.gone;
  const run = await ended(accountantOf(survivor.url), started.body.id);
  expect(run).toMatchObject({ state: 'done', quarantined: 0, hash: undisturbed.hash });
  expect(await standingOf({ store: { database } })).toEqual(undisturbed.standing);
  expect(await database.query('select distinct worker from loom.batch_slice')).toHaveLength(2);
}, 300_000);

async function openCopy(): Promise<{ readonly copy: FreshDatabase; readonly database: OpenDatabase }> {
  const copy = await prepared.copy();
  const database = openDatabase(copy.url, { connections: 2 });
  closing.push(async () => {
    await database.close();
    await copy.drop();
  });
  return { copy, database };
}

async function start(options: Pick<DayEndProcessOptions, 'databaseUrl' | 'pause' | 'dieIn'>): Promise<DayEndProcess> {
  const process = await startDayEndProcess({ clock, sliceSize, ...options });
  processes.push(process);
  return process;
}

function accountantOf(url: string): Person {
  return new Person(url, { authorization: `Bearer ${prepared.tokens.accountant}` });
}

async function runOf(database: OpenDatabase): Promise<{ readonly id: string; readonly state: string }> {
  const [run] = await database.query<{ id: string; state: string }>('select id, state from loom.batch_run where date = $1', [date]);
  if (run === undefined) throw new Error('there is no run');
  return run;
}
