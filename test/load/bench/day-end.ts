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

type Query = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>;

const root = join(import.meta.dirname, '..', '..', '..');
const sliceSize = 10_000;
const rounds = 3;
const measured = ['lending.accrue-interest', 'lending.age-arrears'];

/** Accrual and ageing of many loans by the day-end's steps, slice by slice with locks, watermarks and journals, beside the
 *  two statements that one writes by hand for a table with just these columns; then one whole day-end.
 *  Prints loans a second, the ratio, seconds of each step and the memory of the process. */
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
  // A connection of its own: the engine's end a statement that takes as long as filling does.
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const query: Query = async (sql, parameters) => (await client.query(sql, parameters === undefined ? [] : [...parameters])).rows;
    const desk = await openDayEndDesk(engine);
    await fill(desk, query, loans);
    await compare(desk, query);
  } finally {
    await client.end();
    await engine.close();
  }
}

/** Loans a year old of three methods and twelve days of the month, most of them paid as agreed; made once and copied. */
async function fill(desk: DayEndDesk, query: Query, loans: number): Promise<void> {
  for (const method of ['LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY'] as const) {
    for (let day = 1; day <= 28; day += 3) {
      for (const unpaid of [0, 1, 5]) {
        const disbursementDate = `2025-01-${String(day).padStart(2, '0')}`;
        const loan = await desk.open({}, { amount: '120000.00', annualRate: '0.12', periods: 24, method, disbursementDate });
        const rows = await query<{ due: string; total: string }>(
          "select due_on::text as due, sum(total_due) over (order by period_no)::text as total from app.loan_instalment where loan = $1 and due_on <= '2026-01-31' order by period_no",
          [loan],
        );
        const last = rows[rows.length - 1 - unpaid];
        if (last !== undefined) await desk.repay(loan, last.total, last.due);
      }
    }
  }
  await desk.run('2026-01-31');
  const columns = async (table: string, replaced: readonly string[]): Promise<readonly string[]> =>
    (await query<{ name: string }>("select column_name as name from information_schema.columns where table_schema = 'app' and table_name = $1", [table]))
      .map(({ name }) => name)
      .filter((name) => !replaced.includes(name));
  const list = (names: readonly string[], alias = ''): string => names.map((name) => `${alias}"${name}"`).join(', ');
  const loanColumns = await columns('loan', ['id', 'no', 'external_no']);
  const rowColumns = await columns('loan_instalment', ['id', 'loan']);
  // Of twenty copies eighteen are in order, one is a month late and one half a year.
  await query(
    `create table app.copied as
     select gen_random_uuid() as id, t.id as template, n from generate_series(1, ${loans}) n
     join (select id, row_number() over (partition by kind order by id) - 1 as place, kind from (
       select id, case when dpd = 0 then 0 when dpd <= 90 then 1 else 2 end as kind from app.loan) l) t
     on t.kind = case n % 20 when 0 then 2 when 1 then 1 else 0 end and t.place = (n / 20) % 30`,
  );
  await query(
    `insert into app.loan (id, no, ${list(loanColumns)}) select c.id, 'B' || c.n, ${list(loanColumns, 't.')} from app.copied c join app.loan t on t.id = c.template order by c.id`,
  );
  await query(
    `insert into app.loan_instalment (id, loan, ${list(rowColumns)}) select gen_random_uuid(), c.id, ${list(rowColumns, 't.')} from app.copied c join app.loan_instalment t on t.loan = c.template order by c.id, t.period_no`,
  );
  const accrualColumns = await columns('loan_accrual', ['id', 'loan']);
  await query(
    `insert into app.loan_accrual (id, loan, ${list(accrualColumns)}) select gen_random_uuid(), c.id, ${list(accrualColumns, 't.')} from app.copied c join app.loan_accrual t on t.loan = c.template order by c.id`,
  );
  await postOpening(desk, query);
  await query(`create table app.plain_loan as select l.id, a.rounding_unit as unit, l.matures_on, total_interest, a.interest + a.memo as accrued, a.through, dpd,
    overdue_principal as overdue, state from app.loan l join app.loan_accrual a on a.loan = l.id`);
  await query('alter table app.plain_loan add primary key (id)');
  await query(`create table app.plain_row as select loan, start_on, due_on, principal_due, principal_paid, interest_due, interest_paid, outstanding, interest_before,
    accrual_numerator as numerator, accrual_denominator as denominator from app.loan_instalment`);
  await query('create index on app.plain_row (loan, due_on)');
  await query('vacuum analyze');
}

/** What the copies would have posted, so that the ledger stands beside the loans. */
async function postOpening(desk: DayEndDesk, query: Query): Promise<void> {
  const [sums] = await query<Record<'principal' | 'interest' | 'overdue' | 'memo', string>>(
    `select sum(balance)::text as principal, sum(a.interest - interest_paid)::text as interest, sum(overdue_booked)::text as overdue, sum(a.memo)::text as memo
     from app.loan l join app.loan_accrual a on a.loan = l.id where l.id in (select id from app.copied)`,
  );
  if (sums === undefined) return;
  await desk.within('2026-01-31', async (context) => {
    const post = context.capability<object, unknown>('ledger.post');
    const on = { valueDate: '2026-01-31', memo: 'opening' };
    await post({ event: 'C02', amounts: { principal: sums.principal }, ...on });
    await post({ event: 'C05', amounts: { interest: sums.interest }, ...on });
    await post({ event: 'C16', amounts: { overdue: sums.overdue }, ...on });
    await post({ event: 'C17', amounts: { later: sums.memo }, ...on });
  });
}

async function compare(desk: DayEndDesk, query: Query): Promise<void> {
  const ranges = await query<{ from: string; to: string }>(
    `select min(id::text) as from, max(id::text) as to from (select id, (row_number() over (order by id) - 1) / ${sliceSize} as slice from app.loan) s group by slice order by slice`,
  );
  const [{ count } = { count: 0 }] = await query<{ count: number }>('select count(*)::int as count from app.loan');
  const runSteps = async (date: string, steps: readonly string[]): Promise<void> => {
    for (const { from, to } of ranges) await desk.run(date, { range: [from, to], steps });
  };
  console.log(`${count} loans of 24 instalments, slices of ${sliceSize}\n`);
  const speeds: { ours: number; plain: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const date = `2026-02-${String(round).padStart(2, '0')}`;
    const ours = (): Promise<number> => seconds(() => runSteps(date, measured));
    const plain = (): Promise<number> => seconds(() => handWritten(query, date));
    await runSteps(date, ['lending.instalments-due']);
    const first = round % 2 === 0 ? await ours() : await plain();
    const second = round % 2 === 0 ? await plain() : await ours();
    speeds.push(round % 2 === 0 ? { ours: count / first, plain: count / second } : { ours: count / second, plain: count / first });
  }
  const median = (side: 'ours' | 'plain'): number => speeds.map((speed) => speed[side]).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  console.log(
    `accrual and ageing   steps ${median('ours').toFixed(0)} loans/s   hand-written ${median('plain').toFixed(0)} loans/s   ratio ${(median('ours') / median('plain')).toFixed(2)}   goal 0.50`,
  );
  const [differing] = await query<{ count: number }>(
    `select count(*)::int as count from app.loan l join app.loan_accrual a on a.loan = l.id join app.plain_loan p on p.id = l.id where a.interest + a.memo <> p.accrued or l.dpd <> p.dpd`,
  );
  console.log(`loans on which the two differ: ${differing?.count ?? 0}\n`);
  let total = 0;
  for (const step of dayEndSteps) {
    const took = await seconds(() => (step.over === undefined ? desk.run('2026-02-04', { steps: [step.name] }) : runSteps('2026-02-04', [step.name])));
    total += took;
    console.log(`${step.name.padEnd(28)} ${took.toFixed(2).padStart(7)} s`);
  }
  console.log(`${'one day-end'.padEnd(28)} ${total.toFixed(2).padStart(7)} s   memory ${Math.round(process.memoryUsage().rss / 1_048_576)} MB`);
}

/** The yardstick: exact accrual and days past due, one statement for all loans, no lock, no journal, no slice. */
async function handWritten(query: Query, date: string): Promise<void> {
  await query(
    `update app.plain_loan l set through = $1::date, accrued = greatest(l.accrued, case when $1::date >= l.matures_on then l.total_interest
       else r.interest_before + round(r.numerator * ($1::date - r.start_on) / r.denominator * l.unit, 2) end)
     from app.plain_row r where r.loan = l.id and r.start_on < $1::date and r.due_on >= $1::date and l.through < $1::date`,
    [date],
  );
  await query(
    `update app.plain_loan l set dpd = coalesce(u.days, 0), overdue = coalesce(u.principal, 0), state = case when u.days > 0 then 'overdue' else 'normal' end
     from app.plain_loan p left join (select loan, $1::date - min(due_on) as days, sum(principal_due - principal_paid) as principal
       from app.plain_row where due_on < $1::date and outstanding > 0 group by loan) u on u.loan = p.id
     where p.id = l.id`,
    [date],
  );
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
