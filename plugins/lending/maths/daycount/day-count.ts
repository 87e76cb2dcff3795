import type { Day } from '../calendar/date.ts';
import type { Fraction } from '../number/fraction.ts';

export type DayCountId =
  | 'ACT_360'
  | 'ACT_364'
  | 'ACT_365F'
  | 'ACT_365L'
  | 'ACT_ACT_YEAR'
  | 'ACT_ACT_ISDA'
  | '30_360_US'
  | '30E_360'
  | '30E_360_ISDA'
  | '30_365'
  | 'MONTHLY_FIXED';

export interface DayCountContext {
  /** 30_360_US and 30_365 only: the last day of February counts as the 30th. */
  readonly endOfFebruaryRule?: boolean;
  /** 30E_360_ISDA only: the end of February stays as it is on this day. */
  readonly maturity?: Day;
  /** ACT_ACT_ISDA only: START counts [from, to), END counts (from, to]. */
  readonly dayBelongsTo?: 'START' | 'END';
}

export interface CountedSpan {
  /** Days by the convention (real days, or days of 30-day months). */
  readonly days: number;
  /** Share of a year, exact. */
  readonly factor: Fraction;
  /** MONTHLY_FIXED only. */
  readonly months?: number;
  readonly oddDays?: number;
}

/** The one shape of every day count. `cut` says how a period that is cut in the middle is shared:
 *  OWN: the elapsed part is counted by the convention itself; SHARED: by the loan's segment rule. */
export interface DayCount {
  readonly id: DayCountId;
  readonly cut: 'OWN' | 'SHARED';
  count(from: Day, to: Day, context: DayCountContext): CountedSpan;
}
