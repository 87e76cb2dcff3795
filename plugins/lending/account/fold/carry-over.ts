import { addMoney, changePlan, type ChangedSchedule, type PlanEvent } from '../../maths/index.ts';
import type { ActingEvent } from './account-event.ts';
import { isPositive, NOTHING, smallerOf } from './amounts.ts';
import { type CourseRow, type LoanCourse, openRow, type PlannedRow, planOf } from './course.ts';
import { closeIfClear, payRows } from './settle-rows.ts';

export interface CarriedOver {
  readonly course: LoanCourse;
  /** Principal and interest that had been paid on rows which the new plan changes or drops. */
  readonly released: string;
}

/** A new version of the schedule by a change of the plan. Refuses what the method does not support. */
export function changeSchedule(course: LoanCourse, change: PlanEvent, cause: ActingEvent['kind']): CarriedOver & { readonly plan: ChangedSchedule } {
  const planEvents = [...course.planEvents, change];
  const plan = changePlan(course.terms.schedule, planEvents);
  const instalment = plan.instalmentChanges.at(-1)?.instalment ?? plan.instalment;
  return { plan, ...carryOver({ ...course, planEvents }, { rows: plan.rows.map(plannedRow), instalment, from: change.valueDate, cause }) };
}

export function plannedRow({ n, startDate, dueDate, principal, interest, balance }: PlannedRow): PlannedRow {
  return { n, startDate, dueDate, principal, interest, balance };
}

/** Puts the rows of a new version in place of the old ones. A row that the new plan leaves as it is keeps everything;
 *  on the others the money paid in advance comes free, to be paid anew on the rows as they are now. Fees and costs stay
 *  with their number; those of a row that is gone fall due at once. */
export function carryOver(
  course: LoanCourse,
  next: { readonly rows: readonly PlannedRow[]; readonly instalment: string | null; readonly from: string; readonly cause: ActingEvent['kind'] },
): CarriedOver {
  const before = new Map(planOf(course).map((row) => [row.n, row]));
  const planned = new Map(next.rows.map((row) => [row.n, row]));
  const held = new Map(course.rows.map((row) => [row.n, row]));
  const version = { version: course.versions.length + 1, ...next };
  const renewed: LoanCourse = { ...course, versions: [...course.versions, version] };
  let released = '0.00';
  const release = (row: CourseRow): void => {
    released = addMoney(released, addMoney(row.paid.principal, row.paid.interest));
  };
  const rows = next.rows.map((row) => {
    const old = held.get(row.n);
    if (old === undefined) return openRow(row);
    if (isSameRow(before.get(row.n), row)) return old;
    release(old);
    return closeIfClear(renewed, replacedRow(old, row, next.from), { column: 'paid', day: next.from });
  });
  const gone = course.rows.filter((row) => !planned.has(row.n));
  for (const row of gone) release(row);
  const kept = gone.filter((row) => isPositive(row.charged.fee) || isPositive(row.charged.cost)).map((row) => feesOnly(renewed, row, next.from));
  return { course: { ...renewed, rows: [...rows, ...kept].sort((a, b) => a.n - b.n) }, released };
}

/** Pays released money anew; what no row takes becomes credit. */
export function payAgain(course: LoanCourse, released: string, valueDate: string): LoanCourse {
  if (!isPositive(released)) return course;
  const paid = payRows(course, { amount: released, valueDate });
  return { ...paid.course, surplus: addMoney(course.surplus, paid.surplus) };
}

function isSameRow(a: PlannedRow | undefined, b: PlannedRow): boolean {
  return a !== undefined && a.startDate === b.startDate && a.dueDate === b.dueDate && a.principal === b.principal && a.interest === b.interest;
}

/** A waiver of interest stays, up to the interest that the row now bears. */
function replacedRow(old: CourseRow, row: PlannedRow, day: string): CourseRow {
  const waived = { ...old.waived, interest: smallerOf(old.waived.interest, row.interest) };
  return {
    ...openRow(row),
    charged: { ...old.charged, interest: row.interest, principal: row.principal },
    paid: { ...old.paid, interest: '0.00', principal: '0.00' },
    waived,
    settlements: isPositive(waived.interest) ? [{ valueDate: day, principal: '0.00', interest: waived.interest }] : [],
  };
}

function feesOnly(course: LoanCourse, row: CourseRow, day: string): CourseRow {
  const bare = { ...openRow({ ...row, principal: '0.00', interest: '0.00', balance: '0.00' }), dueDate: row.dueDate < day ? row.dueDate : day };
  const only = {
    ...bare,
    startDate: row.startDate < day ? row.startDate : day,
    charged: { ...NOTHING, fee: row.charged.fee, cost: row.charged.cost },
    paid: { ...row.paid, interest: '0.00', principal: '0.00' },
    waived: { ...row.waived, interest: '0.00' },
  };
  return closeIfClear(course, only, { column: 'paid', day });
}
