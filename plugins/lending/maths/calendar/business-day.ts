import { MathsRefusal, unsupported } from '../refusal.ts';
import { addMonths, civilOf, type Day, dayInMonth, isLastOfMonth, monthIndexOf, parseDay } from './date.ts';

/** A calendar as data: ISO dates and the names of the rest days of the week.
 *  A date in `workdays` is a business day even on a weekend or holiday (调休). Source: DEFINITIONS 4.5. */
export interface CalendarData {
  readonly weekend?: readonly string[];
  readonly holidays?: readonly string[];
  readonly workdays?: readonly string[];
}

export interface BusinessCalendar {
  isBusinessDay(day: Day): boolean;
}

export type Adjustment = 'NONE' | 'FOLLOWING' | 'MODIFIED_FOLLOWING' | 'PRECEDING' | 'MODIFIED_PRECEDING' | 'NEAREST' | 'HALF_MONTH_MODIFIED_FOLLOWING';

const WEEKDAYS = ['THU', 'FRI', 'SAT', 'SUN', 'MON', 'TUE', 'WED'];
const LONGEST_REST = 400;

/** Refuses NOT_A_DATE, and UNSUPPORTED_CONVENTION for an unknown weekday name. */
export function businessCalendar(data: CalendarData): BusinessCalendar {
  const holidays = new Set((data.holidays ?? []).map(parseDay));
  const workdays = new Set((data.workdays ?? []).map(parseDay));
  const restWeekdays = new Set(
    (data.weekend ?? []).map((name) => {
      const index = WEEKDAYS.indexOf(name);
      if (index < 0) throw unsupported(`weekday ${name}`);
      return index;
    }),
  );
  return {
    isBusinessDay(day) {
      if (workdays.has(day)) return true;
      return !holidays.has(day) && !restWeekdays.has(((day % 7) + 7) % 7);
    },
  };
}

/** The business day that stands for `day`. Refuses NO_BUSINESS_DAY after 400 rest days in a row.
 *  Source: calculation spec B.3; NEAREST, MODIFIED_PRECEDING and the half-month rule: exam README. */
export function adjustDay(day: Day, adjustment: Adjustment, calendar: BusinessCalendar): Day {
  switch (adjustment) {
    case 'NONE':
      return day;
    case 'FOLLOWING':
      return seek(day, 1, calendar);
    case 'PRECEDING':
      return seek(day, -1, calendar);
    case 'MODIFIED_FOLLOWING': {
      const following = seek(day, 1, calendar);
      return monthIndexOf(following) === monthIndexOf(day) ? following : seek(day, -1, calendar);
    }
    case 'MODIFIED_PRECEDING': {
      const preceding = seek(day, -1, calendar);
      return monthIndexOf(preceding) === monthIndexOf(day) ? preceding : seek(day, 1, calendar);
    }
    case 'NEAREST': {
      const following = seek(day, 1, calendar);
      const preceding = seek(day, -1, calendar);
      return day - preceding < following - day ? preceding : following;
    }
    case 'HALF_MONTH_MODIFIED_FOLLOWING': {
      const following = seek(day, 1, calendar);
      const leftMonth = monthIndexOf(following) !== monthIndexOf(day);
      const leftHalf = civilOf(day).day <= 15 && civilOf(following).day > 15;
      return leftMonth || leftHalf ? seek(day, -1, calendar) : following;
    }
  }
}

function seek(from: Day, step: 1 | -1, calendar: BusinessCalendar): Day {
  let day = from;
  for (let tried = 0; tried <= LONGEST_REST; tried += 1) {
    if (calendar.isBusinessDay(day)) return day;
    day += step;
  }
  throw new MathsRefusal('NO_BUSINESS_DAY');
}

/** A date moved by business days, weeks or months and then adjusted.
 *  With `endOfMonth` a month move that begins on the last business day of its month ends on the last
 *  business day of the target month (the last day itself when nothing is adjusted).
 *  Source: exam README, suite businessday. */
export function offsetDay(
  move: { start: Day; offset: number; unit: 'BUSINESS_DAY' | 'DAY' | 'WEEK' | 'MONTH'; adjustment: Adjustment; endOfMonth: boolean },
  calendar: BusinessCalendar,
): Day {
  const { start, offset, unit, adjustment, endOfMonth } = move;
  if (unit === 'BUSINESS_DAY') {
    if (offset === 0) return adjustDay(start, adjustment, calendar);
    let day = start;
    const step = offset > 0 ? 1 : -1;
    for (let left = Math.abs(offset); left > 0; left -= 1) day = seek(day + step, step, calendar);
    return day;
  }
  if (unit !== 'MONTH') return adjustDay(start + offset * (unit === 'WEEK' ? 7 : 1), adjustment, calendar);
  const moved = addMonths(start, offset);
  if (!endOfMonth || !isMonthEnd(start, adjustment, calendar)) return adjustDay(moved, adjustment, calendar);
  const last = dayInMonth(monthIndexOf(moved), 31);
  return adjustment === 'NONE' ? last : seek(last, -1, calendar);
}

function isMonthEnd(day: Day, adjustment: Adjustment, calendar: BusinessCalendar): boolean {
  if (adjustment === 'NONE') return isLastOfMonth(civilOf(day));
  return day >= seek(dayInMonth(monthIndexOf(day), 31), -1, calendar);
}
