import { allocatePayment, type AllocationLine, type AllocationRule } from '../../maths/index.ts';
import { addAmounts, isPositive, mapAmounts, plus, totalOf } from './amounts.ts';
import type { CourseRow, LoanCourse } from './course.ts';
import { openOn } from './late-charges.ts';

export interface Settled {
  readonly course: LoanCourse;
  readonly lines: readonly AllocationLine[];
  /** Money that no row took. */
  readonly surplus: string;
}

/** Pays what is open with money on a day, by the loan's own order; DUE_ONLY leaves rows alone that fall due later.
 *  Source: lending spec B.11. */
export function payRows(
  course: LoanCourse,
  money: { readonly amount: string; readonly valueDate: string },
  reach: 'BY_RULE' | 'DUE_ONLY' = 'BY_RULE',
): Settled {
  const rule: AllocationRule = reach === 'DUE_ONLY' ? { ...course.terms.allocation, advance: 'NONE' } : course.terms.allocation;
  const reached = course.rows.filter((row) => row.closed === null && (rule.advance !== 'NONE' || row.dueDate <= money.valueDate));
  const instalments = reached.map((row) => ({ n: row.n, dueDate: row.dueDate, ...openOn(course, row, money.valueDate) }));
  const { lines, surplus } = allocatePayment({ instalments, ...money, rule });
  return { course: takeLines(course, lines, { column: 'paid', day: money.valueDate }), lines, surplus };
}

/** Moves amounts into a column of their rows and closes rows that owe nothing more. */
export function takeLines(
  course: LoanCourse,
  lines: readonly AllocationLine[],
  how: { readonly column: 'paid' | 'waived' | 'writtenOff'; readonly day: string },
): LoanCourse {
  if (lines.length === 0) return course;
  const byRow = Map.groupBy(lines, (line) => line.n);
  const rows = course.rows.map((row) => {
    const own = byRow.get(row.n);
    return own === undefined ? row : closeIfClear(course, takeOwn(row, own, how), how);
  });
  return { ...course, rows };
}

function takeOwn(row: CourseRow, lines: readonly AllocationLine[], how: { column: 'paid' | 'waived' | 'writtenOff'; day: string }): CourseRow {
  const taken = mapAmounts((component) => lines.filter((line) => line.component === component).reduce((sum, line) => plus(sum, line.amount), '0.00'));
  return {
    ...row,
    [how.column]: addAmounts(row[how.column], taken),
    settlements: [...row.settlements, { valueDate: how.day, principal: taken.principal, interest: taken.interest }],
  };
}

/** Says when and by what a row was closed, if it owes nothing on the day. */
export function closeIfClear(course: LoanCourse, row: CourseRow, how: { readonly column: 'paid' | 'waived' | 'writtenOff'; readonly day: string }): CourseRow {
  if (row.closed !== null || isPositive(totalOf(openOn(course, row, how.day)))) return row;
  const by = how.column === 'paid' ? 'payment' : how.column === 'waived' ? 'waiver' : 'writeOff';
  return { ...row, closed: { on: how.day, by } };
}
