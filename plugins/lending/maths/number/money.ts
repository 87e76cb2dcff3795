import { add, compare, type Fraction, parseDecimal, subtract, sum } from './fraction.ts';
import { decimalsOf, formatFixed, parseUnit, type RoundingMode, roundToUnit } from './rounding.ts';

/** Rounds a decimal string to a whole multiple of `unit`. Refuses NOT_A_DECIMAL, NOT_A_UNIT. */
export function roundMoney(amount: string, how: { mode: RoundingMode; unit: string }): string {
  return formatMoney(roundToUnit(parseDecimal(amount), parseUnit(how.unit), how.mode));
}

export function addMoney(a: string, b: string): string {
  return formatMoney(add(parseDecimal(a), parseDecimal(b)));
}

export function subtractMoney(a: string, b: string): string {
  return formatMoney(subtract(parseDecimal(a), parseDecimal(b)));
}

export function sumMoney(amounts: Iterable<string>): string {
  return formatMoney(sum([...amounts].map(parseDecimal)));
}

/** −1 when a is less than b, 0 when equal, 1 when more. "1.5" equals "1.50". */
export function compareMoney(a: string, b: string): -1 | 0 | 1 {
  return compare(parseDecimal(a), parseDecimal(b));
}

/** Money has two decimals, or as many as the amount needs where its rounding unit is finer. */
export function formatMoney(amount: Fraction): string {
  const decimals = amount.denominator === 1n || 100n % amount.denominator === 0n ? 2 : Math.max(2, decimalsOf(amount));
  return formatFixed(amount, decimals);
}
