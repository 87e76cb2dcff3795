import { add, multiply } from '../number/fraction.ts';
import { yieldOf } from '../schedule/period.ts';
import { type AmortizationMethod, equalShare, roundInterest } from './amortization.ts';

/** 等本等息: p = R3(P/n), interest every period on the original principal. The instalment is the first payment.
 *  The real annual rate is about 1.79 times the nominal one at 12 months. Source: calculation spec B.5, vector V5. */
export const flat: AmortizationMethod = {
  id: 'FLAT',
  interestOn: 'ORIGINAL_PRINCIPAL',
  plan(input) {
    const share = equalShare(input.terms, input.balance, input.periods.length);
    const first = input.periods[0];
    const interest = first ? roundInterest(input.terms, multiply(input.terms.principal, yieldOf(first))) : share;
    return {
      instalment: add(share, interest),
      rule: 'FLAT: principal = R3(P/n), interest on the original principal',
      principalOf: () => share,
    };
  },
};
