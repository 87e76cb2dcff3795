import { parseDay } from '../calendar/date.ts';
import type { Fraction } from '../number/fraction.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';
import { ACTUAL_DAY_COUNTS } from './actual.ts';
import type { CountedSpan, DayCount, DayCountId } from './day-count.ts';
import { MONTHLY_FIXED } from './monthly-fixed.ts';
import { THIRTY_DAY_COUNTS } from './thirty.ts';

export type { CountedSpan, DayCount, DayCountContext, DayCountId } from './day-count.ts';

export const DAY_COUNTS: readonly DayCount[] = [...ACTUAL_DAY_COUNTS, ...THIRTY_DAY_COUNTS, MONTHLY_FIXED];

/** Refuses UNSUPPORTED_CONVENTION for an unknown id. */
export function dayCountOf(id: string): DayCount {
  const found = DAY_COUNTS.find((dayCount) => dayCount.id === id);
  if (!found) throw unsupported(`day count ${id}`);
  return found;
}

/** What a single span needs besides its dates; `maturityDate` matters to 30E_360_ISDA only. */
export interface SpanContext {
  readonly endOfFebruaryRule?: boolean;
  readonly maturityDate?: string;
  readonly dayBelongsTo?: 'START' | 'END';
}

/** Days and share of a year of [from, to). Refuses PERIOD_REVERSED when to is before from. */
export function countDays(id: DayCountId, from: string, to: string, context: SpanContext = {}): CountedSpan {
  const first = parseDay(from);
  const last = parseDay(to);
  if (last < first) throw new MathsRefusal('PERIOD_REVERSED', { from, to });
  return dayCountOf(id).count(first, last, {
    ...(context.endOfFebruaryRule === undefined ? {} : { endOfFebruaryRule: context.endOfFebruaryRule }),
    ...(context.maturityDate === undefined ? {} : { maturity: parseDay(context.maturityDate) }),
    ...(context.dayBelongsTo === undefined ? {} : { dayBelongsTo: context.dayBelongsTo }),
  });
}

/** The exact year fraction of [from, to). Source: calculation spec B.2, DEFINITIONS 3. */
export function dayCountFactor(id: DayCountId, from: string, to: string, context: SpanContext = {}): Fraction {
  return countDays(id, from, to, context).factor;
}
