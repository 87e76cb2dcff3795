import type { Day } from '../calendar/date.ts';
import { add, compare, type Fraction, larger, multiply, smaller, subtract, ZERO } from '../number/fraction.ts';

/** A rate that holds from a share of the period on. */
export interface RateSegment {
  /** Year fraction elapsed in the period when the rate begins. */
  readonly at: Fraction;
  readonly rate: Fraction;
}

/** One row of a plan before any money is known: its dates, its share of a year and its rates. */
export interface Period {
  readonly n: number;
  readonly start: Day;
  readonly end: Day;
  readonly due: Day;
  /** Year fraction of the whole period. */
  readonly factor: Fraction;
  /** Days by the convention, for the trace. */
  readonly days: number;
  /** Oldest first; the first begins at 0. */
  readonly rates: readonly RateSegment[];
  /** Year fraction whose interest was already charged (a prepayment inside the period). */
  readonly charged: Fraction;
  /** A separate stub row: interest only, outside the count of periods. */
  readonly isStub?: boolean;
}

/** Rate × time still to be charged: Σ over rate segments of rate × share, without the part already charged. */
export function yieldOf(period: Period): Fraction {
  return yieldBetween(period, period.charged, period.factor);
}

/** Rate × time of the part of a period between two elapsed shares. Source: DEFINITIONS 6, cutting a period. */
export function yieldBetween(period: Period, from: Fraction, to: Fraction): Fraction {
  const only = period.rates[0];
  if (period.rates.length === 1 && only) return multiply(only.rate, subtract(to, from));
  let total = ZERO;
  period.rates.forEach((segment, index) => {
    const next = period.rates[index + 1];
    const begin = larger(from, segment.at);
    const end = next ? smaller(to, next.at) : to;
    if (compare(begin, end) < 0) total = add(total, multiply(segment.rate, subtract(end, begin)));
  });
  return total;
}

/** The rate that holds at the end of the period. */
export function lastRateOf(period: Period): Fraction {
  return period.rates.at(-1)?.rate ?? ZERO;
}
