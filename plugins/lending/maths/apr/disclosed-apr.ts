import { addMonths, type Day, parseDay, wholeMonthsBetween } from '../calendar/date.ts';
import { unsupported } from '../refusal.ts';
import { internalRate, Precise, solveRoot, type TimedFlow } from '../cost/solve-root.ts';
import { MathsRefusal } from '../refusal.ts';

/** One or several equal payments in a European disclosure; exactly one way of saying when. Months count twelfths of a
 *  year from the drawdown, days count 365ths. */
export interface EuropeanPayment {
  readonly amount: string;
  /** Years after the drawdown. */
  readonly t?: string;
  readonly date?: string;
  readonly count?: number;
  readonly everyMonths?: number;
  readonly firstAtMonth?: number;
  readonly firstAfterDays?: number;
}

/** APRC: Σ credit = Σ payments / (1 + X)^t, as a fraction. Refuses NO_SOLUTION. Source: exam README, suite apr. */
export function europeanAprc(input: { credit: string; payments: readonly EuropeanPayment[]; drawdownDate?: string }): string {
  const flows: TimedFlow[] = [{ time: new Precise(0), amount: new Precise(input.credit) }];
  for (const payment of input.payments) {
    for (const time of timesOf(payment, input.drawdownDate)) flows.push({ time, amount: new Precise(payment.amount).neg() });
  }
  const rate = internalRate(flows, { least: -0.999, most: 1e7, near: 0 });
  if (rate === null) throw new MathsRefusal('NO_SOLUTION');
  return rate.toFixed(30);
}

function timesOf(payment: EuropeanPayment, drawdownDate: string | undefined): Precise[] {
  if (payment.t !== undefined) return [new Precise(payment.t)];
  if (payment.date !== undefined) {
    if (drawdownDate === undefined) throw unsupported('a dated payment without a drawdown date');
    return [new Precise(parseDay(payment.date) - parseDay(drawdownDate)).div(365)];
  }
  const start = payment.firstAfterDays === undefined ? new Precise(payment.firstAtMonth ?? 0).div(12) : new Precise(payment.firstAfterDays).div(365);
  const count = payment.count ?? 1;
  return Array.from({ length: count }, (_, index) => start.plus(new Precise(index * (payment.everyMonths ?? 1)).div(12)));
}

export type UnitPeriod = 'WEEK' | 'TWO_WEEKS' | 'FOUR_WEEKS' | 'HALF_MONTH' | 'MONTH' | 'TWO_MONTHS' | 'QUARTER' | 'HALF_YEAR' | 'YEAR';

const UNIT_MONTHS: Partial<Record<UnitPeriod, number>> = { MONTH: 1, TWO_MONTHS: 2, QUARTER: 3, HALF_YEAR: 6, YEAR: 12 };
const UNIT_DAYS: Record<UnitPeriod, number> = {
  WEEK: 7,
  TWO_WEEKS: 14,
  FOUR_WEEKS: 28,
  HALF_MONTH: 15,
  MONTH: 30,
  TWO_MONTHS: 60,
  QUARTER: 90,
  HALF_YEAR: 180,
  YEAR: 365,
};

interface DatedFlow {
  readonly date: string;
  readonly amount: string;
}

/** United States actuarial method: whole unit periods discount by (1 + i), the odd part f of one by (1 + f·i); the
 *  annual rate is i × unit periods a year, as a fraction. Refuses NO_SOLUTION. Source: exam README, suite apr. */
export function unitedStatesApr(input: {
  advances: readonly DatedFlow[];
  payments: readonly DatedFlow[];
  /** Any other name serves when there is one advance and one payment: the first period says it all. */
  unitPeriod: UnitPeriod | (string & {});
  /** A decimal or a quotient such as 365/240. */
  unitPeriodsPerYear: string;
  firstPeriod: { wholeUnits: number; fraction: string };
}): string {
  const start = input.advances[0];
  const first = input.payments[0];
  if (!start || !first) throw new MathsRefusal('NO_SOLUTION');
  const firstPeriod = { whole: input.firstPeriod.wholeUnits, odd: new Precise(input.firstPeriod.fraction) };
  const flows = [
    ...input.advances.map((advance) => ({ ...unitsFrom(parseDay(start.date), parseDay(advance.date), input.unitPeriod), amount: new Precise(advance.amount) })),
    ...input.payments.map((payment) => {
      const later = unitsFrom(parseDay(first.date), parseDay(payment.date), input.unitPeriod);
      if (!later.odd.isZero()) throw unsupported('payments at odd distances');
      return { whole: firstPeriod.whole + later.whole, odd: firstPeriod.odd, amount: new Precise(payment.amount).neg() };
    }),
  ];
  const rough = flows.map((flow) => ({ whole: flow.whole, odd: flow.odd.toNumber(), amount: flow.amount.toNumber() }));
  const rate = solveRoot(
    (i) => rough.reduce((total, flow) => total + flow.amount / ((1 + flow.odd * i) * (1 + i) ** flow.whole), 0),
    (i) => flows.reduce((total, flow) => total.plus(flow.amount.div(flow.odd.times(i).plus(1).times(i.plus(1).pow(flow.whole)))), new Precise(0)),
    { least: -0.5, most: 100, near: 0 },
  );
  if (rate === null) throw new MathsRefusal('NO_SOLUTION');
  const [top = '1', bottom = '1'] = input.unitPeriodsPerYear.split('/');
  return rate.times(top).div(bottom).toFixed(30);
}

/** Whole unit periods counted back from the later date, and the odd days before them as a share of a unit period. */
function unitsFrom(from: Day, to: Day, unit: string): { whole: number; odd: Precise } {
  if (from === to) return { whole: 0, odd: new Precise(0) };
  const months = UNIT_MONTHS[unit as UnitPeriod];
  const days = UNIT_DAYS[unit as UnitPeriod];
  if (days === undefined) throw unsupported(`unit period ${unit}`);
  if (unit === 'HALF_MONTH') return halfMonthsFrom(from, to);
  if (months === undefined) return { whole: Math.floor((to - from) / days), odd: new Precise((to - from) % days).div(days) };
  let whole = Math.floor(wholeMonthsBetween({ from, to }) / months) + 1;
  while (whole > 0 && addMonths(to, -whole * months) < from) whole -= 1;
  return { whole, odd: new Precise(addMonths(to, -whole * months) - from).div(days) };
}

/** Half months: whole months, and one more half when fifteen or sixteen days are left over. */
function halfMonthsFrom(from: Day, to: Day): { whole: number; odd: Precise } {
  let months = wholeMonthsBetween({ from, to }) + 1;
  while (addMonths(to, -months) < from) months -= 1;
  const rest = addMonths(to, -months) - from;
  const half = rest >= 13 ? 1 : 0;
  const odd = half === 1 && rest <= 16 ? 0 : rest - 15 * half;
  return { whole: months * 2 + half, odd: new Precise(odd).div(15) };
}
