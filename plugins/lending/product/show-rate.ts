import { Decimal } from 'decimal.js';
import type { Product } from './product.ts';

const PER: Record<Product['quote']['unit'], number | null> = { YEAR: 1, MONTH: 12, DAY: null };
const SCALES: Record<string, { readonly times: number; readonly sign: string }> = {
  PERCENT: { times: 100, sign: '%' },
  PERMILLE: { times: 1000, sign: '‰' },
  PERMYRIAD: { times: 10_000, sign: '‱' },
};
const UNITS = { YEAR: '年', MONTH: '月', DAY: '日' } as const;

/** The annual fraction in the product's quoting unit: "0.12" → `12 %/年`, `1 %/月`, `3.333333 ‱/日`. The folk units are
 *  for input only; contracts show percent. Source: calculation spec B.1. */
export function showRate(product: Product, annualRate: string): string {
  const { unit, scale, basis } = product.quote;
  const shown = SCALES[scale] ?? { times: 100, sign: '%' };
  const value = new Decimal(annualRate).times(shown.times).div(PER[unit] ?? basis);
  return `${value.toDecimalPlaces(6).toString()} ${shown.sign}/${UNITS[unit]}`;
}
