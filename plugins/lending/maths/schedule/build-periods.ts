import { type Day, parseDay } from '../calendar/date.ts';
import type { CountedSpan, DayCountContext } from '../daycount/index.ts';
import { dayCountOf } from '../daycount/index.ts';
import { countMonthsBack } from '../daycount/monthly-fixed.ts';
import { type Cycle, cycleDate, cycleOf, type DueDate, dueDates } from '../due-dates/due-dates.ts';
import { type Fraction, fraction, ZERO } from '../number/fraction.ts';
import { MathsRefusal } from '../refusal.ts';
import type { Period } from './period.ts';
import type { PlanTerms } from './terms.ts';

export interface BuiltPeriods {
  readonly periods: readonly Period[];
  /** ADD_TO_FIRST: the share of a year of the stub whose interest joins row 1. */
  readonly stubFactor: Fraction | null;
}

/** The periods of a plan from its date rule. Source: DEFINITIONS 3 (first period), 4. */
export function buildPeriods(terms: PlanTerms, count: number): BuiltPeriods {
  const cycle = cycleOfTerms(terms);
  const dates = takeDates(terms, cycle, count);
  const policy = terms.given.stub?.policy;
  const beforeFirst = cycleDate(cycle, -1);
  const hasStub = (policy === 'SEPARATE_STUB' || policy === 'ADD_TO_FIRST') && beforeFirst > terms.disbursement;
  const start = hasStub ? beforeFirst : terms.disbursement;
  const context = contextOf(terms, dates.at(-1)?.bound ?? start);
  const periods = periodsBetween({ terms, cycle, dates, start, context, firstNumber: 1, rate: terms.rate });
  if (!hasStub) return { periods, stubFactor: null };
  const stub = dayCountOf(terms.given.stub?.dayCount ?? terms.dayCount.id).count(terms.disbursement, beforeFirst, context);
  if (policy === 'ADD_TO_FIRST') return { periods, stubFactor: stub.factor };
  return { periods: [stubRow(terms, beforeFirst, stub), ...periods], stubFactor: null };
}

function stubRow(terms: PlanTerms, end: Day, stub: CountedSpan): Period {
  return {
    n: 0,
    start: terms.disbursement,
    end,
    due: end,
    factor: stub.factor,
    days: stub.days,
    rates: [{ at: ZERO, rate: terms.rate }],
    charged: ZERO,
    isStub: true,
  };
}

export function contextOf(terms: PlanTerms, maturity: Day): DayCountContext {
  const { endOfFebruaryRule, dayBelongsTo } = terms.given;
  return {
    maturity,
    ...(endOfFebruaryRule === undefined ? {} : { endOfFebruaryRule }),
    ...(dayBelongsTo === undefined ? {} : { dayBelongsTo }),
  };
}

export function cycleOfTerms(terms: PlanTerms): Cycle {
  const { given } = terms;
  const mergeDays = given.stub?.policy === 'MERGE' && given.firstDueDate === undefined ? given.stub.mergeDays : undefined;
  return cycleOf({
    unit: given.termUnit ?? 'MONTH',
    interval: given.interval ?? 1,
    disbursement: terms.disbursement,
    policy: terms.policy,
    ...(given.firstDueDate === undefined ? {} : { firstDue: parseDay(given.firstDueDate) }),
    ...(given.dueDay === undefined ? {} : { dueDay: given.dueDay }),
    ...(mergeDays === undefined ? {} : { mergeDays }),
  });
}

/** The first `count` due dates of the plan, from the rule. Refuses BAD_TERMS when the first is not after the disbursement. */
export function takeDates(terms: PlanTerms, cycle: Cycle, count: number): DueDate[] {
  if (terms.given.dueDates) return terms.given.dueDates.map((date) => ({ bound: parseDay(date), due: parseDay(date), cycles: 0 }));
  const dates: DueDate[] = [];
  for (const date of dueDates(cycle, terms.businessDay, terms.calendar)) {
    dates.push(date);
    if (dates.length >= count) break;
  }
  const first = dates[0];
  if (first && first.bound <= terms.disbursement && terms.businessDay.adjustment === 'NONE') {
    throw new MathsRefusal('BAD_TERMS', { field: 'firstDueDate', value: terms.given.firstDueDate ?? '' });
  }
  return dates;
}

export interface PeriodSpan {
  readonly terms: PlanTerms;
  readonly cycle: Cycle;
  readonly dates: readonly DueDate[];
  readonly start: Day;
  readonly context: DayCountContext;
  readonly firstNumber: number;
  readonly rate: Fraction;
}

/** Periods that follow each other from `start` over the given due dates. */
export function periodsBetween(span: PeriodSpan): Period[] {
  const { terms, dates, context, firstNumber, rate } = span;
  let start = span.start;
  return dates.map((date, index) => {
    const n = firstNumber + index;
    const counted = n <= terms.interestFreeRows ? { days: date.bound - start, factor: ZERO } : countPeriod(span, start, date, context);
    const period: Period = {
      n,
      start,
      end: date.bound,
      due: date.due,
      factor: counted.factor,
      days: counted.days,
      rates: [{ at: ZERO, rate }],
      charged: ZERO,
    };
    start = date.bound;
    return period;
  });
}

function countPeriod(span: PeriodSpan, start: Day, date: DueDate, context: DayCountContext): CountedSpan {
  const { terms, cycle } = span;
  if (terms.dayCount.id !== 'MONTHLY_FIXED') return terms.dayCount.count(start, date.bound, context);
  if (terms.given.dueDates) return terms.dayCount.count(start, date.bound, context);
  const days = date.bound - start;
  if (terms.monthsPerPeriod === 0) return { days, factor: fraction(days, 360) };
  if (start === terms.disbursement && start !== cycleDate(cycle, -1)) {
    const skipped = (date.cycles - 1) * terms.monthsPerPeriod;
    return countMonthsBack({ from: start, to: date.bound }, { monthIndex: cycle.firstMonth + skipped, anchorDay: cycle.anchorDay, policy: cycle.policy });
  }
  return { days, factor: fraction(date.cycles * terms.monthsPerPeriod, 12) };
}
