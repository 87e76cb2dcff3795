import { Decimal } from 'decimal.js';
import { buildSchedule, buildScheduleGeneral, type ScheduleTerms } from '../../plugins/lending/maths/index.ts';

/** Plans a second of processor time: level loans of 36 rows as they come from a product, beside a straightforward loop on decimal.js.
 *  `node test/load/schedules.ts [seconds a line]`. Prints one line a way of computing, then the ratios. */
const seconds = Number(process.argv[2] ?? '2');
const ROWS = 36;

const loans: readonly ScheduleTerms[] = Array.from({ length: 200 }, (_, index) => ({
  principal: (10000 + index * 137.31).toFixed(2),
  annualRate: (0.04 + (index % 40) * 0.0025).toFixed(4),
  method: 'LEVEL',
  termUnit: 'MONTH',
  interval: 1,
  periods: ROWS,
  disbursementDate: `2026-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
  dayCount: 'MONTHLY_FIXED',
  levelRule: 'REGULAR',
  rounding: { mode: 'HALF_UP', money: '0.01', instalment: '0.01' },
}));

/** The same rows by decimal.js, dividing last, without dates and totals. */
function decimalSchedule(terms: ScheduleTerms): string[] {
  const rate = new Decimal(terms.annualRate);
  const growth = rate.div(12).plus(1).pow(ROWS);
  let balance = new Decimal(terms.principal);
  const amount = balance.times(rate).div(12).times(growth).div(growth.minus(1)).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  const rows: string[] = [];
  for (let k = 1; k <= ROWS; k += 1) {
    const interest = balance.times(rate).div(12).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    const principal = k === ROWS ? balance : amount.minus(interest);
    balance = balance.minus(principal);
    rows.push(`${principal.toFixed(2)} ${interest.toFixed(2)} ${principal.plus(interest).toFixed(2)} ${balance.toFixed(2)}`);
  }
  return rows;
}

/** Plans a second of processor time, so that a busy machine does not change the answer. */
function measure(compute: (terms: ScheduleTerms) => unknown): number {
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

const ways: [string, (terms: ScheduleTerms) => unknown][] = [
  ['decimal.js loop', decimalSchedule],
  ['level, whole cents', (terms) => buildSchedule(terms)],
  ['level, general walk', (terms) => buildScheduleGeneral(terms)],
  ['level with trace', (terms) => buildSchedule(terms, { trace: true })],
  ['level, true factors', (terms) => buildSchedule({ ...terms, dayCount: 'ACT_365F', levelRule: 'TRUE_FACTORS' })],
  ['equal principal', (terms) => buildSchedule({ ...terms, method: 'EQUAL_PRINCIPAL' })],
];

const results = ways.map(([name, compute]) => ({ name, perSecond: measure(compute) }));
const reference = results[0]?.perSecond ?? 1;
for (const { name, perSecond } of results) {
  console.log(`${name.padEnd(22)} ${Math.round(perSecond).toString().padStart(8)} plans/s   ratio ${(perSecond / reference).toFixed(2)}`);
}
