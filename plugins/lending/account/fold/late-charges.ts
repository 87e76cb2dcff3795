import { overdueCharges, type OverduePayment } from '../../maths/index.ts';
import { type Amounts, mapAmounts, notBelowZero } from './amounts.ts';
import { type CourseRow, type LoanCourse, planOf, restOf } from './course.ts';

/** Everything a row owes on a day, penalty and compound counted up to it: what was agreed plus what lateness cost.
 *  Source: lending spec B.8. */
export function dueOn(course: LoanCourse, row: CourseRow, day: string): Amounts {
  const { lateness, schedule } = course.terms;
  const end = course.writtenOffOn !== null && course.writtenOffOn < day ? course.writtenOffOn : day;
  if (lateness === undefined || end <= row.dueDate) return row.charged;
  const { penalty, compound } = overdueCharges({
    items: [{ n: row.n, dueDate: row.dueDate, principal: row.charged.principal, interest: row.charged.interest }],
    payments: row.settlements.map((part): OverduePayment => ({ item: row.n, ...part })),
    asOf: end,
    yearBasis: lateness.yearBasis,
    contractRate: schedule.annualRate,
    contractRates: ratesOf(course),
    rounding: schedule.rounding,
    penalty: lateness.penalty,
    // Only compound interest asks for the maturity; a cut there would round the penalty once more than a day-end does.
    ...(lateness.compound === true ? { compound: { enabled: true }, maturityDate: maturityOf(course) ?? row.dueDate } : {}),
    ...(lateness.calendar === undefined ? {} : { calendar: lateness.calendar }),
  });
  return { ...row.charged, penalty, compound };
}

/** What is still to be paid of a row on a day. */
export function openOn(course: LoanCourse, row: CourseRow, day: string): Amounts {
  return openOf(row, dueOn(course, row, day));
}

/** What is still to be paid of a row that owes `due`. */
export function openOf(row: CourseRow, due: Amounts): Amounts {
  return mapAmounts((component) => notBelowZero(restOf(row, component, due[component])));
}

/** The day on which the plan in force ends. A plan cut short ends with the event that cut it, not with the last row that
 *  is left, and no later event moves a maturity that has passed: days already charged keep their charge. */
function maturityOf(course: LoanCourse): string | undefined {
  return course.versions.reduce<string | undefined>((maturity, { from, rows }) => {
    if (maturity !== undefined && maturity < from) return maturity;
    const last = rows.at(-1)?.dueDate;
    return last === undefined || last < from ? from : last;
  }, undefined);
}

/** Contract rates by the day from which they hold: a change for the next period waits for its start. */
function ratesOf(course: LoanCourse): readonly { readonly from: string; readonly annualRate: string }[] {
  return course.planEvents.flatMap((event) => {
    if (event.type === 'EXTENSION' && event.annualRate !== undefined) return [{ from: event.valueDate, annualRate: event.annualRate }];
    if (event.type !== 'RATE_CHANGE') return [];
    if (event.reset !== 'NEXT_PERIOD') return [{ from: event.valueDate, annualRate: event.annualRate }];
    const from = planOf(course).find((row) => row.startDate >= event.valueDate)?.startDate;
    return from === undefined ? [] : [{ from, annualRate: event.annualRate }];
  });
}
