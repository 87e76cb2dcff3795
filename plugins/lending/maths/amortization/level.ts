import { absolute, add, compare, divide, type Fraction, fraction, isZero, multiply, smaller, subtract } from '../number/fraction.ts';
import { roundToUnit } from '../number/rounding.ts';
import { yieldOf } from '../schedule/period.ts';
import { type AmortizationMethod, type MethodInput, type PrincipalPlan, roundInterest, roundLevel, solvingYields } from './amortization.ts';
import { solveLevelAmount } from './level-amount.ts';

/** 等额本息: the same payment in every row; principal = A − interest. Source: calculation spec B.5, vectors V1, V7, V18. */
export const level: AmortizationMethod = {
  id: 'LEVEL',
  interestOn: 'BALANCE',
  plan(input) {
    const solved = roundLevel(input.terms, solveLevelAmount({ balance: input.balance, yields: solvingYields(input) }));
    const amount = input.terms.given.levelAdjust === 'SPREAD_LAST_DIFF' ? spreadLastDifference(input, solved) : solved;
    return { ...paymentPlan(amount, 'LEVEL: principal = A − interest'), mustExceedInterest: true };
  },
};

/** A plan that pays a given amount in every row. */
export function paymentPlan(amount: Fraction, rule: string): PrincipalPlan {
  return { instalment: amount, rule, principalOf: (row) => subtract(amount, row.interest) };
}

const CENT = fraction(1, 100);
const MOST_TRIES = 3;

/** Moves the amount so that the last payment differs less from it: while |d| in cents > ⌊m / 2⌋ try A + d/m,
 *  keep it when the new |d| is smaller, at most three times. Source: exam README, levelAdjust. */
export function spreadLastDifference(input: MethodInput, solved: Fraction): Fraction {
  const { terms } = input;
  const rows = input.periods.length;
  const bound = fraction(Math.floor(rows / 2));
  let amount = solved;
  let difference = lastDifference(input, amount);
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    if (compare(divide(absolute(difference), CENT), bound) <= 0) break;
    const step = roundToUnit(multiply(difference, fraction(1, rows)), terms.instalmentUnit, terms.instalmentMode);
    if (isZero(step)) break;
    const candidate = add(amount, step);
    const next = lastDifference(input, candidate);
    if (compare(absolute(next), absolute(difference)) >= 0) break;
    amount = candidate;
    difference = next;
  }
  return amount;
}

/** Last payment − A when every row but the last pays A. */
function lastDifference(input: MethodInput, amount: Fraction): Fraction {
  let balance = input.balance;
  let interest = amount;
  input.periods.forEach((period, index) => {
    interest = roundInterest(input.terms, multiply(balance, yieldOf(period)));
    if (index < input.periods.length - 1) balance = subtract(balance, smaller(balance, subtract(amount, interest)));
  });
  return subtract(add(balance, interest), amount);
}
