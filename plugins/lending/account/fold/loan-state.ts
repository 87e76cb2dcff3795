import { addMoney, daysPastDue, type DaysPastDue, subtractMoney, sumMoney } from '../../maths/index.ts';
import { accruedThrough } from './accrued-interest.ts';
import { type Amounts, sumAmounts, totalOf } from './amounts.ts';
import type { Closing, CourseRow, LoanCourse, ScheduleVersion } from './course.ts';
import { dueOn, openOf } from './late-charges.ts';

/** A loan as it stands on a value date. It holds no number of booking, so the same facts give the same bytes however
 *  they were entered. */
export interface LoanState {
  readonly disbursed: string;
  /** Principal outstanding. */
  readonly balance: string;
  /** Contract interest earned since the disbursement, whether due or not. */
  readonly accruedInterest: string;
  readonly rows: readonly StateRow[];
  /** Over all rows. */
  readonly totals: Omit<StateRow, 'n' | 'startDate' | 'dueDate' | 'closed'>;
  /** Paid outside the rows, by prepayments. */
  readonly prepaid: Amounts;
  readonly recovered: Amounts;
  readonly surplus: string;
  readonly daysPastDue: DaysPastDue;
  readonly versions: readonly ScheduleVersion[];
  readonly isSettled: boolean;
  readonly writtenOffOn: string | null;
}

/** `due` − `paid` − `waived` − `writtenOff` = `outstanding`, component by component. */
export interface StateRow {
  readonly n: number;
  readonly startDate: string;
  readonly dueDate: string;
  readonly due: Amounts;
  readonly paid: Amounts;
  readonly waived: Amounts;
  readonly writtenOff: Amounts;
  readonly outstanding: Amounts;
  readonly closed: Closing | null;
}

export function readCourse(course: LoanCourse, day: string): LoanState {
  const rows = course.rows.map((row) => readRow(course, row, day));
  const column = (name: 'due' | 'paid' | 'waived' | 'writtenOff' | 'outstanding'): Amounts => sumAmounts(rows.map((row) => row[name]));
  const totals = { due: column('due'), paid: column('paid'), waived: column('waived'), writtenOff: column('writtenOff'), outstanding: column('outstanding') };
  const gone = sumMoney([totals.paid.principal, course.prepaid.principal, totals.writtenOff.principal]);
  return {
    disbursed: course.disbursed,
    balance: subtractMoney(course.disbursed, gone),
    accruedInterest: accruedThrough(course, day),
    rows,
    totals,
    prepaid: course.prepaid,
    recovered: course.recovered,
    surplus: course.surplus,
    daysPastDue: daysPastDue(rows.map(unpaidOf), day),
    versions: course.versions,
    isSettled: course.versions.length > 0 && course.writtenOffOn === null && totalOf(totals.outstanding) === '0.00',
    writtenOffOn: course.writtenOffOn,
  };
}

function readRow(course: LoanCourse, row: CourseRow, day: string): StateRow {
  const { n, startDate, dueDate, paid, waived, writtenOff, closed } = row;
  const due = dueOn(course, row, day);
  return { n, startDate, dueDate, due, paid, waived, writtenOff, outstanding: openOf(row, due), closed };
}

function unpaidOf({ dueDate, outstanding }: StateRow): { dueDate: string; principal: string; interest: string; fee: string } {
  return { dueDate, principal: outstanding.principal, interest: outstanding.interest, fee: addMoney(outstanding.fee, outstanding.cost) };
}
