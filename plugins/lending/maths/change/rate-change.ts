import type { Day } from '../calendar/date.ts';
import { type Fraction, ZERO } from '../number/fraction.ts';
import { unsupported } from '../refusal.ts';
import type { Period } from '../schedule/period.ts';
import { elapsedFactor } from './cut-period.ts';
import { type LoanCourse, resolve, withState } from './loan-course.ts';

const METHODS = ['LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET', 'FLAT'];

/** A new rate from `day` on. At a period start the level amount is solved by the loan's own rule, inside a period by
 *  the true factors of the cut period and all later ones. Equal principal keeps its share; the others only change
 *  interest. `valueDate` names the change in the record. Source: DEFINITIONS 6, RATE_CHANGE; vector V14. */
export function changeRate(course: LoanCourse, change: { day: Day; rate: Fraction; valueDate: string }): LoanCourse {
  const { terms, method, state } = course;
  if (!METHODS.includes(method.id)) throw unsupported(`RATE_CHANGE of a ${method.id} plan`);
  const [running, ...later] = state.periods;
  const changed = { ...course, rate: change.rate };
  if (!running) return changed;
  const cutsPeriod = change.day > running.start;
  const first = cutsPeriod ? cut(course, running, change) : withRate(running, change.rate);
  const next = { ...state, periods: [first, ...later.map((period) => withRate(period, change.rate))] };
  if (method.id !== 'LEVEL') return withState(changed, next);
  return resolve(changed, next, cutsPeriod ? 'TRUE_FACTORS' : terms.levelRule, change.valueDate);
}

function cut(course: LoanCourse, period: Period, change: { day: Day; rate: Fraction }): Period {
  const at = elapsedFactor(course.terms, period, change.day, course.maturity);
  return { ...period, rates: [...period.rates, { at, rate: change.rate }] };
}

function withRate(period: Period, rate: Fraction): Period {
  return { ...period, rates: [{ at: ZERO, rate }] };
}

/** The first period start on or after the day, or null when none is left. */
export function nextPeriodStart(course: LoanCourse, day: Day): Day | null {
  return course.state.periods.find((period) => period.start >= day)?.start ?? null;
}
