import type { AccrualRecord, LoanRecord } from './records.ts';

/** How money of a day meets a loan: after everything that is known (`inOrder`), before something (`backdated`), or on a loan
 *  whose figures follow from its events alone. Source: lending spec B.13.2. */
export function orderOf(loan: LoanRecord, accrual: AccrualRecord | undefined, valueDate: string): 'inOrder' | 'backdated' | 'byEvents' {
  const agedThrough = accrual?.agedThrough ?? '';
  if (valueDate < loan.lastValueDate || valueDate < agedThrough) return 'backdated';
  return loan.byEvents === true ? 'byEvents' : 'inOrder';
}
