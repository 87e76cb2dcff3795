import { accrueInterest, changePlan, type ChangedSchedule, MathsRefusal, subtractMoney } from '../../maths/index.ts';
import type { LoanCourse } from './course.ts';

/** The plan as if the loan were paid off on a day, or null when nothing is left of it: its rows are those whose period
 *  has ended, its payoff is the balance with the interest of the running period, rounded once on the exact sum. */
export function planEndedOn(course: LoanCourse, day: string): ChangedSchedule | null {
  try {
    return changePlan(course.terms.schedule, [...course.planEvents, { type: 'PAYOFF', seq: Number.MAX_SAFE_INTEGER, valueDate: day }]);
  } catch (error) {
    if (error instanceof MathsRefusal && error.code === 'NOTHING_TO_PREPAY') return null;
    throw error;
  }
}

/** Interest earned from the disbursement through a day, cumulative: what is to be posted is the difference to what was
 *  posted before, and at the end of a period it is exactly the period's interest. A write-off ends it.
 *  Source: lending spec B.7. */
export function accruedThrough(course: LoanCourse, day: string): string {
  if (course.versions.length === 0) return '0.00';
  const end = course.writtenOffOn !== null && course.writtenOffOn < day ? course.writtenOffOn : day;
  const ended = planEndedOn(course, end);
  if (ended === null) return changePlan(course.terms.schedule, course.planEvents).totals.interest;
  return subtractMoney(ended.totals.interest, unearnedStub(course, end));
}

/** Stub interest that joins the first row counts as owed from the first day; before the row begins only the share of its
 *  days is earned. */
function unearnedStub(course: LoanCourse, day: string): string {
  const { schedule } = course.terms;
  const begin = course.versions[0]?.rows[0]?.startDate;
  if (schedule.stub?.policy !== 'ADD_TO_FIRST' || begin === undefined || day >= begin) return '0.00';
  const { posts, periodInterest } = accrueInterest({
    from: schedule.disbursementDate,
    to: begin,
    dayCount: schedule.stub.dayCount ?? schedule.dayCount,
    segments: [{ from: schedule.disbursementDate, balance: schedule.principal, annualRate: schedule.annualRate }],
    through: [day],
    rounding: schedule.rounding,
  });
  return subtractMoney(periodInterest, posts[0]?.cumulative ?? '0.00');
}
