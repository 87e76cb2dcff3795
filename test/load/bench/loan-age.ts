import { foldLoan } from '../../../plugins/lending/account/fold/fold-loan.ts';
import { buildSchedule, formatDay, parseDay } from '../../../plugins/lending/maths/index.ts';
import { disbursement, eventsOf, termsOf } from '../../lending/account-facts.ts';
import { type DayEndDesk, openDayEndDesk } from '../../lending/day-end-desk.ts';
import { startLendingServer } from '../../scenario/lending-server.ts';
import { median } from './median.ts';

/** What an old loan costs beside a young one: two loans of 240 instalments, one month and 120 months old with every payment in
 *  them, read in turns over HTTP; and a replay of 36 months with an entry of the past, with nothing else in the process. */
export async function benchLoanAge(requests: number): Promise<void> {
  const server = await startLendingServer('2026-11-24T04:00:00Z');
  try {
    const desk = await openDayEndDesk(server.engine);
    const young = await openPaid(desk, '2026-10-20', 1);
    const old = await openPaid(desk, '2016-11-20', 120);
    const person = await server.signIn('zheng.lin');
    const readings: readonly [string, (loan: string) => Promise<{ readonly status: number }>][] = [
      ['record', (loan) => person.get(`/api/records/loan/${loan}`)],
      ['schedule', (loan) => person.post('/api/operations/lending.loan-schedule', { record: loan })],
      ['as of today, folded', (loan) => person.post('/api/operations/lending.loan-as-of', { record: loan })],
    ];
    console.log(`median of ${requests} requests, ms           1 month  120 months   ratio`);
    for (const [name, read] of readings) {
      const times: Record<string, number[]> = { [young]: [], [old]: [] };
      for (let index = 0; index < requests * 2 + 40; index += 1) {
        const loan = index % 2 === 0 ? young : old;
        const begun = performance.now();
        const { status } = await read(loan);
        if (status !== 200) throw new Error(`${name}: ${status}`);
        // The first ones warm up both.
        if (index >= 40) times[loan]?.push(performance.now() - begun);
      }
      const [first, second] = [median(times[young] ?? []), median(times[old] ?? [])];
      console.log(`${name.padEnd(38)} ${first.toFixed(2).padStart(9)} ${second.toFixed(2).padStart(11)} ${(second / first).toFixed(2).padStart(7)}`);
    }
  } finally {
    await server.close();
  }
  replay();
}

async function openPaid(desk: DayEndDesk, date: string, payments: number): Promise<string> {
  const terms = { amount: '240000.00', annualRate: '0.12', periods: 240, method: 'LEVEL', disbursementDate: date } as const;
  const loan = await desk.open({}, terms);
  const rows = await desk.within(date, (context) =>
    context.sql<{ due: string; total: string }>(
      'select due_on::text as due, total_due::text as total from {loan-instalment} where loan = $1::uuid order by period_no limit $2::int',
      [loan, payments],
    ),
  );
  for (const { due, total } of rows) await desk.repay(loan, total, due);
  return loan;
}

/** The first receipt is booked last, after a change of the rate. */
function replay(): void {
  const penalty = { mode: 'REPLACE', base: 'PRINCIPAL', rate: { kind: 'CONTRACT_FACTOR', m: '0.5' } } as const;
  const terms = termsOf({ periods: 36 }, { lateness: { penalty, yearBasis: 360, compound: true } });
  const receipts = buildSchedule(terms.schedule).rows.map(
    (row) => ({ kind: 'repayment', on: formatDay(parseDay(row.dueDate) + 4), amount: row.payment }) as const,
  );
  const [backdated, ...others] = receipts;
  if (backdated === undefined) throw new Error('there is a first instalment');
  const events = eventsOf([disbursement(terms), ...others, { kind: 'rateChange', on: '2027-01-20', annualRate: '0.10' }, backdated]);
  const times = Array.from({ length: 100 }, () => {
    const begun = performance.now();
    foldLoan(terms, events, { asOf: '2029-06-30', knownOn: '9999-12-31' });
    return performance.now() - begun;
  });
  console.log(`\nreplay of 36 months with an entry of the past: first ${(times[0] ?? 0).toFixed(1)} ms, median ${median(times).toFixed(1)} ms`);
}
