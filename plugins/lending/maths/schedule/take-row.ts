import type { AmortizationMethod, PrincipalPlan } from '../amortization/amortization.ts';
import { roundInterest } from '../amortization/amortization.ts';
import { add, compare, type Fraction, isZero, multiply, smaller, subtract, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { MathsRefusal } from '../refusal.ts';
import { type Deferral, deferInterest } from './deferral.ts';
import { type Period, yieldOf } from './period.ts';
import type { LevelRule, PlanTerms } from './terms.ts';
import { type RowTrace, traceRow } from './trace.ts';

/** A plan part-way: what is still to be repaid and how. A change of the loan makes a new state from an old one. */
export interface PlanState {
  readonly balance: Fraction;
  /** Rows still to come. */
  readonly periods: readonly Period[];
  readonly graceLeft: number;
  /** null: to be solved at the next row that repays principal. */
  readonly plan: PrincipalPlan | null;
  /** Rows taken from `plan`. */
  readonly planIndex: number;
  readonly levelRule: LevelRule;
  /** Exact interest of an earlier part of the coming period, rounded together with its rest. */
  readonly owedInterest: Fraction;
  /** Rounded interest that joins the coming row without touching its principal. */
  readonly addedInterest: Fraction;
  readonly deferral: Deferral | null;
}

export interface PlanRow {
  readonly period: Period;
  readonly principal: Fraction;
  readonly interest: Fraction;
  readonly balance: Fraction;
  readonly capitalised: Fraction;
  readonly trace?: RowTrace;
}

export interface RowOptions {
  readonly trace: boolean;
  /** The maturity row of an extended loan pays interest only. */
  readonly keepPrincipal?: boolean;
}

/** Takes the next row of a plan. Interest is rounded once, on the exact sum over the segments of its period;
 *  the last row repays the balance. Refuses PAYMENT_BELOW_INTEREST. Source: calculation spec B.0.4, B.4; DEFINITIONS 5. */
export function takeRow(terms: PlanTerms, method: AmortizationMethod, state: PlanState, options: RowOptions): { row: PlanRow; state: PlanState } {
  const period = state.periods[0];
  if (!period) throw new MathsRefusal('TOO_MANY_ROWS');
  const base = method.interestOn === 'ORIGINAL_PRINCIPAL' ? terms.principal : state.balance;
  const unrounded = add(multiply(base, yieldOf(period)), state.owedInterest);
  const interest = roundInterest(terms, unrounded);
  const deferred = deferInterest(terms, state.deferral, add(interest, state.addedInterest), period.isStub === true);
  const resting = period.isStub === true || options.keepPrincipal === true || (state.graceLeft > 0 && state.periods.length > 1);
  const plan = resting ? state.plan : (state.plan ?? method.plan({ terms, balance: state.balance, periods: state.periods, levelRule: state.levelRule }));
  const principal = resting || !plan ? ZERO : principalOfRow(plan, state, interest);
  const balance = add(subtract(state.balance, principal), deferred.capitalised);
  const ended = plan?.endsWhenRepaid === true && !resting && isZero(balance);
  const row: PlanRow = {
    period,
    principal,
    interest: deferred.charged,
    balance,
    capitalised: deferred.capitalised,
    ...(options.trace
      ? { trace: traceRow(terms, { period, base, unrounded, rounded: interest, rule: resting || !plan ? 'no principal in this row' : plan.rule }) }
      : {}),
  };
  return {
    row,
    state: {
      balance,
      periods: ended ? [] : state.periods.slice(1),
      graceLeft: period.isStub === true ? state.graceLeft : Math.max(0, state.graceLeft - 1),
      plan,
      planIndex: resting ? state.planIndex : state.planIndex + 1,
      levelRule: terms.levelRule,
      owedInterest: ZERO,
      addedInterest: deferred.addToNext,
      deferral: deferred.next,
    },
  };
}

function principalOfRow(plan: PrincipalPlan, state: PlanState, interest: Fraction): Fraction {
  const { balance, periods, planIndex } = state;
  const isLast = periods.length === 1;
  const { instalment } = plan;
  if (plan.mustExceedInterest && planIndex === 0 && !isLast && instalment && compare(instalment, interest) <= 0) {
    throw new MathsRefusal('PAYMENT_BELOW_INTEREST', { payment: formatMoney(instalment), interest: formatMoney(interest) });
  }
  if (isLast && plan.statesLastRow !== true) return balance;
  const principal = plan.principalOf({ index: planIndex, balance, interest });
  return plan.statesLastRow === true ? principal : smaller(balance, principal);
}

/** Takes all rows that are left. */
export function takeAllRows(terms: PlanTerms, method: AmortizationMethod, from: PlanState, options: RowOptions): { rows: PlanRow[]; state: PlanState } {
  const rows: PlanRow[] = [];
  let state = from;
  while (state.periods.length > 0) {
    const taken = takeRow(terms, method, state, options);
    rows.push(taken.row);
    state = taken.state;
  }
  return { rows, state };
}
