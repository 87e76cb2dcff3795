import { absolute, add, compare, divide, type Fraction, fraction, isZero, multiply, smaller, subtract, ZERO } from '../number/fraction.ts';
import { roundToUnit } from '../number/rounding.ts';
import { yieldOf } from '../schedule/period.ts';
import type { PlanTerms } from '../schedule/terms.ts';
import { type AmortizationMethod, type MethodInput, type PrincipalPlan, roundInterest, roundLevel, solvingYields } from './amortization.ts';
import { solveLevelAmount } from './level-amount.ts';

/** 等额本息: the same payment in every row; principal = A − interest. Source: calculation spec B.5, vectors V1, V7, V18. */
export const level: AmortizationMethod = {
  id: 'LEVEL',
  interestOn: 'BALANCE',
  plan(input) {
    const solved = roundLevel(input.terms, solveLevelAmount({ balance: input.balance, yields: solvingYields(input) }));
    const amount = input.terms.given.levelAdjust === 'SPREAD_LAST_DIFF' ? spreadLastDifference(rowsOf(input), solved) : solved;
    return { ...paymentPlan(amount, 'LEVEL: principal = A − interest'), mustExceedInterest: true };
  },
};

/** A plan that pays a given amount in every row. */
export function paymentPlan(amount: Fraction, rule: string): PrincipalPlan {
  return { instalment: amount, rule, principalOf: (row) => subtract(amount, row.interest) };
}

function rowsOf({ terms, balance, periods }: MethodInput): LevelRows {
  const yields = periods.map(yieldOf);
  return { terms, rows: periods.length, balance, interestOf: (index, standing) => multiply(standing, yields[index] ?? ZERO) };
}

const CENT = fraction(1, 100);
const MOST_TRIES = 3;

/** Rows over which a level amount is adjusted; `interestOf` is the exact interest of a row on a balance. */
export interface LevelRows {
  readonly terms: PlanTerms;
  readonly rows: number;
  readonly balance: Fraction;
  interestOf(index: number, balance: Fraction): Fraction;
}

/** Moves the amount so that the last payment differs less from it: while |d| in cents > ⌊m / 2⌋ try A + d/m,
 *  keep it when the new |d| is smaller, at most three times. Source: exam README, levelAdjust. */
export function spreadLastDifference(input: LevelRows, solved: Fraction): Fraction {
  const { terms, rows } = input;
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
function lastDifference(input: LevelRows, amount: Fraction): Fraction {
  let { balance } = input;
  let interest = amount;
  for (let index = 0; index < input.rows; index += 1) {
    interest = roundInterest(input.terms, input.interestOf(index, balance));
    if (index < input.rows - 1) balance = subtract(balance, smaller(balance, subtract(amount, interest)));
  }
  return subtract(add(balance, interest), amount);
}
