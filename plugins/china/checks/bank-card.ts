/** Problem code, or undefined when the card number is right: 12 to 19 digits with a Luhn check digit (ISO/IEC 7812-1). */
export function checkBankCard(value: string): string | undefined {
  const number = normaliseBankCard(value);
  if (!/^\d{12,19}$/.test(number)) return 'china.bank-card-format';
  return luhnSum(number) % 10 === 0 ? undefined : 'china.bank-card-check';
}

export function normaliseBankCard(value: string): string {
  return value.replaceAll(/[\s-]/g, '');
}

/** Every second digit from the right is doubled and its digits added. */
function luhnSum(number: string): number {
  let sum = 0;
  for (let place = 0; place < number.length; place += 1) {
    const digit = Number(number[number.length - 1 - place]);
    const doubled = digit * 2;
    if (place % 2 === 0) sum += digit;
    else sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}

/** The last four in groups of four; the bank's own digits are not shown. */
export function maskBankCard(value: string): string {
  return value.length < 12 ? '*'.repeat(Math.max(4, value.length)) : `**** **** **** ${value.slice(-4)}`;
}

/** A right number for tests, always the same for the same seed. */
export function sampleBankCard(seed: number): string {
  const first = `621700${String(seed % 1_000_000_000_000).padStart(12, '0')}`;
  return first + String((10 - (luhnSum(`${first}0`) % 10)) % 10);
}
