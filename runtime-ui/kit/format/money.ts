/** Groups thousands of a decimal string; never goes through a binary float. `null` for what is no decimal. */
export function groupDigits(text: string, scale?: number): string | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (parts === null) return null;
  const [, sign = '', whole = '0', fraction = ''] = parts;
  const grouped = whole.replace(/^0+(?=\d)/, '').replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const decimals = scale === undefined ? fraction : padFraction(fraction, scale);
  return `${sign === '-' ? '−' : ''}${grouped}${decimals === '' ? '' : `.${decimals}`}`;
}

const symbols: Readonly<Record<string, string>> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', JPY: 'JP¥' };

/** `¥ 1,234,567.89`; a minus in front of the amount; empty is `–`. */
export function formatMoney(value: unknown, currency?: string, options: { readonly symbol?: boolean } = {}): string {
  if (value === null || value === undefined || value === '') return '–';
  const grouped = groupDigits(String(value), 2);
  if (grouped === null) return String(value);
  if (options.symbol !== true) return grouped;
  const symbol = symbols[currency ?? 'CNY'] ?? currency ?? '';
  return grouped.startsWith('−') ? `−${symbol} ${grouped.slice(1)}` : `${symbol} ${grouped}`;
}

export function isNegative(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('-') && /[1-9]/.test(value);
}

/** Pads to `scale` places; digits beyond it are kept when they are not zero, because hiding them would misstate the value. */
function padFraction(fraction: string, scale: number): string {
  const trimmed = fraction.replace(/0+$/, '');
  return trimmed.length > scale ? trimmed : trimmed.padEnd(scale, '0');
}
