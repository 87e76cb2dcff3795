import type { DayCountId } from '../maths/index.ts';

/** Days of a year that a daily rate is multiplied by under the day count; null where no quoted basis agrees with it. */
export function dailyBasisOf(dayCount: DayCountId): 360 | 365 | null {
  switch (dayCount) {
    case 'ACT_364':
      return null;
    case 'ACT_365F':
    case 'ACT_365L':
    case 'ACT_ACT_YEAR':
    case 'ACT_ACT_ISDA':
    case '30_365':
      return 365;
    default:
      return 360;
  }
}
