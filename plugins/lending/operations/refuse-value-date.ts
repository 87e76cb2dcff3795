import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';
import type { LoanRecord } from '../account/records.ts';

/** Never in the future, never before the loan, and not on a loan that is settled. */
export function refuseValueDate(context: OperationContext, loan: LoanRecord, valueDate: string): void {
  if (loan.state === 'settled') throw new Refusal('lending.loan-settled');
  if (valueDate > context.businessDate) throw new Refusal('lending.value-date-future', { today: context.businessDate });
  if (valueDate < loan.disbursedOn) throw new Refusal('lending.value-date-early', { earliest: loan.disbursedOn });
}
