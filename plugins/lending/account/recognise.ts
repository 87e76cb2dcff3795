import { addMoney, subtractMoney } from '../maths/index.ts';
import type { AccrualRecord, LoanRecord } from './records.ts';
import type { RepaymentPlan } from './plan-repayment.ts';
import { smallerOf } from './fold/amounts.ts';

/** How a repayment meets what the day-end has recognised. */
export interface Recognition {
  /** Interest that becomes income only now. */
  readonly income: string;
  /** Interest paid out of the receivable. */
  readonly interest: string;
  /** Interest paid that the memo ledger holds. */
  readonly fromMemo: string;
  readonly principal: string;
  /** Principal paid that stands in the overdue account. */
  readonly overduePrincipal: string;
  /** Principal left in the overdue account. */
  readonly overdueBooked: string;
  /** The accrual afterwards. */
  readonly accrual: { readonly interest: string; readonly memo: string };
}

/** Interest accrued before is not recognised twice: income is what the payment brings beyond it. Without a day-end nothing is
 *  accrued before, and all of it is income. Overdue principal is repaid first, as the oldest rows are. Pure.
 *  Source: lending spec B.7, B.23, C.3 (C05, C09, C16, C18). */
export function recognise(loan: LoanRecord, accrual: AccrualRecord | undefined, totals: RepaymentPlan['totals']): Recognition {
  const accrued = accrual?.interest ?? loan.interestPaid;
  const memo = accrual?.memo ?? '0.00';
  const booked = loan.overdueBooked ?? '0.00';
  const fromMemo = loan.state === 'nonAccrual' ? smallerOf(totals.interest, memo) : '0.00';
  const interest = subtractMoney(totals.interest, fromMemo);
  const receivable = subtractMoney(accrued, loan.interestPaid);
  const income = subtractMoney(interest, smallerOf(interest, receivable));
  const overduePrincipal = smallerOf(totals.principal, booked);
  return {
    income,
    interest,
    fromMemo,
    principal: subtractMoney(totals.principal, overduePrincipal),
    overduePrincipal,
    overdueBooked: subtractMoney(booked, overduePrincipal),
    accrual: { interest: addMoney(accrued, addMoney(income, fromMemo)), memo: subtractMoney(memo, fromMemo) },
  };
}
