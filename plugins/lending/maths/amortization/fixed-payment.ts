import { compare, type Fraction, parseDecimal, smaller, subtract } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';
import type { AmortizationMethod, PrincipalPlan } from './amortization.ts';

/** 固定还款额: the payment is given, the term follows; the last row is smaller.
 *  Refuses PAYMENT_BELOW_INTEREST. Source: calculation spec B.5, DEFINITIONS 5. */
export const fixedPayment: AmortizationMethod = {
  id: 'FIXED_PAYMENT',
  interestOn: 'BALANCE',
  plan({ terms }) {
    if (terms.given.payment === undefined) throw unsupported('FIXED_PAYMENT without its payment');
    return untilRepaid(parseDecimal(terms.given.payment), 'FIXED_PAYMENT: principal = payment − interest');
  },
};

/** Pays the amount in every row until the balance is gone. */
function untilRepaid(payment: Fraction, rule: string): PrincipalPlan {
  return {
    instalment: payment,
    rule,
    endsWhenRepaid: true,
    principalOf({ balance, interest }) {
      if (compare(payment, interest) <= 0) {
        throw new MathsRefusal('PAYMENT_BELOW_INTEREST', { payment: formatMoney(payment), interest: formatMoney(interest) });
      }
      return smaller(balance, subtract(payment, interest));
    },
  };
}
