import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import { foldLoan } from '../account/fold/fold-loan.ts';
import type { LoanState } from '../account/fold/loan-state.ts';
import { accountTermsOf, eventsOf } from '../account/loan-events.ts';
import type { PinnedTerms } from '../account/records.ts';
import { subtractMoney, sumMoney } from '../maths/index.ts';

/** A loan with a life of more than repayments, as its facts make it on a day. Refuses what the fold refuses. */
export async function stateByEvents(context: OperationContext, loan: { readonly id: string; readonly terms: PinnedTerms }, asOf: string): Promise<LoanState> {
  return foldLoan(accountTermsOf(loan), await eventsOf(context, loan.id), { asOf, knownOn: '9999-12-31' }).state;
}

/** Interest earned before a day, waivers of what has fallen due taken off. */
export function earnedOf(state: LoanState, day: string): string {
  const waived = state.rows.filter((row) => row.dueDate <= day).map((row) => row.waived.interest);
  return subtractMoney(state.accruedInterest, sumMoney(waived));
}
