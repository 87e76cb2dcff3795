import { parseDecimal, subtract, ZERO } from '../number/fraction.ts';
import { unsupported } from '../refusal.ts';
import { type AmortizationMethod, roundLevel, solvingYields } from './amortization.ts';
import { solveLevelAmount, stepWeights } from './level-amount.ts';

/** 阶梯还款: the payment grows by g every s rows (g may be negative). Every amount is rounded from the unrounded
 *  first one. Source: DEFINITIONS 5, STEP. */
export const step: AmortizationMethod = {
  id: 'STEP',
  interestOn: 'BALANCE',
  plan(input) {
    const { terms, balance, periods } = input;
    const wanted = terms.given.step;
    if (!wanted) throw unsupported('STEP without its step');
    const weights = stepWeights({ everyPeriods: wanted.everyPeriods, growth: parseDecimal(wanted.growth) }, periods.length);
    const first = solveLevelAmount({ balance, yields: solvingYields(input), weights });
    const amounts = weights.map((weight) =>
      roundLevel(terms, { numerator: first.numerator * weight.numerator, denominator: first.denominator * weight.denominator }),
    );
    return {
      instalment: amounts[0] ?? null,
      rule: 'STEP: principal = stepped amount − interest',
      principalOf: ({ index, interest }) => subtract(amounts[index] ?? ZERO, interest),
    };
  },
};
