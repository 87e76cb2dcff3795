import { compareDecimals, decimal, isDecimalText } from '../kernel/index.ts';

/** The bounds of documents, as pure functions: the same answers in the server's validator and in the browser. `limit` and
 *  `value` are both decimals or both dates; dates order as texts. */
export const bounds = {
  min: (limit: string, value: string): boolean => order(value, limit) >= 0,
  max: (limit: string, value: string): boolean => order(value, limit) <= 0,
  above: (limit: string, value: string): boolean => order(value, limit) > 0,
  below: (limit: string, value: string): boolean => order(value, limit) < 0,
} as const;

/** Written with at most `scale` decimal places; trailing zeros count as written. */
export function fitsScale(scale: number, value: string): boolean {
  const point = value.indexOf('.');
  return point < 0 || value.length - point - 1 <= scale;
}

function order(left: string, right: string): number {
  if (isDecimalText(left) && isDecimalText(right)) return compareDecimals(decimal(left), decimal(right));
  return left < right ? -1 : left > right ? 1 : 0;
}
