import type { Day } from '../calendar/date.ts';
import { elapsedFactor } from '../change/cut-period.ts';
import { add, type Fraction, multiply, subtract, sum, ZERO } from '../number/fraction.ts';
import type { Period } from '../schedule/period.ts';
import type { PlanTerms } from '../schedule/terms.ts';

/** A part of a payment that went to a row. */
export interface RowPayment {
  readonly row: number;
  readonly day: Day;
  readonly principal: Fraction;
  readonly interest: Fraction;
}

/** A row that was fully paid before its due date keeps these figures for ever. */
export interface SettledEarly {
  readonly principal: Fraction;
  readonly interest: Fraction;
}

/** Everything known of a loan at a point of its replay. Rows are counted from 0. */
export interface LoanFacts {
  readonly terms: PlanTerms;
  readonly actual: boolean;
  readonly periods: readonly Period[];
  readonly disbursements: readonly { readonly day: Day; readonly amount: Fraction }[];
  readonly rates: readonly { readonly from: Day; readonly rate: Fraction }[];
  /** Nights [from, to) without interest. */
  readonly pauses: readonly { readonly from: Day; readonly to: Day }[];
  /** Level amount of every row. */
  readonly levels: readonly Fraction[];
  readonly payments: readonly RowPayment[];
  readonly settled: ReadonlyMap<number, SettledEarly>;
}

export function rateOn(facts: LoanFacts, day: Day): Fraction {
  if (facts.pauses.some((pause) => pause.from <= day && day < pause.to)) return ZERO;
  return facts.rates.findLast((change) => change.from <= day)?.rate ?? facts.terms.rate;
}

/** Days inside (from, to) on which the rate may change. */
export function rateCuts(facts: LoanFacts, from: Day, to: Day): Day[] {
  const days = [...facts.rates.map((change) => change.from), ...facts.pauses.flatMap((pause) => [pause.from, pause.to])];
  return days.filter((day) => day > from && day < to);
}

/** Share of a year of a part of a period: counts of real days count it themselves, the others share by real days. */
export function segmentFactor(facts: LoanFacts, period: Period, from: Day, to: Day): Fraction {
  const maturity = facts.periods.at(-1)?.end ?? period.end;
  return subtract(elapsedFactor(facts.terms, period, to, maturity), elapsedFactor(facts.terms, period, from, maturity));
}

/** Rate × time from a day to the end of its period. */
export function yieldFrom(facts: LoanFacts, period: Period, from: Day): Fraction {
  const bounds = [...new Set([from, ...rateCuts(facts, from, period.end), period.end])].sort((a, b) => a - b);
  let total = ZERO;
  bounds.slice(1).forEach((to, index) => {
    const begin = bounds[index] ?? from;
    total = add(total, multiply(rateOn(facts, begin), segmentFactor(facts, period, begin, to)));
  });
  return total;
}

export function disbursedBefore(facts: LoanFacts, day: Day): Fraction {
  return sum(facts.disbursements.filter((flow) => flow.day < day).map((flow) => flow.amount));
}

export function paidOf(facts: LoanFacts, row: number): { principal: Fraction; interest: Fraction; total: Fraction } {
  const parts = facts.payments.filter((part) => part.row === row);
  const principal = sum(parts.map((part) => part.principal));
  const interest = sum(parts.map((part) => part.interest));
  return { principal, interest, total: add(principal, interest) };
}
