import { type Day, parseDay } from '../calendar/date.ts';
import { add, compare, divide, type Fraction, fraction, isZero, multiply, negate, ONE, parseDecimal, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { parseUnit, roundToUnit } from '../number/rounding.ts';
import { MathsRefusal } from '../refusal.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { readTerms, type ScheduleTerms } from '../schedule/terms.ts';
import { internalRate, Precise, type TimedFlow } from './solve-root.ts';

/** A fee the borrower pays, whoever receives it. `amount`, or a share of the principal, or (PER_PERIOD) of the balance
 *  before the row. Source: calculation spec B.9, DEFINITIONS 9, cost. */
export interface CostFee {
  readonly code?: string;
  readonly payee?: string;
  readonly timing: 'BEFORE' | 'AT_DISBURSEMENT' | 'PER_PERIOD' | 'AT_CLOSURE';
  readonly amount?: string;
  readonly pctOfPrincipal?: string;
  readonly pctOfBalance?: string;
  readonly date?: string;
  /** Part of the annual cost; true unless said. */
  readonly inApr?: boolean;
}

/** Money from the borrower's side: received positive, paid negative. */
export interface CostFlow {
  readonly period: number;
  readonly date?: string;
  readonly amount: string;
}

export interface AnnualisedCost {
  /** Periodic rate × periods a year. */
  readonly aprPercent: string;
  /** (1 + ρ)^m − 1. */
  readonly effectivePercent: string;
  /** On real dates over 365; null when a flow has no date. */
  readonly xirrPercent: string | null;
  /** Paid − received. */
  readonly totalCost: string;
  /** The unrounded apr against the cap; equal is within; null without a cap. */
  readonly withinCap: boolean | null;
}

/** Three annualised figures of a loan's cash flows, HALF_UP to `decimals`. A period longer than a year, or one that a year
 *  does not hold a whole number of times, is given as a fraction. Refuses NO_SOLUTION without a sign change.
 *  Source: calculation spec B.19; DEFINITIONS 9; vectors V1, V3, V5, V5b, V5c. */
export function annualisedCost(input: {
  flows: readonly CostFlow[];
  periodsPerYear: number | Fraction;
  decimals: number;
  capAprPercent?: string;
}): AnnualisedCost {
  const { flows, decimals } = input;
  const perYear = typeof input.periodsPerYear === 'number' ? fraction(input.periodsPerYear) : input.periodsPerYear;
  const periodsPerYear = new Precise(perYear.numerator.toString()).div(perYear.denominator.toString());
  const range = { least: -0.99, most: 100, near: 0 };
  const rho = internalRate(
    flows.map((flow) => ({ time: new Precise(flow.period), amount: new Precise(flow.amount) })),
    range,
  );
  if (rho === null) throw new MathsRefusal('NO_SOLUTION');
  const effective = rho.plus(1).pow(periodsPerYear).minus(1);
  const dated = datedFlows(flows);
  const xirr = dated ? internalRate(dated, range) : null;
  const percent = (value: Precise): string =>
    value
      .times(100)
      .toFixed(decimals, Precise.ROUND_HALF_UP)
      .replace(/^-(0(\.0*)?)$/, '$1');
  return {
    aprPercent: percent(rho.times(periodsPerYear)),
    effectivePercent: percent(effective),
    xirrPercent: xirr ? percent(xirr) : null,
    totalCost: formatMoney(negate(sum(flows.map((flow) => parseDecimal(flow.amount))))),
    withinCap: input.capAprPercent === undefined ? null : isWithinCap(flows, divide(parseDecimal(input.capAprPercent), multiply(fraction(100), perYear)), rho),
  };
}

/** At the cap rate the borrower's flows are worth nothing or more exactly when the true rate is at or below it.
 *  Decided on exact fractions, so that a loan priced at the cap itself is within. */
function isWithinCap(flows: readonly CostFlow[], capRate: Fraction, rho: Precise): boolean {
  const last = Math.max(...flows.map((flow) => flow.period));
  const growth = add(ONE, capRate);
  const value = flows.reduce((total, flow) => {
    let worth = parseDecimal(flow.amount);
    for (let k = flow.period; k < last; k += 1) worth = { numerator: worth.numerator * growth.numerator, denominator: worth.denominator * growth.denominator };
    return { numerator: total.numerator * worth.denominator + worth.numerator * total.denominator, denominator: total.denominator * worth.denominator };
  }, ZERO);
  if (isZero(value)) return true;
  const cap = new Precise(capRate.numerator.toString()).div(capRate.denominator.toString());
  return rho.lte(cap);
}

function datedFlows(flows: readonly CostFlow[]): TimedFlow[] | null {
  const days: Day[] = [];
  for (const flow of flows) {
    if (flow.date === undefined) return null;
    days.push(parseDay(flow.date));
  }
  const first = Math.min(...days);
  return flows.map((flow, index) => ({ time: new Precise((days[index] ?? first) - first).div(365), amount: new Precise(flow.amount) }));
}

/** The borrower's flows of a plan with its fees: disbursement at 0, payments at their rows. */
export function costFlows(terms: ScheduleTerms, schedule: Schedule, fees: readonly CostFee[]): CostFlow[] {
  const read = readTerms(terms);
  const round = (amount: Fraction): Fraction => roundToUnit(amount, parseUnit(terms.rounding.money ?? '0.01'), terms.rounding.mode);
  const flows: CostFlow[] = [{ period: 0, date: terms.disbursementDate, amount: terms.principal }];
  const pay = (period: number, date: string, amount: Fraction): void => {
    if (compare(amount, ZERO) !== 0) flows.push({ period, date, amount: formatMoney(negate(amount)) });
  };
  const last = schedule.rows.length;
  schedule.rows.forEach((row, index) => pay(index + 1, row.dueDate, parseDecimal(row.payment)));
  for (const fee of fees.filter((candidate) => candidate.inApr !== false)) {
    const fixed = fee.pctOfPrincipal === undefined ? parseDecimal(fee.amount ?? '0') : round(multiply(read.principal, parseDecimal(fee.pctOfPrincipal)));
    if (fee.timing === 'BEFORE' || fee.timing === 'AT_DISBURSEMENT') pay(0, fee.date ?? terms.disbursementDate, fixed);
    if (fee.timing === 'AT_CLOSURE') pay(last, schedule.rows.at(-1)?.dueDate ?? terms.disbursementDate, fixed);
    if (fee.timing !== 'PER_PERIOD') continue;
    let before = read.principal;
    schedule.rows.forEach((row, index) => {
      pay(index + 1, row.dueDate, fee.pctOfBalance === undefined ? fixed : round(multiply(before, parseDecimal(fee.pctOfBalance))));
      before = parseDecimal(row.balance);
    });
  }
  return flows;
}
