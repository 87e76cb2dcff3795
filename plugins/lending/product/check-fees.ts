import { Decimal } from 'decimal.js';
import type { ProductFee } from './fee.ts';
import type { Report } from './report.ts';

/** Fees whose basis, timing and payee do not go together. Source: calculation spec B.9. */
export function checkFees(fees: Readonly<Record<string, ProductFee>>, report: Report): void {
  for (const [key, fee] of Object.entries(fees)) {
    checkValue(`/fees/${key}`, fee, report);
    checkTiming(`/fees/${key}`, fee, report);
  }
}

function checkValue(at: string, fee: ProductFee, report: Report): void {
  const tiered = fee.basis === 'TIERED';
  if (tiered ? fee.tiers === undefined || fee.value !== undefined : fee.value === undefined || fee.tiers !== undefined) {
    report(
      at,
      'lending.fee-value',
      `A fee ${fee.basis} has ${tiered ? 'tiers and no value' : 'a value and no tiers'}.`,
      `write "${tiered ? 'tiers' : 'value'}" alone.`,
    );
    return;
  }
  const fractions = tiered ? (fee.tiers ?? []).map((tier) => tier.value) : fee.basis.startsWith('PCT') ? [fee.value ?? '0'] : [];
  for (const value of fractions)
    if (new Decimal(value).gte(1))
      report(at, 'lending.fee-fraction', `The fraction ${value} is ${new Decimal(value).times(100).toString()} %.`, 'write a fraction below 1: 0.01 is 1 %.');
  let before = new Decimal(0);
  (fee.tiers ?? []).forEach((tier, index, tiers) => {
    const isLast = index === tiers.length - 1;
    if (isLast !== (tier.upTo === undefined))
      report(`${at}/tiers/${index}`, 'lending.fee-tiers', 'The last tier, and no other, is open.', isLast ? 'remove "upTo".' : 'add "upTo".');
    if (tier.upTo === undefined) return;
    if (before.gte(tier.upTo))
      report(`${at}/tiers/${index}/upTo`, 'lending.fee-tiers', `The tier ends at ${tier.upTo}, not above the one before.`, 'order the tiers by their amounts.');
    before = new Decimal(tier.upTo);
  });
}

function checkTiming(at: string, fee: ProductFee, report: Report): void {
  const timing = fee.timing ?? 'AT_DISBURSEMENT';
  if (['PCT_BALANCE', 'PCT_INTEREST', 'PER_INSTALMENT'].includes(fee.basis) && timing !== 'PER_PERIOD')
    report(`${at}/timing`, 'lending.fee-timing', `A fee ${fee.basis} is paid with each instalment.`, 'write "timing": "PER_PERIOD", or another basis.');
  if ((timing === 'ON_EVENT') !== (fee.event !== undefined))
    report(
      `${at}/event`,
      'lending.fee-timing',
      timing === 'ON_EVENT' ? 'A fee ON_EVENT says for what it is charged.' : `A fee ${timing} needs no event.`,
      timing === 'ON_EVENT' ? 'add "event".' : 'remove "event", or write "timing": "ON_EVENT".',
    );
  if ((fee.payee ?? 'lender') === 'lender' && !['AT_DISBURSEMENT', 'ON_EVENT'].includes(timing))
    report(
      `${at}/timing`,
      'lending.fee-not-billed',
      `The lender bills its own fees with the first instalment; it would never bill one ${timing}.`,
      'write "timing": "AT_DISBURSEMENT", or put it into the rate.',
    );
}
