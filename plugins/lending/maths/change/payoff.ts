import { roundInterest } from '../amortization/amortization.ts';
import { parseDay } from '../calendar/date.ts';
import { add, type Fraction, fraction, isZero, multiply } from '../number/fraction.ts';
import { MathsRefusal } from '../refusal.ts';
import { contextOf } from '../schedule/build-periods.ts';
import { uncharged } from '../schedule/deferral.ts';
import { yieldOf } from '../schedule/period.ts';
import { type LoanCourse, withState } from './loan-course.ts';
import type { Payoff } from './plan-event.ts';
import { accrueTo, refuseLocked } from './prepay.ts';
import { prepaymentFee } from './prepayment-fee.ts';

/** Full payoff: balance, interest to the date, fee. The same day as a bound counts 0 days. FLAT charges the real days
 *  of the running period only. Refuses PREPAYMENT_LOCKED, NOTHING_TO_PREPAY. Source: DEFINITIONS 6, PAYOFF; vector V9. */
export function payOff(course: LoanCourse, event: Payoff): LoanCourse {
  const { terms, state } = course;
  const day = parseDay(event.valueDate);
  refuseLocked(course, day, event.lockMonths);
  if (isZero(state.balance) || state.periods.length === 0) throw new MathsRefusal('NOTHING_TO_PREPAY');
  const interest = add(add(state.addedInterest, uncharged(terms, state.deferral)), roundInterest(terms, payoffInterest(course, event)));
  const payoff = { valueDate: event.valueDate, principal: state.balance, interest, fee: prepaymentFee(terms, event.fee, state.balance, day) };
  return { ...withState(course, { ...state, periods: [] }), payoff };
}

function payoffInterest(course: LoanCourse, event: Payoff): Fraction {
  const { terms, state, method } = course;
  const day = parseDay(event.valueDate);
  const minimum = event.minInterestDays ?? 0;
  if (day - terms.disbursement < minimum) {
    const counted = terms.dayCount.count(terms.disbursement, terms.disbursement + minimum, contextOf(terms, course.maturity));
    return multiply(multiply(state.balance, course.rate), counted.factor);
  }
  const running = state.periods[0];
  if (method.interestOn === 'ORIGINAL_PRINCIPAL' && running && day > running.start) {
    return multiply(multiply(terms.principal, yieldOf(running)), fraction(day - running.start, running.end - running.start));
  }
  return accrueTo(course, day).exact;
}
