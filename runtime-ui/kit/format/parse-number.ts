const units: Readonly<Record<string, number>> = { 千: 3, k: 3, K: 3, 万: 4, w: 4, W: 4, 百万: 6, m: 6, M: 6, 千万: 7, 亿: 8 };

/** What people type for a number → a plain decimal string: `10万`, `1.5w`, `1,000`, full-width digits, a currency sign.
 *  Undefined when it is no number. Exact: the unit moves the point, nothing is multiplied in floating point. */
export function parseNumber(typed: string): string | undefined {
  const text = typed
    .normalize('NFKC')
    .replaceAll(/[\s,，_¥$€£元]/g, '')
    .replace('−', '-');
  const parts = /^(-?)(\d*)(?:\.(\d*))?(千万|百万|[千kK万wWmM亿]?)$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = '', unit = ''] = parts;
  if (whole === '' && fraction === '') return undefined;
  return sign + movePoint(whole === '' ? '0' : whole, fraction, units[unit] ?? 0);
}

/** Moves the decimal point of a plain decimal string; positive to the right. `0.12` by 2 is `12`. */
export function shiftPoint(value: string, places: number): string {
  const sign = value.startsWith('-') ? '-' : '';
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  if (places >= 0) return sign + movePoint(whole, fraction, places);
  const padded = whole.padStart(1 - places, '0');
  return sign + normal(padded.slice(0, padded.length + places), padded.slice(padded.length + places) + fraction);
}

function movePoint(whole: string, fraction: string, places: number): string {
  const digits = fraction.padEnd(places, '0');
  return normal(whole + digits.slice(0, places), digits.slice(places));
}

function normal(whole: string, fraction: string): string {
  const head = whole.replace(/^0+(?=\d)/, '');
  const tail = fraction.replace(/0+$/, '');
  return tail === '' ? head : `${head}.${tail}`;
}
