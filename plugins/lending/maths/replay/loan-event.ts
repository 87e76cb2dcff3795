import type { Component } from '../allocation/allocate-payment.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';

/** What really happened to a loan, in booking order. Dates ISO, money and rates decimal strings.
 *  Events replay by value date; on one date disbursements, rate changes and pauses come before payments; then `seq`.
 *  Source: exam README, event types; calculation spec B.13. */
export type LoanEvent = { readonly seq: number; readonly valueDate: string; readonly bookDate?: string } & (
  | { readonly type: 'DISBURSEMENT'; readonly amount: string }
  | { readonly type: 'REPAYMENT'; readonly amount: string }
  /** Pays everything payable on its date. */
  | { readonly type: 'PAYOFF' }
  /** The target never happened; everything after it is replayed. */
  | { readonly type: 'REVERSAL'; readonly target: number }
  /** The rate holds from the value date on. */
  | { readonly type: 'RATE_CHANGE'; readonly annualRate: string }
  /** Day d stands for the night d−1 → d; both ends bear no interest. The level amount is not solved again. */
  | { readonly type: 'INTEREST_PAUSE'; readonly endDate: string }
);

export interface ReplayTerms extends ScheduleTerms {
  /** SCHEDULED_BALANCE: plan interest never changes. ACTUAL_BALANCE: interest follows what was really paid. */
  readonly interestBasis: 'SCHEDULED_BALANCE' | 'ACTUAL_BALANCE';
  readonly allocation: {
    readonly axis: 'HORIZONTAL' | 'VERTICAL';
    readonly order: readonly Component[];
    readonly advance: 'NEXT_INSTALMENT' | 'LAST_INSTALMENT';
  };
}

const PAYMENTS_LAST: Record<LoanEvent['type'], number> = { DISBURSEMENT: 0, RATE_CHANGE: 0, INTEREST_PAUSE: 0, REPAYMENT: 1, PAYOFF: 1, REVERSAL: 2 };

/** Events that count, in the order in which they act. */
export function eventsInForce(events: readonly LoanEvent[]): LoanEvent[] {
  const reversed = new Set(events.flatMap((event) => (event.type === 'REVERSAL' ? [event.target] : [])));
  return events
    .filter((event) => event.type !== 'REVERSAL' && !reversed.has(event.seq))
    .toSorted((a, b) => compareText(a.valueDate, b.valueDate) || PAYMENTS_LAST[a.type] - PAYMENTS_LAST[b.type] || a.seq - b.seq);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
