import { MathsRefusal } from '../refusal.ts';
import { compare, type Fraction, fraction, multiply, parseDecimal, ZERO } from './fraction.ts';

/** HALF_UP: a tie goes away from zero. HALF_EVEN: a tie goes to the even multiple. UP: away from zero.
 *  DOWN: towards zero. All act on the absolute value, the sign is put back. Source: DEFINITIONS 1.2. */
export type RoundingMode = 'HALF_UP' | 'HALF_EVEN' | 'UP' | 'DOWN';
export const ROUNDING_MODES: readonly RoundingMode[] = ['HALF_UP', 'HALF_EVEN', 'UP', 'DOWN'];

/** Rounds to a whole multiple of the unit (0.01, 1, 100 …). */
export function roundToUnit(value: Fraction, unit: Fraction, mode: RoundingMode): Fraction {
  const units = roundQuotient(value.numerator * unit.denominator, value.denominator * unit.numerator, mode);
  return multiply(fraction(units), unit);
}

/** The whole number next to numerator ÷ denominator in the mode. The denominator must be positive.
 *  This is the only place where a remainder is given away. */
export function roundQuotient(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  let whole = size / denominator;
  const rest = size - whole * denominator;
  if (rest !== 0n && roundsAway(rest, denominator, whole, mode)) whole += 1n;
  return negative ? -whole : whole;
}

function roundsAway(rest: bigint, denominator: bigint, whole: bigint, mode: RoundingMode): boolean {
  if (mode === 'UP') return true;
  if (mode === 'DOWN') return false;
  const twice = rest * 2n;
  if (twice !== denominator) return twice > denominator;
  return mode === 'HALF_UP' || whole % 2n === 1n;
}

/** Reads a rounding unit. Refuses NOT_A_UNIT when it is not a positive decimal. */
export function parseUnit(text: string): Fraction {
  const unit = parseDecimal(text);
  if (compare(unit, ZERO) <= 0) throw new MathsRefusal('NOT_A_UNIT', { unit: text });
  return unit;
}

/** A decimal text of exactly `decimals` places, HALF_UP where the value has more. */
export function formatFixed(value: Fraction, decimals: number): string {
  const scaled = roundQuotient(value.numerator * 10n ** BigInt(decimals), value.denominator, 'HALF_UP');
  return placePoint(scaled, decimals);
}

/** The shortest exact decimal, or the value cut to `most` places when it has no end. */
export function formatExact(value: Fraction, most = 28): string {
  const fixed = formatFixed(value, most);
  return fixed.includes('.') ? fixed.replace(/0+$/, '').replace(/\.$/, '') : fixed;
}

/** Writes a whole number of 10^−decimals as text. */
export function placePoint(scaled: bigint, decimals: number): string {
  const negative = scaled < 0n;
  const digits = (negative ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return negative ? `-${text}` : text;
}

/** Decimal places that a unit needs: 0.01 → 2, 10 → 0. */
export function decimalsOf(unit: Fraction): number {
  let decimals = 0;
  let scaled = unit;
  while (scaled.denominator !== 1n && decimals < 28) {
    scaled = multiply(scaled, fraction(10n));
    decimals += 1;
  }
  return decimals;
}
