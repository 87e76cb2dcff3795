import { type Day, dayInMonth, type MonthEndPolicy, civilOf, monthIndexOf } from '../calendar/date.ts';
import { adjustDay, type Adjustment, type BusinessCalendar } from '../calendar/business-day.ts';
import { MathsRefusal } from '../refusal.ts';

export type TermUnit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** Months of one unit; 0 for units that are counted in days. */
export const MONTHS_OF_UNIT: Record<TermUnit, number> = { DAY: 0, WEEK: 0, MONTH: 1, QUARTER: 3, YEAR: 12 };
const DAYS_OF_UNIT: Record<TermUnit, number> = { DAY: 1, WEEK: 7, MONTH: 0, QUARTER: 0, YEAR: 0 };
const MOST_RESTED_CYCLES = 12;

/** Due dates are counted from the first one by index, never from the date before: counting from the date
 *  before drifts from the 31st to the 28th for ever. Source: calculation spec B.3, DEFINITIONS 4.1. */
export interface Cycle {
  readonly unit: TermUnit;
  readonly interval: number;
  readonly first: Day;
  /** Day of the month that is kept, 1–31; without meaning for DAY and WEEK. */
  readonly anchorDay: number;
  /** Month in which the first due date nominally lies (a rolled 1 March belongs to February). */
  readonly firstMonth: number;
  readonly policy: MonthEndPolicy;
}

/** Cycle date number `index`; 0 is the first due date, −1 the date one period before it. */
export function cycleDate(cycle: Cycle, index: number): Day {
  if (index === 0) return cycle.first;
  const months = MONTHS_OF_UNIT[cycle.unit] * cycle.interval;
  if (months === 0) return cycle.first + index * DAYS_OF_UNIT[cycle.unit] * cycle.interval;
  return dayInMonth(cycle.firstMonth + index * months, cycle.anchorDay, cycle.policy);
}

export interface CycleTerms {
  readonly unit: TermUnit;
  readonly interval: number;
  readonly disbursement: Day;
  readonly firstDue?: Day;
  readonly dueDay?: number;
  readonly policy: MonthEndPolicy;
  /** MERGE: a first due date nearer than this moves one period on; only with a due day and no first due date. */
  readonly mergeDays?: number;
}

/** Finds the first due date and the anchor day. Refuses BAD_DUE_DAY outside 1–31. Source: DEFINITIONS 4.2, 4.4. */
export function cycleOf(terms: CycleTerms): Cycle {
  const { unit, interval, disbursement, dueDay, policy } = terms;
  const months = MONTHS_OF_UNIT[unit] * interval;
  const shared = { unit, interval, policy };
  if (dueDay !== undefined && (dueDay < 1 || dueDay > 31)) throw new MathsRefusal('BAD_DUE_DAY', { dueDay: String(dueDay) });
  if (months === 0) {
    const first = terms.firstDue ?? disbursement + DAYS_OF_UNIT[unit] * interval;
    return { ...shared, first, anchorDay: civilOf(first).day, firstMonth: monthIndexOf(first) };
  }
  if (terms.firstDue !== undefined) {
    const first = terms.firstDue;
    const ownDay = civilOf(disbursement).day;
    const onePeriodOn = dayInMonth(monthIndexOf(disbursement) + months, ownDay, policy) === first;
    const anchorDay = dueDay ?? (onePeriodOn ? ownDay : civilOf(first).day);
    return { ...shared, first, anchorDay, firstMonth: nominalMonth(first, anchorDay, policy) };
  }
  if (dueDay === undefined) {
    const anchorDay = civilOf(disbursement).day;
    const firstMonth = monthIndexOf(disbursement) + months;
    return { ...shared, first: dayInMonth(firstMonth, anchorDay, policy), anchorDay, firstMonth };
  }
  let firstMonth = monthIndexOf(disbursement) - 1;
  while (dayInMonth(firstMonth, dueDay, policy) <= disbursement) firstMonth += 1;
  if (terms.mergeDays !== undefined && dayInMonth(firstMonth, dueDay, policy) - disbursement < terms.mergeDays) firstMonth += months;
  return { ...shared, first: dayInMonth(firstMonth, dueDay, policy), anchorDay: dueDay, firstMonth };
}

/** A date that the month-end policy rolled into the next month still belongs to its own month. */
function nominalMonth(day: Day, anchorDay: number, policy: MonthEndPolicy): number {
  const month = monthIndexOf(day);
  const rolled = policy === 'ROLL_FORWARD' && civilOf(day).day === 1 && anchorDay !== 1;
  return rolled && dayInMonth(month - 1, anchorDay, policy) === day ? month - 1 : month;
}

export interface BusinessDayRule {
  readonly adjustment: Adjustment | 'NEXT_CYCLE';
  /** Bounds of the interest periods are the adjusted dates. */
  readonly interestToAdjusted: boolean;
  /** A date that was shifted becomes the new start of the count, its day the new anchor. */
  readonly laterDatesMove: boolean;
}

export interface DueDate {
  /** End of the interest period. */
  readonly bound: Day;
  /** The date shown and paid on. */
  readonly due: Day;
  /** Cycle periods since the date before; more than 1 when NEXT_CYCLE skipped rest days. */
  readonly cycles: number;
}

/** An endless source of due dates, in order, beginning with the first.
 *  Refuses NO_BUSINESS_CYCLE_DATE after more than 12 rest dates in a row. Source: DEFINITIONS 4.6. */
export function* dueDates(cycle: Cycle, rule: BusinessDayRule, calendar: BusinessCalendar): Generator<DueDate, never> {
  if (rule.adjustment === 'NEXT_CYCLE') return yield* businessCycleDates(cycle, calendar);
  let current = cycle;
  let index = 0;
  for (;;) {
    const nominal = cycleDate(current, index);
    const adjusted = adjustDay(nominal, rule.adjustment, calendar);
    yield { bound: rule.interestToAdjusted ? adjusted : nominal, due: adjusted, cycles: 1 };
    index += 1;
    if (rule.laterDatesMove && adjusted !== nominal) {
      current = restartAt(current, adjusted);
      index = 1;
    }
  }
}

function restartAt(cycle: Cycle, day: Day): Cycle {
  return { ...cycle, first: day, anchorDay: civilOf(day).day, firstMonth: monthIndexOf(day), policy: 'LAST_DAY' };
}

function* businessCycleDates(cycle: Cycle, calendar: BusinessCalendar): Generator<DueDate, never> {
  let index = 0;
  let skipped = 0;
  for (;;) {
    const day = cycleDate(cycle, index);
    index += 1;
    if (calendar.isBusinessDay(day)) {
      yield { bound: day, due: day, cycles: skipped + 1 };
      skipped = 0;
      continue;
    }
    skipped += 1;
    if (skipped > MOST_RESTED_CYCLES) throw new MathsRefusal('NO_BUSINESS_CYCLE_DATE');
  }
}
