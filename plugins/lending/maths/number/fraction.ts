import { MathsRefusal } from '../refusal.ts';

/** An exact rational number. The denominator is positive and the two parts share no factor.
 *  Everything between two rounding points is held in this form: a quotient cut to 28 digits and
 *  multiplied afterwards can lose a true half-cent tie. Source: DEFINITIONS 1.1. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

/** The reduced fraction of two whole numbers. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  let top = BigInt(numerator);
  let bottom = BigInt(denominator);
  if (bottom === 0n) throw new MathsRefusal('DIVISION_BY_ZERO');
  if (bottom < 0n) {
    top = -top;
    bottom = -bottom;
  }
  if (bottom === 1n) return { numerator: top, denominator: bottom };
  const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom);
  return divisor === 1n ? { numerator: top, denominator: bottom } : { numerator: top / divisor, denominator: bottom / divisor };
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Reads a decimal string exactly. Refuses NOT_A_DECIMAL. */
export function parseDecimal(text: string): Fraction {
  const match = DECIMAL.exec(text);
  if (!match) throw new MathsRefusal('NOT_A_DECIMAL', { value: String(text) });
  const decimals = match[3] ?? '';
  const digits = BigInt((match[2] ?? '') + decimals);
  const exponent = Number(match[4] ?? 0) - decimals.length;
  const signed = match[1] === '-' ? -digits : digits;
  return exponent >= 0 ? fraction(signed * 10n ** BigInt(exponent)) : fraction(signed, 10n ** BigInt(-exponent));
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return fraction(a.numerator + b.numerator, a.denominator);
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, negate(b));
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Refuses DIVISION_BY_ZERO. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function negate(a: Fraction): Fraction {
  return { numerator: -a.numerator, denominator: a.denominator };
}

export function sum(values: Iterable<Fraction>): Fraction {
  let total = ZERO;
  for (const value of values) total = add(total, value);
  return total;
}

/** −1, 0 or 1. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isZero(a: Fraction): boolean {
  return a.numerator === 0n;
}

export function isNegative(a: Fraction): boolean {
  return a.numerator < 0n;
}

export function smaller(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) <= 0 ? a : b;
}

export function larger(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) >= 0 ? a : b;
}

export function absolute(a: Fraction): Fraction {
  return a.numerator < 0n ? negate(a) : a;
}

function greatestCommonDivisor(first: bigint, second: bigint): bigint {
  let a = first;
  let b = second;
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
