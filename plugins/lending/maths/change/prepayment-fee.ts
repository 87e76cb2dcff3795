import { type Day, wholeMonthsBetween } from '../calendar/date.ts';
import { add, compare, type Fraction, fraction, larger, multiply, parseDecimal, smaller, subtract, ZERO } from '../number/fraction.ts';
import { roundQuotient, roundToUnit } from '../number/rounding.ts';
import type { PlanTerms } from '../schedule/terms.ts';
import type { PrepaymentFee } from './plan-event.ts';

/** The fee on a prepaid principal: R2(q × pct), not below min, not above max. Source: DEFINITIONS 6, PREPAYMENT 3. */
export function prepaymentFee(terms: PlanTerms, fee: PrepaymentFee | undefined, principal: Fraction, day: Day): Fraction {
  if (!fee) return ZERO;
  const months = wholeMonthsBetween({ from: terms.disbursement, to: day });
  const tier = fee.tiers?.find((candidate) => candidate.beforeMonths === undefined || candidate.beforeMonths > months);
  const pct = fee.tiers ? (tier?.pct ?? '0') : (fee.pct ?? '0');
  const least = tier?.min ?? fee.min;
  const most = tier?.max ?? fee.max;
  let amount = roundToUnit(multiply(principal, parseDecimal(pct)), terms.moneyUnit, terms.moneyMode);
  if (least !== undefined) amount = larger(amount, parseDecimal(least));
  if (most !== undefined) amount = smaller(amount, parseDecimal(most));
  return amount;
}

const CENT = fraction(1, 100);

/** The largest cent amount q up to `balance` with q + fee(q) ≤ cash; negative or zero cash gives zero.
 *  The fee never falls when q grows, so halving the range finds it. Source: DEFINITIONS 6, PREPAYMENT 2. */
export function largestPrincipal(cash: Fraction, balance: Fraction, feeOf: (principal: Fraction) => Fraction): Fraction {
  const fits = (principal: Fraction): boolean => compare(add(principal, feeOf(principal)), cash) <= 0;
  if (fits(balance)) return balance;
  let low = 0n;
  let high = roundQuotient(balance.numerator * 100n, balance.denominator, 'DOWN');
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (fits(multiply(fraction(middle), CENT))) low = middle;
    else high = middle - 1n;
  }
  return multiply(fraction(low), CENT);
}

export function surplusOf(cash: Fraction, parts: readonly Fraction[]): Fraction {
  return parts.reduce((rest, part) => subtract(rest, part), cash);
}
