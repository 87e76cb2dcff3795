import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { openEngine } from '../../../engine/cli/open-engine.ts';
import { readFolders } from '../../../engine/load/read-folders.ts';
import china from '../../../plugins/china/index.ts';
import ledger from '../../../plugins/ledger/index.ts';
import { dayEndSteps } from '../../../plugins/lending/day-end/steps.ts';
import lending from '../../../plugins/lending/index.ts';
import { type DayEndDesk, openDayEndDesk } from '../../lending/day-end-desk.ts';
import { openByHand } from './day-end-by-hand.ts';
import { fillPortfolio, type Query } from './day-end-portfolio.ts';
import { median } from './median.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const sliceSize = 10_000;
/** Slices at once, and connections of the other side. */
const lanes = 2;
const rounds = 5;
const measured = ['lending.accrue-interest', 'lending.age-arrears'];

/** Accrual and ageing of many loans by the day-end's steps, slice by slice with locks, watermarks, digests and journals, beside
 *  what one writes by hand (`day-end-by-hand.ts`), taking turns; then two whole day-ends. Prints loans a second, the ratio,
 *  seconds of each step and the memory of the process. */
export async function benchDayEnd(url: string, loans: number): Promise<void> {
  const engine = await openEngine({
    databaseUrl: url,
    sources: await readFolders(['metadata/platform', 'metadata/microloan', 'metadata/demo'].map((pack) => join(root, pack))),
    plugins: [china, ledger, lending],
    screensFolder: null,
    logger: pino({ level: 'error', base: null }),
    secret: 'a secret of the bench, long enough for all',
    now: () => '2026-01-31T20:00:00.000Z',
    randomBytes: (count) => randomBytes(count),
    isStopping: () => false,
    progress: () => undefined,
    connections: 4,
  });
  // Connections of their own: the engine's end a statement that takes as long as filling does.
  const clients = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })] as const;
  const [client] = clients;
  try {
    for (const one of clients) await one.connect();
    const query: Query = async (sql, parameters) => (await client.query(sql, parameters === undefined ? [] : [...parameters])).rows;
    const desk = await openDayEndDesk(engine);
    const filled = await seconds(() => fillPortfolio(desk, query, loans));
    const [sizes] = await query<{ text: string }>(
      "select string_agg(relname || ' ' || reltuples::bigint, ', ' order by relname) as text from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r' and reltuples > 10000",
    );
    console.log(`filled in ${filled.toFixed(0)} s: ${sizes?.text}\n`);
    const byHand = await openByHand(query, clients);
    await compare(desk, query, byHand);
  } finally {
    for (const one of clients) await one.end();
    await engine.close();
  }
}

async function compare(desk: DayEndDesk, query: Query, byHand: (date: string) => Promise<void>): Promise<void> {
  const ranges = await query<{ from: string; to: string }>(
    `select min(id::text) as from, max(id::text) as to from (select id, (row_number() over (order by id) - 1) / ${sliceSize} as slice from app.loan) s group by slice order by slice`,
  );
  const [{ count } = { count: 0 }] = await query<{ count: number }>('select count(*)::int as count from app.loan');
  const runStep = async (date: string, step: string): Promise<void> => {
    const open = [...ranges];
    const lane = async (): Promise<void> => {
      for (let range = open.shift(); range !== undefined; range = open.shift()) await desk.run(date, { range: [range.from, range.to], steps: [step] });
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  const dayEnd = async (date: string, title: string): Promise<void> => {
    let total = 0;
    const times: string[] = [];
    for (const step of dayEndSteps) {
      const took = await seconds(() => (step.over === undefined ? desk.run(date, { steps: [step.name] }) : runStep(date, step.name)));
      total += took;
      times.push(`${step.name.padEnd(28)} ${took.toFixed(2).padStart(7)} s`);
    }
    if (title !== '')
      console.log(
        `${times.join('\n')}\n${title.padEnd(28)} ${total.toFixed(2).padStart(7)} s   memory ${Math.round(process.memoryUsage().rss / 1_048_576)} MB\n`,
      );
  };
  console.log(`${count} loans of 24 instalments, slices of ${sliceSize}, ${lanes} at once\n`);
  // The first brings up what the copies lack; neither side is measured cold.
  await dayEnd(dateOf(1), '');
  await byHand(dateOf(1));
  await dayEnd(dateOf(2), 'day-end, 3 % newly late');
  await byHand(dateOf(2));
  const speeds: { ours: number; plain: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const date = dateOf(2 + round);
    const ours = (): Promise<number> =>
      seconds(async () => {
        for (const step of measured) await runStep(date, step);
      });
    const plain = (): Promise<number> => seconds(() => byHand(date));
    await runStep(date, 'lending.instalments-due');
    const first = round % 2 === 0 ? await ours() : await plain();
    const second = round % 2 === 0 ? await plain() : await ours();
    speeds.push(round % 2 === 0 ? { ours: count / first, plain: count / second } : { ours: count / second, plain: count / first });
  }
  for (const { ours, plain } of speeds)
    console.log(`steps ${ours.toFixed(0)} loans/s   by hand ${plain.toFixed(0)} loans/s   ratio ${(ours / plain).toFixed(2)}`);
  console.log(`accrual and ageing: median of the ratios ${median(speeds.map(({ ours, plain }) => ours / plain)).toFixed(2)}, goal 0.50`);
  const [differing] = await query<{ count: number }>(
    `select count(*)::int as count from app.loan l join app.loan_accrual a on a.loan = l.id join app.plain_loan p on p.id = l.id
     where a.interest + a.memo <> p.accrued or l.dpd <> p.dpd or l.overdue_principal <> p.overdue`,
  );
  console.log(`loans on which the two differ: ${differing?.count ?? 0}\n`);
  await dayEnd(dateOf(3 + rounds), 'day-end, a usual day');
}

function dateOf(day: number): string {
  return new Date(Date.UTC(2026, 1, day)).toISOString().slice(0, 10);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
