import type { Day } from '../calendar/date.ts';
import { dayCountOf } from '../daycount/index.ts';
import { type Fraction, fraction, isZero, multiply, smaller, ZERO } from '../number/fraction.ts';
import { contextOf } from '../schedule/build-periods.ts';
import type { Period } from '../schedule/period.ts';
import type { PlanTerms } from '../schedule/terms.ts';

/** The share of a year that has elapsed at `day` inside a period. Counts of real days count it themselves; the others
 *  follow the segment rule: ACTUAL_SHARE gives every real day an equal share, ELAPSED_FIRST counts the elapsed part by
 *  the convention itself and leaves the rest. Source: DEFINITIONS 6, cutting a period. */
export function elapsedFactor(terms: PlanTerms, period: Period, day: Day, maturity: Day): Fraction {
  if (day <= period.start || isZero(period.factor)) return ZERO;
  if (day >= period.end) return period.factor;
  const dayCount = period.isStub === true ? dayCountOf(terms.given.stub?.dayCount ?? terms.dayCount.id) : terms.dayCount;
  const count = (): Fraction => dayCount.count(period.start, day, contextOf(terms, maturity)).factor;
  if (dayCount.cut === 'OWN') return count();
  if (terms.given.segmentRule === 'ELAPSED_FIRST') return smaller(period.factor, count());
  return multiply(period.factor, fraction(day - period.start, period.end - period.start));
}
