import type { AmortizationMethod } from '../amortization/amortization.ts';
import type { Day } from '../calendar/date.ts';
import type { Fraction } from '../number/fraction.ts';
import type { PlanRow, PlanState } from '../schedule/take-row.ts';
import { takeRow } from '../schedule/take-row.ts';
import type { LevelRule, PlanTerms } from '../schedule/terms.ts';

/** Money paid before it is due under ADVANCE_NEXT: it pays rows from this one on. */
export interface AdvancePayment {
  readonly fromRow: number;
  readonly amount: Fraction;
  readonly valueDate: string;
}

export interface PrepaymentRecord {
  readonly valueDate: string;
  readonly principal: Fraction;
  readonly interest: Fraction;
  readonly fee: Fraction;
  readonly surplus: Fraction;
  readonly instalment: Fraction | null;
}

export interface PayoffRecord {
  readonly valueDate: string;
  readonly principal: Fraction;
  readonly interest: Fraction;
  readonly fee: Fraction;
}

/** A loan on its way: rows already paid, what is left, and what changes have happened so far. */
export interface LoanCourse {
  readonly terms: PlanTerms;
  readonly method: AmortizationMethod;
  readonly trace: boolean;
  readonly state: PlanState;
  readonly rows: readonly PlanRow[];
  /** The first level amount, when it is known. */
  readonly firstInstalment: Fraction | null;
  readonly rate: Fraction;
  /** The last day of the plan. */
  readonly maturity: Day;
  readonly instalmentChanges: readonly { readonly valueDate: string; readonly instalment: Fraction }[];
  readonly prepayments: readonly (PrepaymentRecord | AdvancePayment)[];
  readonly payoff: PayoffRecord | null;
}

/** Takes the next row as planned. */
export function takeNextRow(course: LoanCourse, keepPrincipal = false): LoanCourse {
  const taken = takeRow(course.terms, course.method, course.state, { trace: course.trace, keepPrincipal });
  return withState({ ...course, rows: [...course.rows, taken.row] }, taken.state);
}

export function withState(course: LoanCourse, state: PlanState): LoanCourse {
  return { ...course, state, firstInstalment: course.firstInstalment ?? state.plan?.instalment ?? null };
}

/** Solves the plan anew over the rows that are left and, for a level loan, records the new amount under `valueDate`.
 *  During a grace nothing is solved yet. */
export function resolve(course: LoanCourse, state: PlanState, levelRule: LevelRule, valueDate: string): LoanCourse {
  if (state.graceLeft > 0 || state.periods.length === 0) return withState(course, { ...state, plan: null, levelRule: course.terms.levelRule });
  const plan = course.method.plan({ terms: course.terms, balance: state.balance, periods: state.periods, levelRule });
  const solved = withState(course, { ...state, plan, planIndex: 0, levelRule });
  if (course.method.id !== 'LEVEL' || !plan.instalment) return solved;
  return { ...solved, instalmentChanges: [...solved.instalmentChanges, { valueDate, instalment: plan.instalment }] };
}
