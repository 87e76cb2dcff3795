/** The 31 characters of GB 32100-2015: I, O, S, V and Z are not used. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Problem code, or undefined when the unified social credit code is right: 18 characters, the check character of
 *  the organisation code inside it (GB 11714) and its own (GB 32100-2015). */
export function checkCreditCode(value: string): string | undefined {
  const code = normaliseCreditCode(value);
  if (!/^[1-9A-HJ-NPQRTUWXY][1-59]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return 'china.credit-code-format';
  if (organisationCheckOf(code.slice(8, 16)) !== code[16]) return 'china.credit-code-check';
  if (creditCheckOf(code.slice(0, 17)) !== code[17]) return 'china.credit-code-check';
  return undefined;
}

export function normaliseCreditCode(value: string): string {
  return value.replaceAll(/[\s-]/g, '').toUpperCase();
}

/** Check character of the first 17: weights are powers of 3 modulo 31. */
function creditCheckOf(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * ALPHABET.indexOf(first17[index] ?? ''), 0);
  return ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}

/** Check character of an organisation code's first 8; letters count from A = 10. */
function organisationCheckOf(first8: string): string {
  const sum = BODY_WEIGHTS.reduce((total, weight, index) => total + weight * Number.parseInt(first8[index] ?? '', 36), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return 'X';
  return check === 11 ? '0' : String(check);
}

/** A right code for tests, always the same for the same seed. */
export function sampleCreditCode(seed: number): string {
  const body = `MA${String(seed % 1_000_000).padStart(6, '0')}`;
  const first17 = `91510100${body}${organisationCheckOf(body)}`;
  return first17 + creditCheckOf(first17);
}
