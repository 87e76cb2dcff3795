import { add, type Fraction, fraction, multiply, ONE, ZERO } from '../number/fraction.ts';

/** What is solved: a first amount a, growing by `weights`, whose discounted sum plus the discounted
 *  balloon equals the balance. `yields` are rate × time of each row. */
export interface LevelProblem {
  readonly balance: Fraction;
  readonly yields: readonly Fraction[];
  readonly balloon?: Fraction;
  readonly weights?: readonly Fraction[];
}

/** a = (P − b·v_n) / Σ w_k·v_k with v_k = Π 1/(1 + y_j), exact. With equal yields this is the annuity formula
 *  P·i·(1+i)^n / ((1+i)^n − 1), and P/n when the rate is 0. The result is not reduced: it is only rounded.
 *  Source: calculation spec B.5, DEFINITIONS 5.
 *
 *  The sums are kept over the common denominator Π (1 + y_j): reducing hundreds of long fractions would
 *  cost more than the whole rest of a plan. */
export function solveLevelAmount(problem: LevelProblem): Fraction {
  const { balance, yields, balloon = ZERO, weights } = problem;
  let growth = 1n;
  let discount = 1n;
  let weighted = 0n;
  const weightBase = weights ? commonDenominator(weights) : 1n;
  yields.forEach((rowYield, index) => {
    const weight = weights?.[index] ?? ONE;
    const scaled = (weight.numerator * weightBase) / weight.denominator;
    const grown = rowYield.numerator + rowYield.denominator;
    growth *= grown;
    discount *= rowYield.denominator;
    weighted = weighted * grown + scaled * discount;
  });
  const repaid = balance.numerator * growth * balloon.denominator - balloon.numerator * discount * balance.denominator;
  return {
    numerator: repaid * weightBase,
    denominator: balance.denominator * balloon.denominator * weighted,
  };
}

function commonDenominator(values: readonly Fraction[]): bigint {
  // From the last: a growing weight has the largest denominator, which the earlier ones divide.
  return values.reduceRight((base, value) => (base % value.denominator === 0n ? base : base * value.denominator), 1n);
}

/** The yields of the REGULAR rule: every row counts rate × months / 12, whatever its days. */
export function regularYields(rate: Fraction, monthsPerPeriod: number, rows: number): Fraction[] {
  return Array.from({ length: rows }, () => multiply(rate, fraction(monthsPerPeriod, 12)));
}

/** Growth factors of a stepped plan: (1 + g)^⌊k / s⌋ for k = 0, 1, … Source: DEFINITIONS 5, STEP. */
export function stepWeights(step: { everyPeriods: number; growth: Fraction }, rows: number): Fraction[] {
  const ratio = add(ONE, step.growth);
  const weights: Fraction[] = [];
  let weight = ONE;
  for (let k = 0; k < rows; k += 1) {
    if (k > 0 && k % step.everyPeriods === 0) weight = multiply(weight, ratio);
    weights.push(weight);
  }
  return weights;
}
