import { type Fraction, fraction, multiply } from '../number/fraction.ts';
import { roundToUnit } from '../number/rounding.ts';
import { lastRateOf, type Period, yieldOf } from '../schedule/period.ts';
import type { LevelRule, PlanTerms } from '../schedule/terms.ts';
import { regularYields } from './level-amount.ts';

/** A row as a method sees it when it is asked for the row's principal. */
export interface MethodRow {
  /** 0 for the first row of this solution. */
  readonly index: number;
  readonly balance: Fraction;
  readonly interest: Fraction;
}

/** How principal is repaid from a row on. The last row always takes the balance; a method need not say so. */
export interface PrincipalPlan {
  /** The level amount, the equal share or the given payment; null where a method has none. */
  readonly instalment: Fraction | null;
  readonly rule: string;
  principalOf(row: MethodRow): Fraction;
  /** The plan ends with the row that repays the balance, even when rows are left. */
  readonly endsWhenRepaid?: boolean;
  /** LEVEL: the first amount must exceed the first interest when more than one row is left. */
  readonly mustExceedInterest?: boolean;
  /** A custom plan states the last row too; nothing is absorbed. */
  readonly statesLastRow?: boolean;
}

/** The rows to solve over and the balance standing at their start. */
export interface MethodInput {
  readonly terms: PlanTerms;
  readonly balance: Fraction;
  readonly periods: readonly Period[];
  readonly levelRule: LevelRule;
}

/** The one shape of every repayment method. `interestOn` names the base of the period interest. */
export interface AmortizationMethod {
  readonly id: PlanTerms['given']['method'];
  readonly interestOn: 'BALANCE' | 'ORIGINAL_PRINCIPAL';
  plan(input: MethodInput): PrincipalPlan;
}

/** Yields that the level formula uses: true factors, or rate × months / 12 in every row. */
export function solvingYields(input: MethodInput): Fraction[] {
  const { terms, periods, levelRule } = input;
  const first = periods[0];
  if (levelRule === 'TRUE_FACTORS' || !first) return periods.map(yieldOf);
  return regularYields(lastRateOf(first), terms.monthsPerPeriod, periods.length);
}

/** R1: rounding of a level amount. */
export function roundLevel(terms: PlanTerms, amount: Fraction): Fraction {
  return roundToUnit(amount, terms.instalmentUnit, terms.instalmentMode);
}

/** R3: the equal share of principal. */
export function equalShare(terms: PlanTerms, amount: Fraction, rows: number): Fraction {
  return roundToUnit(multiply(amount, fraction(1, rows)), terms.instalmentUnit, terms.moneyMode);
}

/** R2: period interest; carried unrounded where the product says so. */
export function roundInterest(terms: PlanTerms, amount: Fraction): Fraction {
  if (terms.given.rounding.interest === 'NONE') return amount;
  return roundToUnit(amount, terms.moneyUnit, terms.moneyMode);
}
