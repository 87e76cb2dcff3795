import { isCalendarDate } from './calendar-date.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';
/** Provinces, municipalities and regions of GB/T 2260. */
const REGIONS = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '));

/** Problem code, or undefined when the number is right: 18 characters with a check character (GB 11643-1999),
 *  or the old 15 digits, which have none. A date of birth that never was is refused in both. */
export function checkIdentityNumber(value: string): string | undefined {
  const number = normaliseIdentityNumber(value);
  if (!/^(\d{15}|\d{17}[\dX])$/.test(number)) return 'china.identity-number-format';
  if (!REGIONS.has(number.slice(0, 2))) return 'china.identity-number-region';
  if (birthDateOf(number) === undefined) return 'china.identity-number-date';
  if (number.length === 18 && checkCharacterOf(number.slice(0, 17)) !== number[17]) return 'china.identity-number-check';
  return undefined;
}

/** Without spaces, the last character in upper case. */
export function normaliseIdentityNumber(value: string): string {
  return value.replaceAll(/\s/g, '').toUpperCase();
}

/** Check character of the first 17 digits: ISO 7064 MOD 11-2. */
function checkCharacterOf(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECK_CHARACTERS[sum % 11] ?? '';
}

/** `YYYY-MM-DD`, or undefined when the digits are no date. Old numbers leave the century out; it is the 20th. */
export function birthDateOf(value: string): string | undefined {
  const number = normaliseIdentityNumber(value);
  const digits = number.length === 15 ? `19${number.slice(6, 12)}` : number.slice(6, 14);
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  return digits >= '18000101' && digits < '21000101' && isCalendarDate(date) ? date : undefined;
}

/** Odd order numbers are male, even female. */
export function genderOf(value: string): 'male' | 'female' {
  const number = normaliseIdentityNumber(value);
  return Number(number.length === 15 ? number[14] : number[16]) % 2 === 1 ? 'male' : 'female';
}

/** Keeps 6 + 2; shorter texts are all stars, so that a mask never shows the whole. */
export function maskIdentityNumber(value: string): string {
  if (value.length < 15) return '*'.repeat(Math.max(4, value.length));
  return `${value.slice(0, 6)}${'*'.repeat(value.length - 8)}${value.slice(-2)}`;
}

/** A right number for tests, always the same for the same seed. */
export function sampleIdentityNumber(seed: number): string {
  const year = 1960 + (seed % 40);
  const month = String((seed % 12) + 1).padStart(2, '0');
  const day = String((seed % 28) + 1).padStart(2, '0');
  const first17 = `510104${year}${month}${day}${String(seed % 1000).padStart(3, '0')}`;
  return first17 + checkCharacterOf(first17);
}
