import { accrualBasis, addMoney, changePlan, compareMoney, subtractMoney } from '../maths/index.ts';
import { earnedInterest, type EarningRow } from './earned-interest.ts';
import type { LoanCourse } from './fold/course.ts';
import type { StateRow } from './fold/loan-state.ts';

/** What each row of the plan in force needs to be accrued by day. A row that a change has cut has none: days of two kinds are
 *  no equal shares, so the day-end asks the fold for it. `versions` > 1 only; the first plan keeps what it was opened with.
 *  Source: lending spec B.7. */
export function earningRows(course: LoanCourse, rows: readonly StateRow[]): readonly EarningRow[] {
  const { schedule } = course.terms;
  const from = course.versions.at(-1)?.from ?? schedule.disbursementDate;
  const built = new Map(changePlan(schedule, course.planEvents, { trace: true }).rows.map((row) => [row.n, row]));
  let before = course.prepaid.interest;
  return rows.map((row): EarningRow => {
    const interestBefore = before;
    before = addMoney(before, subtractMoney(row.due.interest, row.waived.interest));
    const bare = { dueOn: row.dueDate, accrualFrom: null, accrualNumerator: null, accrualDenominator: null, interestBefore };
    const planned = built.get(row.n);
    if (planned === undefined || row.startDate < from || schedule.dayCount === 'ACT_ACT_ISDA') return bare;
    const { from: accrualFrom, numerator, denominator } = accrualBasis(planned, schedule);
    const whole = { ...bare, accrualFrom, accrualNumerator: numerator, accrualDenominator: denominator, interestBefore: '0.00' };
    const on = { through: row.dueDate, total: '0.00', maturesOn: '9999-12-31', disbursedOn: schedule.disbursementDate, rounding: schedule.rounding };
    return compareMoney(earnedInterest([whole], on) ?? '-1', row.due.interest) === 0 ? { ...whole, interestBefore } : bare;
  });
}
