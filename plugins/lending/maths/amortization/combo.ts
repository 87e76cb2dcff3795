import { type Fraction, multiply, parseDecimal, smaller, subtract, ZERO } from '../number/fraction.ts';
import { roundToUnit } from '../number/rounding.ts';
import { unsupported } from '../refusal.ts';
import type { Period } from '../schedule/period.ts';
import type { PlanTerms, StageTerms } from '../schedule/terms.ts';
import { type AmortizationMethod, equalShare, type MethodInput, type MethodRow, roundLevel, solvingYields } from './amortization.ts';
import { solveLevelAmount } from './level-amount.ts';

/** 组合还款: stages in turn, each repaying its own principal; the last row of a stage pays the rest of it, the last
 *  stage all that is left. No row repays more than is left of its stage. Source: DEFINITIONS 5, COMBO. */
export const combo: AmortizationMethod = {
  id: 'COMBO',
  interestOn: 'BALANCE',
  plan(input) {
    const rows = stageRows(input);
    return {
      instalment: null,
      rule: 'COMBO: principal by the stage of the row',
      principalOf: (row) => rows[row.index]?.(row) ?? row.balance,
    };
  },
};

type RowRule = (row: MethodRow) => Fraction;

function stageRows(input: MethodInput): RowRule[] {
  const { terms, periods } = input;
  const stages = stagesOf(terms);
  const rules: RowRule[] = [];
  let balance = input.balance;
  let first = 0;
  stages.forEach((stage, position) => {
    const own = stagePrincipal(terms, stage, balance, position === stages.length - 1);
    const target = subtract(balance, own);
    const inside = stageRule({ ...input, balance, periods: periods.slice(first, first + stage.periods) }, stage, own);
    for (let k = 0; k < stage.periods; k += 1) {
      const left = (row: MethodRow): Fraction => subtract(row.balance, target);
      rules.push(k === stage.periods - 1 ? left : (row) => smaller(left(row), inside(row)));
    }
    balance = target;
    first += stage.periods;
  });
  return rules;
}

function stageRule(input: MethodInput, stage: StageTerms, own: Fraction): RowRule {
  if (stage.method === 'INTEREST_ONLY') return () => ZERO;
  if (stage.method === 'EQUAL_PRINCIPAL') {
    const share = equalShare(input.terms, own, stage.periods);
    return () => share;
  }
  const balloon = subtract(input.balance, own);
  const amount = roundLevel(input.terms, solveLevelAmount({ balance: input.balance, yields: solvingYields(input), balloon }));
  return (row) => subtract(amount, row.interest);
}

/** Q of a stage: its amount, or R2 of its share of the original principal, or nothing; the last stage repays the rest. */
function stagePrincipal(terms: PlanTerms, stage: StageTerms, balance: Fraction, isLast: boolean): Fraction {
  if (isLast) return balance;
  if (stage.principal !== undefined) return smaller(balance, parseDecimal(stage.principal));
  if (stage.share === undefined) return ZERO;
  return roundToUnit(multiply(terms.principal, parseDecimal(stage.share)), terms.moneyUnit, terms.moneyMode);
}

function stagesOf(terms: PlanTerms): readonly StageTerms[] {
  const stages = terms.given.stages;
  if (!stages || stages.length === 0) throw unsupported('COMBO without stages');
  return stages;
}

/** Gives every period the rate of its stage. */
export function withStageRates(terms: PlanTerms, periods: readonly Period[]): Period[] {
  const rates = stagesOf(terms).flatMap((stage) =>
    Array.from({ length: stage.periods }, () => (stage.annualRate === undefined ? terms.rate : parseDecimal(stage.annualRate))),
  );
  let index = -1;
  return periods.map((period) => {
    if (period.isStub) return period;
    index += 1;
    return { ...period, rates: [{ at: ZERO, rate: rates[index] ?? terms.rate }] };
  });
}

export function stagePeriods(terms: PlanTerms): number {
  return stagesOf(terms).reduce((count, stage) => count + stage.periods, 0);
}
