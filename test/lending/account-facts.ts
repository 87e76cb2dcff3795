import type { AccountEvent, AccountFact } from '../../plugins/lending/account/fold/account-event.ts';
import type { AccountTerms } from '../../plugins/lending/account/fold/account-terms.ts';
import { foldLoan, type FoldedLoan } from '../../plugins/lending/account/fold/fold-loan.ts';
import { type ScheduleTerms, USUAL_RULE } from '../../plugins/lending/maths/index.ts';

/** 100 000.00 at 12 % in 12 monthly instalments: vector V1 of the calculation spec. */
export function termsOf(changes: Partial<ScheduleTerms> = {}, rest: Partial<AccountTerms> = {}): AccountTerms {
  return {
    schedule: {
      principal: '100000.00',
      annualRate: '0.12',
      method: 'LEVEL',
      termUnit: 'MONTH',
      periods: 12,
      disbursementDate: '2026-01-15',
      dayCount: 'MONTHLY_FIXED',
      rounding: { mode: 'HALF_UP', money: '0.01' },
      ...changes,
    },
    allocation: USUAL_RULE,
    ...rest,
  };
}

export type DatedFact = AccountFact & { readonly on: string; readonly booked?: string };

/** Facts numbered in the order given, booked on their value date unless said. */
export function eventsOf(facts: readonly DatedFact[]): AccountEvent[] {
  return facts.map(({ on, booked, ...fact }, index) => ({ ...fact, seq: index + 1, valueDate: on, bookDate: booked ?? on }));
}

export function disbursement(terms: AccountTerms): DatedFact {
  return { kind: 'disbursement', on: terms.schedule.disbursementDate, amount: terms.schedule.principal };
}

/** The loan of the terms after these facts, all known. */
export function foldFacts(terms: AccountTerms, facts: readonly DatedFact[], asOf: string): FoldedLoan {
  return foldLoan(terms, eventsOf([disbursement(terms), ...facts]), { asOf, knownOn: '9999-12-31' });
}
