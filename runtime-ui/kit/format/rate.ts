import { groupDigits } from './money.ts';
import { shiftPoint } from './parse-number.ts';

/** A fraction as stored (`0.12`) in percent (`12.00`), at least two places, exact. */
export function toPercent(fraction: string): string {
  const shifted = shiftPoint(fraction, 2);
  return groupDigits(shifted, 2) ?? shifted;
}

export function fromPercent(percent: string): string {
  return shiftPoint(percent, -2);
}

export function formatRate(value: unknown, unit: string): string {
  if (value === null || value === undefined || value === '') return '–';
  return /^-?\d+(\.\d+)?$/.test(String(value)) ? `${toPercent(String(value))} ${unit}` : String(value);
}

/** Whether a rate counts by the year (and is shown as `%/年`) or is a plain share of something. The document says so with
 *  the widget `annual-rate`; without it the property's own name does. */
export function isYearlyRate(column: { readonly key: string; readonly title: string; readonly widget: string }): boolean {
  return column.widget === 'annual-rate' || /annual/i.test(column.key) || /年/.test(column.title);
}
