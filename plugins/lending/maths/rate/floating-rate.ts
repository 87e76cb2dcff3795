import { addMonths, civilOf, type Day, dayOf, parseDay } from '../calendar/date.ts';
import { add, compare, divide, type Fraction, fraction, larger, parseDecimal, smaller } from '../number/fraction.ts';
import { MathsRefusal } from '../refusal.ts';

export type ResetRule = '1_Jan' | 'anniversary' | 'next_period' | 'immediate';

/** Index plus spread in basis points, then floor, then cap. Source: calculation spec B.15, DEFINITIONS 6. */
export interface FloatingRateRule {
  readonly spreadBp: number | string;
  readonly resetRule: ResetRule;
  readonly floor?: string;
  readonly cap?: string;
}

export interface IndexValue {
  readonly publishDate: string;
  readonly value: string;
}

export interface RateReset {
  readonly day: Day;
  readonly rate: Fraction;
  /** IMMEDIATE cuts the running period; NEXT_PERIOD waits for the first period start on or after the day. */
  readonly reset: 'IMMEDIATE' | 'NEXT_PERIOD';
}

/** The first rate and every later reset that changes it, strictly inside the loan.
 *  Refuses NO_INDEX_VALUE when nothing was published up to the disbursement date. */
export function floatingRates(
  rule: FloatingRateRule,
  table: readonly IndexValue[],
  loan: { disbursement: Day; maturity: Day },
): { start: Fraction; resets: RateReset[] } {
  const published = table.map((row) => ({ day: parseDay(row.publishDate), value: parseDecimal(row.value) })).sort((a, b) => a.day - b.day);
  const rateOn = (day: Day): Fraction => {
    const latest = published.findLast((row) => row.day <= day);
    if (!latest) throw new MathsRefusal('NO_INDEX_VALUE');
    let rate = add(latest.value, divide(parseDecimal(String(rule.spreadBp)), fraction(10000)));
    if (rule.floor !== undefined) rate = larger(rate, parseDecimal(rule.floor));
    if (rule.cap !== undefined) rate = smaller(rate, parseDecimal(rule.cap));
    return rate;
  };
  const start = rateOn(loan.disbursement);
  const resets: RateReset[] = [];
  let current = start;
  for (const day of resetDays(
    rule.resetRule,
    published.map((row) => row.day),
    loan,
  )) {
    const rate = rateOn(day);
    if (compare(rate, current) === 0) continue;
    resets.push({ day, rate, reset: rule.resetRule === 'immediate' ? 'IMMEDIATE' : 'NEXT_PERIOD' });
    current = rate;
  }
  return { start, resets };
}

function resetDays(rule: ResetRule, publishDays: readonly Day[], loan: { disbursement: Day; maturity: Day }): Day[] {
  const inside = (day: Day): boolean => day > loan.disbursement && day < loan.maturity;
  if (rule === 'next_period' || rule === 'immediate') return [...new Set(publishDays)].filter(inside);
  const days: Day[] = [];
  const firstYear = civilOf(loan.disbursement).year;
  for (let years = 1; years <= 200; years += 1) {
    const day = rule === '1_Jan' ? dayOf(firstYear + years, 1, 1) : addMonths(loan.disbursement, 12 * years);
    if (!inside(day)) break;
    days.push(day);
  }
  return days;
}
