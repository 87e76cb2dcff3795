import type { Fraction } from '../number/fraction.ts';
import { formatExact, type RoundingMode } from '../number/rounding.ts';
import { formatMoney } from '../number/money.ts';
import { lastRateOf, type Period, yieldOf } from './period.ts';
import type { PlanTerms } from './terms.ts';

/** Why a row's interest is what it is: the figures of "why this cent". All decimals are strings;
 *  `factor` is the exact fraction, `unrounded` is cut to 12 decimals for showing. */
export interface RowTrace {
  readonly balance: string;
  readonly rate: string;
  readonly days: number;
  readonly factor: string;
  readonly unrounded: string;
  readonly rounded: string;
  readonly mode: RoundingMode | 'NONE';
  readonly unit: string;
  /** The rule that gave the principal, in words of the specification. */
  readonly rule: string;
  readonly source: string;
}

export interface TraceFigures {
  readonly period: Period;
  readonly base: Fraction;
  readonly unrounded: Fraction;
  readonly rounded: Fraction;
  readonly rule: string;
}

export function traceRow(terms: PlanTerms, figures: TraceFigures): RowTrace {
  const { period, base, unrounded, rounded, rule } = figures;
  const rates = period.rates.length === 1 ? formatExact(lastRateOf(period)) : period.rates.map((segment) => formatExact(segment.rate)).join(' then ');
  const single = period.rates.length === 1 && period.charged.numerator === 0n;
  const factor = single ? period.factor : yieldOf(period);
  return {
    balance: formatMoney(base),
    rate: rates,
    days: period.days,
    factor: `${factor.numerator}/${factor.denominator}`,
    unrounded: formatExact(unrounded, 12),
    rounded: formatExact(rounded, 12),
    mode: terms.given.rounding.interest === 'NONE' ? 'NONE' : terms.moneyMode,
    unit: formatExact(terms.moneyUnit),
    rule,
    source: single ? 'B.4: balance × rate × factor, rounded at R2' : 'B.4: balance × Σ rate × segment factor, rounded once at R2; factor is rate × time',
  };
}
