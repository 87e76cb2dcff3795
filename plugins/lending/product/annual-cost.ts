import { type AnnualisedCost, annualisedCost, costFlows, roundMoney, type Schedule, type ScheduleTerms } from '../maths/index.ts';
import type { Product } from './product.ts';

export interface LoanFee {
  readonly key: string;
  readonly title: string;
  readonly amount: string;
  readonly inApr: boolean;
}

/** The fees of a loan of this amount, rounded at R6. */
export function feesOf(product: Product, amount: string): readonly LoanFee[] {
  return product.fees.map((fee) => ({
    key: fee.key,
    title: fee.title,
    inApr: fee.inApr !== false,
    amount: roundMoney(fee.basis === 'FIXED' ? fee.value : timesFraction(amount, fee.value), { mode: product.rounding.mode, unit: product.rounding.unit }),
  }));
}

/** The yearly cost to the borrower, fees included. Source: calculation spec B.19. */
export function annualCostOf(input: { product: Product; terms: ScheduleTerms; schedule: Schedule; fees: readonly LoanFee[] }): AnnualisedCost {
  const { product, terms, schedule, fees } = input;
  const flows = costFlows(
    terms,
    schedule,
    fees.map((fee) => ({ code: fee.key, timing: 'AT_DISBURSEMENT' as const, amount: fee.amount, inApr: fee.inApr })),
  );
  return annualisedCost({ flows, periodsPerYear: 12, decimals: 4, ...(product.capAprPercent === null ? {} : { capAprPercent: product.capAprPercent }) });
}

/** Exact product of two decimal strings. */
function timesFraction(a: string, b: string): string {
  const scale = (text: string): [bigint, number] => {
    const [whole = '0', part = ''] = text.split('.');
    return [BigInt(whole + part), part.length];
  };
  const [left, leftDecimals] = scale(a);
  const [right, rightDecimals] = scale(b);
  const digits = (left * right).toString().padStart(leftDecimals + rightDecimals + 1, '0');
  const point = digits.length - leftDecimals - rightDecimals;
  return `${digits.slice(0, point)}.${digits.slice(point) || '0'}`;
}
