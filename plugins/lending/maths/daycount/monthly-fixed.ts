import { addMonths, type Day, dayInMonth, type MonthEndPolicy, monthIndexOf, wholeMonthsBetween } from '../calendar/date.ts';
import { add, fraction } from '../number/fraction.ts';
import type { CountedSpan, DayCount } from './day-count.ts';

/** 对年对月 + 零头天: whole months at a twelfth of a year, odd days at a 360th. A free span counts forward
 *  from its start; a missing day is the last of the month. Source: calculation spec B.2, DEFINITIONS 3. */
export const MONTHLY_FIXED: DayCount = {
  id: 'MONTHLY_FIXED',
  cut: 'SHARED',
  count(from, to) {
    const months = wholeMonthsBetween({ from, to });
    return monthsAndDays(months, to - addMonths(from, months), to - from);
  },
};

/** The irregular first period of a plan counts back: whole months from the first due date on its anchor
 *  day, not before the disbursement; the days left at the start are odd days. Source: DEFINITIONS 3. */
export function countMonthsBack(span: { from: Day; to: Day }, anchor: { monthIndex: number; anchorDay: number; policy: MonthEndPolicy }): CountedSpan {
  const back = (months: number): Day => (months === 0 ? span.to : dayInMonth(anchor.monthIndex - months, anchor.anchorDay, anchor.policy));
  let months = Math.max(0, monthIndexOf(span.to) - monthIndexOf(span.from) + 1);
  while (months > 0 && back(months) < span.from) months -= 1;
  return monthsAndDays(months, back(months) - span.from, span.to - span.from);
}

function monthsAndDays(months: number, oddDays: number, days: number): CountedSpan {
  return { days, factor: add(fraction(months, 12), fraction(oddDays, 360)), months, oddDays };
}
