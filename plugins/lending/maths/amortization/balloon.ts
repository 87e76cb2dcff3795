import { parseDecimal } from '../number/fraction.ts';
import { lastRateOf } from '../schedule/period.ts';
import { unsupported } from '../refusal.ts';
import { type AmortizationMethod, roundLevel, solvingYields } from './amortization.ts';
import { paymentPlan } from './level.ts';
import { regularYields, solveLevelAmount } from './level-amount.ts';

/** 气球贷: level payments that leave a balance for the last row. FIXED: A of (P − b·v_n) / Σ v_k.
 *  AMORTISE_OVER N: A of a regular plan over N rows. Source: calculation spec B.5, vectors V12, V12b. */
export const balloon: AmortizationMethod = {
  id: 'BALLOON',
  interestOn: 'BALANCE',
  plan(input) {
    const { terms, balance, periods } = input;
    const wanted = terms.given.balloon;
    if (!wanted) throw unsupported('BALLOON without its balloon');
    const first = periods[0];
    const amount =
      wanted.kind === 'FIXED'
        ? solveLevelAmount({ balance, yields: solvingYields(input), balloon: parseDecimal(wanted.amount) })
        : solveLevelAmount({ balance, yields: regularYields(first ? lastRateOf(first) : terms.rate, terms.monthsPerPeriod, wanted.periods) });
    return paymentPlan(roundLevel(terms, amount), 'BALLOON: principal = A − interest, the last row takes the balance');
  },
};
