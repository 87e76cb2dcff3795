import { MathsRefusal } from '../refusal.ts';

/** A calendar day as the number of days since 1970-01-01. No time of day and no time zone exist here. */
export type Day = number;

export interface CivilDate {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  /** 1–31 */
  readonly day: number;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads an ISO date. Refuses NOT_A_DATE, also for 2026-02-30. */
export function parseDay(text: string): Day {
  const match = ISO.exec(text);
  if (!match) throw new MathsRefusal('NOT_A_DATE', { value: String(text) });
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    throw new MathsRefusal('NOT_A_DATE', { value: text });
  }
  return dayOf(year, month, day);
}

const TEXTS: string[] = [];
/** 2100-01-01; later and earlier days are written each time. */
const LAST_KEPT_DAY = 47482;

/** ISO text of a day. Plans write the same days again and again, so texts of this century are kept. */
export function formatDay(day: Day): string {
  if (day < 0 || day > LAST_KEPT_DAY) return writeDay(day);
  return (TEXTS[day] ??= writeDay(day));
}

function writeDay(day: Day): string {
  const { year, month, day: dayOfMonth } = civilOf(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** Day number of a civil date; counts in eras of 400 years that begin on 1 March, so that the leap day is last. */
export function dayOf(year: number, month: number, day: number): Day {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export function civilOf(day: Day): CivilDate {
  const fromEpoch = day + 719468;
  const era = Math.floor(fromEpoch / 146097);
  const dayOfEra = fromEpoch - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function isLastOfMonth(date: CivilDate): boolean {
  return date.day === daysInMonth(date.year, date.month);
}

/** Months since year 0, so that month arithmetic is whole-number arithmetic. */
export function monthIndexOf(day: Day): number {
  const { year, month } = civilOf(day);
  return year * 12 + month - 1;
}

/** What happens when a month has no such day: the last of the month, or the 1st of the next. The anchor is kept. */
export type MonthEndPolicy = 'LAST_DAY' | 'ROLL_FORWARD';

/** The anchor day inside a month; a missing day follows the policy. Source: calculation spec B.3. */
export function dayInMonth(monthIndex: number, anchorDay: number, policy: MonthEndPolicy = 'LAST_DAY'): Day {
  const year = Math.floor(monthIndex / 12);
  const month = monthIndex - year * 12 + 1;
  const last = daysInMonth(year, month);
  if (anchorDay <= last) return dayOf(year, month, anchorDay);
  return policy === 'LAST_DAY' ? dayOf(year, month, last) : dayOf(year, month, last) + 1;
}

/** Adds whole months and keeps the day of the month; a missing day becomes the last of the month. */
export function addMonths(day: Day, months: number): Day {
  return dayInMonth(monthIndexOf(day) + months, civilOf(day).day);
}

/** Whole months from one day to another: the greatest m with from + m months ≤ to. */
export function wholeMonthsBetween(span: { from: Day; to: Day }): number {
  let months = monthIndexOf(span.to) - monthIndexOf(span.from);
  while (addMonths(span.from, months) > span.to) months -= 1;
  return months;
}
