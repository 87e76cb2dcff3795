import { addMoney, compareMoney, costCapOf, MathsRefusal, subtractMoney, sumMoney } from '../../maths/index.ts';
import { accruedThrough } from './accrued-interest.ts';
import { isPositive } from './amounts.ts';
import type { LoanCourse } from './course.ts';
import { dueOn } from './late-charges.ts';

/** Keeps the balance after an event, day by day, where a cap asks for it. */
export function withBalance(course: LoanCourse, day: string): LoanCourse {
  if (course.terms.lateness?.costCap === undefined) return course;
  const gone = sumMoney([course.prepaid.principal, ...course.rows.map((row) => addMoney(row.paid.principal, row.writtenOff.principal))]);
  return { ...course, balances: [...course.balances.filter((one) => one.from !== day), { from: day, amount: subtractMoney(course.disbursed, gone) }] };
}

/** Refuses COST_CAP_REACHED when penalty would lift the cost of the loan above its cap on a day. Source: lending spec B.8. */
export function refuseAboveCap(course: LoanCourse, day: string): void {
  const { lateness, schedule } = course.terms;
  if (lateness?.costCap === undefined) return;
  const late = course.rows.filter((row) => row.dueDate < day);
  const penalty = sumMoney(late.map((row) => dueOn(course, row, day).penalty));
  if (!isPositive(penalty)) return;
  const cap = costCapOf({ annualRate: lateness.costCap, yearBasis: lateness.yearBasis, balances: course.balances, asOf: day, rounding: schedule.rounding });
  const cost = sumMoney([penalty, accruedThrough(course, day), course.prepaid.fee, ...late.map((row) => row.charged.fee)]);
  if (compareMoney(cost, cap) > 0) throw new MathsRefusal('COST_CAP_REACHED', { cost, cap, on: day });
}
