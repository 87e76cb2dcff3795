import { subtractMoney } from '../../maths/index.ts';
import { addAmounts, type Amounts, subtractAmounts } from './amounts.ts';
import type { LoanState } from './loan-state.ts';

/** What has to be booked so that books which show one state show another. Negative amounts take back. */
export interface LoanDelta {
  readonly disbursed: string;
  readonly balance: string;
  readonly accruedInterest: string;
  /** Charged on rows: with penalty and compound, and scheduled interest and principal. */
  readonly due: Amounts;
  /** On rows and by prepayments. */
  readonly paid: Amounts;
  readonly waived: Amounts;
  readonly writtenOff: Amounts;
  readonly recovered: Amounts;
  readonly surplus: string;
  /** Instalments that were closed and owe again, or the other way round. */
  readonly reopened: readonly number[];
  readonly closed: readonly number[];
}

/** The difference of two states by component. Money in = change of paid + recovered + surplus, so journals made of it
 *  balance. Source: lending spec B.13.3. */
export function deltaOf(before: LoanState, after: LoanState): LoanDelta {
  const paidIn = (state: LoanState): Amounts => addAmounts(state.totals.paid, state.prepaid);
  const closedIn = (state: LoanState): ReadonlySet<number> => new Set(state.rows.filter((row) => row.closed !== null).map((row) => row.n));
  const openIn = (state: LoanState): readonly number[] => state.rows.filter((row) => row.closed === null).map((row) => row.n);
  const closedBefore = closedIn(before);
  const closedAfter = closedIn(after);
  return {
    disbursed: subtractMoney(after.disbursed, before.disbursed),
    balance: subtractMoney(after.balance, before.balance),
    accruedInterest: subtractMoney(after.accruedInterest, before.accruedInterest),
    due: subtractAmounts(after.totals.due, before.totals.due),
    paid: subtractAmounts(paidIn(after), paidIn(before)),
    waived: subtractAmounts(after.totals.waived, before.totals.waived),
    writtenOff: subtractAmounts(after.totals.writtenOff, before.totals.writtenOff),
    recovered: subtractAmounts(after.recovered, before.recovered),
    surplus: subtractMoney(after.surplus, before.surplus),
    reopened: openIn(after).filter((n) => closedBefore.has(n)),
    closed: openIn(before).filter((n) => closedAfter.has(n)),
  };
}
