import { MathsRefusal } from '../refusal.ts';
import { compare, type Fraction, fraction, multiply, parseDecimal, ZERO } from './fraction.ts';

/** HALF_UP: a tie goes away from zero. HALF_EVEN: a tie goes to the even multiple. UP: away from zero.
 *  DOWN: towards zero. All act on the absolute value, the sign is put back. Source: DEFINITIONS 1.2. */
export type RoundingMode = 'HALF_UP' | 'HALF_EVEN' | 'UP' | 'DOWN';

/** Rounds to a whole multiple of the unit (0.01, 1, 100 …). */
export function roundToUnit(value: Fraction, unit: Fraction, mode: RoundingMode): Fraction {
  const units = roundQuotient(value.numerator * unit.denominator, value.denominator * unit.numerator, mode);
  return multiply(fraction(units), unit);
}

/** The whole number next to numerator ÷ denominator in the mode. The denominator must be positive.
 *  This is the only place where a remainder is given away. */
export function roundQuotient(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  if (numerator < 0n) return -roundQuotient(-numerator, denominator, mode);
  const whole = numerator / denominator;
  const rest = numerator - whole * denominator;
  return rest !== 0n && roundsAway(rest, denominator, whole, mode) ? whole + 1n : whole;
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
  if (scaled < 0n) return `-${placePoint(-scaled, decimals)}`;
  const digits = scaled.toString();
  if (decimals === 0) return digits;
  const point = digits.length - decimals;
  return point > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : `0.${digits.padStart(decimals, '0')}`;
}

/** Text of whole cents. Up to 2^53 the conversion to a number is exact and its digits come much faster. */
export function centsText(cents: bigint): string {
  if (cents < 0n || cents > MOST_EXACT) return placePoint(cents, 2);
  return wholeCentsText(Number(cents));
}

/** Text of whole cents that are not negative and at most 2^53. */
export function wholeCentsText(cents: number): string {
  const rest = cents % 100;
  return `${(cents - rest) / 100}${HUNDREDTHS[rest] ?? ''}`;
}

const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);
const HUNDREDTHS: readonly string[] = Array.from({ length: 100 }, (_, rest) => `.${String(rest).padStart(2, '0')}`);

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
