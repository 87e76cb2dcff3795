import { Decimal as DecimalJs } from 'decimal.js';

/** Exact base-10 numbers. 100 significant digits: sums and products of 38-digit amounts stay exact, only a division
 *  rounds, and its caller rounds again at a named place. Never made from a binary fraction. */
export const Decimal = DecimalJs.clone({ precision: 100, rounding: DecimalJs.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15, maxE: 9e15, minE: -9e15 });
export type Decimal = DecimalJs;

/** How a figure is cut: `halfUp` 0.5 away from zero, `up` away from zero, `down` towards zero, `halfEven` the banker's. */
export type RoundMode = 'halfUp' | 'up' | 'down' | 'halfEven';

const modes: Readonly<Record<RoundMode, DecimalJs.Rounding>> = {
  halfUp: DecimalJs.ROUND_HALF_UP,
  up: DecimalJs.ROUND_UP,
  down: DecimalJs.ROUND_DOWN,
  halfEven: DecimalJs.ROUND_HALF_EVEN,
};

const decimalText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const longestText = 400;

/** True for a plain decimal text such as "-1234.50": no exponent, no sign +, no spaces, no leading zeros. */
export function isDecimalText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText && decimalText.test(value);
}

/** The number that a decimal text or a safe integer means. Throws RangeError for anything else. */
export function decimal(value: string | number): Decimal {
  if (typeof value === 'number' ? !Number.isSafeInteger(value) : !isDecimalText(value)) {
    throw new RangeError(`Not a plain decimal: ${typeof value === 'number' ? 'a binary fraction' : JSON.stringify(value.slice(0, 40))}`);
  }
  return new Decimal(value);
}

/** Plain notation, without exponent; -0 is "0". With `scale` exactly so many places, which must already fit. */
export function decimalToText(value: Decimal, scale?: number): string {
  const plain = value.isZero() ? new Decimal(0) : value;
  return scale === undefined ? plain.toFixed() : plain.toFixed(Math.max(scale, plain.decimalPlaces()));
}

/** -1, 0 or 1, exactly and whatever the scale: 1.0 equals 1.00. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return Math.sign(a.comparedTo(b)) as -1 | 0 | 1;
}

/** `value` with at most `scale` places. */
export function roundDecimal(value: Decimal, scale: number, mode: RoundMode = 'halfUp'): Decimal {
  return value.toDecimalPlaces(scale, modes[mode]);
}

export function sumDecimals(values: Iterable<Decimal>): Decimal {
  let total: Decimal = new Decimal(0);
  for (const value of values) total = total.plus(value);
  return total;
}

/** "1234567.5" → "1,234,567.5": the same digits, grouped by three for reading. */
export function groupThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
