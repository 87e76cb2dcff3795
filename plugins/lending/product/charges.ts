import { compareMoney, roundMoney, type Schedule, sumMoney } from '../maths/index.ts';
import type { FeeTiming, Payee, ProductFee } from './fee.ts';
import type { Product } from './product.ts';
import { timesFraction } from './times-fraction.ts';

/** A fee of one loan with the dates on which the borrower pays it. */
export interface Charge {
  readonly key: string;
  readonly title: string;
  readonly payee: Payee;
  readonly timing: FeeTiming;
  /** The sum of `parts`; of a contingent fee what one event costs, where that is known before. */
  readonly amount: string;
  readonly inApr: boolean;
  /** Paid only if something happens: in no total and in no annual cost. */
  readonly contingent: boolean;
  /** `period` is the row of the schedule, 0 the disbursement. */
  readonly parts: readonly { readonly period: number; readonly date: string; readonly amount: string }[];
}

/** Everything that the borrower pays besides principal and interest, whoever receives it, rounded at R6.
 *  Source: calculation spec B.9, B.19. */
export function chargesOf(product: Product, loan: { readonly amount: string; readonly disbursedOn: string; readonly schedule: Schedule }): readonly Charge[] {
  return product.fees.map((fee) => {
    const timing = fee.timing ?? 'AT_DISBURSEMENT';
    const contingent = timing === 'ON_EVENT';
    const parts = contingent ? [] : partsOf(product, fee, timing, loan);
    return {
      key: fee.key,
      title: fee.title,
      payee: fee.payee ?? 'lender',
      timing,
      amount: contingent ? onceOf(product, fee, loan.amount) : sumMoney(parts.map((part) => part.amount)),
      inApr: fee.inApr !== false && !contingent,
      contingent,
      parts,
    };
  });
}

/** A fee that is paid once: an amount, or a fraction of the loan amount. */
export function onceOf(product: Product, fee: ProductFee, amount: string): string {
  if (fee.basis === 'FIXED' || fee.basis === 'PER_INSTALMENT') return rounded(product, fee.value ?? '0');
  return rounded(product, timesFraction(amount, fractionFor(fee, amount)));
}

function partsOf(product: Product, fee: ProductFee, timing: FeeTiming, loan: { amount: string; disbursedOn: string; schedule: Schedule }): Charge['parts'] {
  const { rows } = loan.schedule;
  if (timing === 'PER_PERIOD') {
    return rows.map((row, index) => {
      const before = rows[index - 1]?.balance ?? loan.amount;
      const value = fee.value ?? '0';
      const amount =
        fee.basis === 'PCT_BALANCE'
          ? rounded(product, timesFraction(before, value))
          : fee.basis === 'PCT_INTEREST'
            ? rounded(product, timesFraction(row.interest, value))
            : onceOf(product, fee, loan.amount);
      return { period: index + 1, date: row.dueDate, amount };
    });
  }
  const amount = onceOf(product, fee, loan.amount);
  const last = rows.at(-1);
  return timing === 'AT_CLOSURE' && last !== undefined
    ? [{ period: rows.length, date: last.dueDate, amount }]
    : [{ period: 0, date: loan.disbursedOn, amount }];
}

function fractionFor(fee: ProductFee, amount: string): string {
  if (fee.basis !== 'TIERED') return fee.value ?? '0';
  return fee.tiers?.find((tier) => tier.upTo === undefined || compareMoney(amount, tier.upTo) <= 0)?.value ?? '0';
}

function rounded(product: Product, amount: string): string {
  return roundMoney(amount, { mode: product.rounding.mode, unit: product.rounding.unit });
}
