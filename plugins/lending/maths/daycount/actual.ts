import { civilOf, type Day, dayOf, isLeapYear } from '../calendar/date.ts';
import { add, fraction, ZERO } from '../number/fraction.ts';
import type { DayCount, DayCountContext, DayCountId, CountedSpan } from './day-count.ts';

/** Real days over a fixed year. */
function overFixedYear(id: DayCountId, yearDays: number): DayCount {
  return {
    id,
    cut: 'OWN',
    count: (from, to) => ({ days: to - from, factor: fraction(to - from, yearDays) }),
  };
}

/** Real days over 366 when a leap day lies in (from, to], else over 365. Source: DEFINITIONS 3. */
function countActual365L(from: Day, to: Day): CountedSpan {
  return { days: to - from, factor: fraction(to - from, holdsLeapDay(from, to) ? 366 : 365) };
}

function holdsLeapDay(from: Day, to: Day): boolean {
  for (let year = civilOf(from).year; year <= civilOf(to).year; year += 1) {
    if (!isLeapYear(year)) continue;
    const leapDay = dayOf(year, 2, 29);
    if (leapDay > from && leapDay <= to) return true;
  }
  return false;
}

/** Real days over the length of the year in which the span begins. Source: DEFINITIONS 3. */
function countActualByFirstYear(from: Day, to: Day): CountedSpan {
  return { days: to - from, factor: fraction(to - from, isLeapYear(civilOf(from).year) ? 366 : 365) };
}

/** Per calendar year: days in the year over the length of the year. Source: calculation spec B.2. */
function countActualIsda(from: Day, to: Day, context: DayCountContext): CountedSpan {
  const shift = context.dayBelongsTo === 'END' ? 1 : 0;
  const end = to + shift;
  let begin = from + shift;
  let factor = ZERO;
  while (begin < end) {
    const year = civilOf(begin).year;
    const next = Math.min(end, dayOf(year + 1, 1, 1));
    factor = add(factor, fraction(next - begin, isLeapYear(year) ? 366 : 365));
    begin = next;
  }
  return { days: to - from, factor };
}

export const ACTUAL_DAY_COUNTS: readonly DayCount[] = [
  overFixedYear('ACT_360', 360),
  overFixedYear('ACT_364', 364),
  overFixedYear('ACT_365F', 365),
  { id: 'ACT_365L', cut: 'SHARED', count: countActual365L },
  { id: 'ACT_ACT_YEAR', cut: 'SHARED', count: countActualByFirstYear },
  { id: 'ACT_ACT_ISDA', cut: 'OWN', count: countActualIsda },
];
