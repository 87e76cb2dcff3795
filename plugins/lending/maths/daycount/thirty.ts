import { type CivilDate, civilOf, type Day, isLastOfMonth } from '../calendar/date.ts';
import { fraction } from '../number/fraction.ts';
import type { DayCount, DayCountContext } from './day-count.ts';

type Thirtieths = (first: CivilDate, last: CivilDate, context: DayCountContext, to: Day) => { firstDay: number; lastDay: number };

/** D1 31 → 30; D2 31 and D1 ≥ 30 → 30; the end-of-February rule is an option. Source: DEFINITIONS 3. */
const unitedStates: Thirtieths = (first, last, context) => {
  let firstDay = first.day;
  let lastDay = last.day;
  if (context.endOfFebruaryRule === true && isEndOfFebruary(first)) {
    if (isEndOfFebruary(last)) lastDay = 30;
    firstDay = 30;
  }
  if (lastDay === 31 && firstDay >= 30) lastDay = 30;
  if (firstDay === 31) firstDay = 30;
  return { firstDay, lastDay };
};

/** Both 31 → 30. */
const european: Thirtieths = (first, last) => ({ firstDay: Math.min(first.day, 30), lastDay: Math.min(last.day, 30) });

/** The last day of a month → 30 on both ends, except the end of the span when it is the maturity date in February. */
const isda: Thirtieths = (first, last, context, to) => ({
  firstDay: isLastOfMonth(first) ? 30 : first.day,
  lastDay: isLastOfMonth(last) && !(last.month === 2 && context.maturity === to) ? 30 : last.day,
});

function isEndOfFebruary(date: CivilDate): boolean {
  return date.month === 2 && isLastOfMonth(date);
}

function thirtyDayMonths(id: DayCount['id'], yearDays: number, thirtieths: Thirtieths): DayCount {
  return {
    id,
    cut: 'SHARED',
    count(from, to, context) {
      const first = civilOf(from);
      const last = civilOf(to);
      const { firstDay, lastDay } = thirtieths(first, last, context, to);
      const days = 360 * (last.year - first.year) + 30 * (last.month - first.month) + (lastDay - firstDay);
      return { days, factor: fraction(days, yearDays) };
    },
  };
}

export const THIRTY_DAY_COUNTS: readonly DayCount[] = [
  thirtyDayMonths('30_360_US', 360, unitedStates),
  thirtyDayMonths('30E_360', 360, european),
  thirtyDayMonths('30E_360_ISDA', 360, isda),
  thirtyDayMonths('30_365', 365, unitedStates),
];
