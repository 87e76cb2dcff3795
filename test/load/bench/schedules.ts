import { Decimal } from 'decimal.js';
import { ipmt, pmt, ppmt } from 'financial';
import { Loan } from 'loanjs';
import { buildSchedule, buildScheduleGeneral, type Schedule, type ScheduleTerms } from '../../../plugins/lending/maths/index.ts';

interface Way {
  readonly name: string;
  readonly compute: (terms: ScheduleTerms) => unknown;
  /** Interest of the rows, for ways that should give our level plan. */
  readonly interestOf?: (terms: ScheduleTerms) => readonly string[];
}

/** Plans a second of processor time, so that a busy machine does not change the answer: level loans as they come from a
 *  product, beside a straightforward loop on decimal.js and libraries from npm. Prints one line a way of computing: its speed,
 *  its ratio to the loop, and how many of a thousand rows have other interest than ours. */
export function benchSchedules(seconds: number): void {
  for (const periods of [36, 360]) {
    const loans = loansOf(periods);
    const ways = waysOf(periods);
    console.log(`\nlevel plans of ${periods} rows`);
    const speeds = ways.map(({ compute }) => measure(loans, compute, seconds));
    ways.forEach((way, index) => {
      const speed = speeds[index] ?? 0;
      const wrong = way.interestOf === undefined ? '' : `${differing(loans, way.interestOf).toFixed(1)} of 1,000 rows differ`;
      console.log(
        `${way.name.padEnd(22)} ${Math.round(speed).toString().padStart(8)} plans/s   ratio ${(speed / (speeds[0] ?? 1)).toFixed(2).padStart(6)}   ${wrong}`,
      );
    });
  }
}

function waysOf(periods: number): readonly Way[] {
  return [
    { name: 'decimal.js loop', compute: decimalRows, interestOf: (terms) => decimalRows(terms).map((row) => row.interest) },
    { name: 'level', compute: (terms) => buildSchedule(terms) },
    { name: 'level with trace', compute: (terms) => buildSchedule(terms, { trace: true }) },
    { name: 'level, general walk', compute: (terms) => buildScheduleGeneral(terms), interestOf: (terms) => interestOf(buildScheduleGeneral(terms)) },
    { name: 'level, true factors', compute: (terms) => buildSchedule({ ...terms, dayCount: 'ACT_365F', levelRule: 'TRUE_FACTORS' }) },
    { name: 'equal principal', compute: (terms) => buildSchedule({ ...terms, method: 'EQUAL_PRINCIPAL' }) },
    {
      name: 'npm loanjs',
      compute: (terms) => Loan(Number(terms.principal), periods, Number(terms.annualRate) * 100, 'annuity'),
      interestOf: (terms) =>
        Loan(Number(terms.principal), periods, Number(terms.annualRate) * 100, 'annuity').installments.map((row) => row.interest.toFixed(2)),
    },
    { name: 'npm financial', compute: financialRows, interestOf: (terms) => financialRows(terms).map((row) => row.interest.toFixed(2)) },
  ];
}

function loansOf(periods: number): readonly ScheduleTerms[] {
  return Array.from({ length: 200 }, (_, index) => ({
    principal: (10000 + index * 137.31).toFixed(2),
    annualRate: (0.03 + (index % 40) * 0.001).toFixed(4),
    method: 'LEVEL',
    termUnit: 'MONTH',
    interval: 1,
    periods,
    disbursementDate: `2026-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
    dayCount: 'MONTHLY_FIXED',
    levelRule: 'REGULAR',
    rounding: { mode: 'HALF_UP', money: '0.01', instalment: '0.01' },
  }));
}

/** The same rows by decimal.js, dividing last, without dates and totals. */
function decimalRows(terms: ScheduleTerms): readonly Record<'principal' | 'interest' | 'payment' | 'balance', string>[] {
  const rate = new Decimal(terms.annualRate);
  const growth = rate
    .div(12)
    .plus(1)
    .pow(terms.periods ?? 0);
  let balance = new Decimal(terms.principal);
  const amount = balance.times(rate).div(12).times(growth).div(growth.minus(1)).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  const rows: Record<'principal' | 'interest' | 'payment' | 'balance', string>[] = [];
  for (let k = 1; k <= (terms.periods ?? 0); k += 1) {
    const interest = balance.times(rate).div(12).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    const principal = k === terms.periods ? balance : amount.minus(interest);
    balance = balance.minus(principal);
    rows.push({ principal: principal.toFixed(2), interest: interest.toFixed(2), payment: principal.plus(interest).toFixed(2), balance: balance.toFixed(2) });
  }
  return rows;
}

/** Rows by the spreadsheet functions of `financial`; it has no plan of its own. */
function financialRows({ principal, annualRate, periods = 0 }: ScheduleTerms): readonly Record<'principal' | 'interest' | 'payment', number>[] {
  const rate = Number(annualRate) / 12;
  const amount = Number(principal);
  const payment = -pmt(rate, periods, amount);
  return Array.from({ length: periods }, (_, index) => ({
    principal: -ppmt(rate, index + 1, periods, amount),
    interest: -ipmt(rate, index + 1, periods, amount),
    payment,
  }));
}

function interestOf(schedule: Schedule): readonly string[] {
  return schedule.rows.map((row) => row.interest);
}

/** Of a thousand rows, those whose interest is not the one of our plan. */
function differing(loans: readonly ScheduleTerms[], other: (terms: ScheduleTerms) => readonly string[]): number {
  const rows = loans.flatMap((terms) => {
    const theirs = other(terms);
    return interestOf(buildSchedule(terms)).map((interest, index) => interest !== theirs[index]);
  });
  return (rows.filter(Boolean).length / rows.length) * 1000;
}

function measure(loans: readonly ScheduleTerms[], compute: (terms: ScheduleTerms) => unknown, seconds: number): number {
  const run = (wanted: number): number => {
    const before = process.cpuUsage();
    let count = 0;
    for (;;) {
      for (const loan of loans) compute(loan);
      count += loans.length;
      const used = process.cpuUsage(before).user / 1e6;
      if (used >= wanted) return count / used;
    }
  };
  run(0.3);
  return run(seconds);
}
