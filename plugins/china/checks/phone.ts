/** Problem code, or undefined for a mainland mobile number (11 digits from 1) or a landline with its area code. */
export function checkPhone(value: string): string | undefined {
  const number = normalisePhone(value);
  return /^1[3-9]\d{9}$/.test(number) || /^0\d{2,3}-\d{7,8}$/.test(number) ? undefined : 'china.phone-format';
}

/** Without spaces and the country prefix; a mobile number without hyphens. */
export function normalisePhone(value: string): string {
  const number = value.replaceAll(/[\s()]/g, '').replace(/^(\+86|0086)-?/, '');
  return number.startsWith('1') ? number.replaceAll('-', '') : number;
}

/** Mobile 3 + 4; landline the area code and the last two. */
export function maskPhone(value: string): string {
  const landline = /^(0\d{2,3})-(\d{7,8})$/.exec(value);
  if (landline) return `${landline[1]}-${'*'.repeat((landline[2] ?? '').length - 2)}${(landline[2] ?? '').slice(-2)}`;
  return value.length < 8 ? '*'.repeat(Math.max(4, value.length)) : `${value.slice(0, 3)}${'*'.repeat(value.length - 7)}${value.slice(-4)}`;
}

/** A right number for tests, always the same for the same seed. */
export function samplePhone(seed: number): string {
  return `138${String(seed % 100_000_000).padStart(8, '0')}`;
}
