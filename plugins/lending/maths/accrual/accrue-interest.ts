import { type Day, formatDay, parseDay } from '../calendar/date.ts';
import { dayCountOf, type DayCountId } from '../daycount/index.ts';
import { add, divide, type Fraction, fraction, larger, multiply, parseDecimal, smaller, subtract, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { parseUnit, roundToUnit } from '../number/rounding.ts';
import { MathsRefusal } from '../refusal.ts';
import type { RoundingTerms } from '../schedule/terms.ts';

/** A balance and a rate that hold from a day on. */
export interface AccrualSegment {
  readonly from: string;
  readonly balance: string;
  readonly annualRate: string;
}

export interface AccrualTerms {
  readonly from: string;
  readonly to: string;
  readonly dayCount: DayCountId;
  readonly dayBelongsTo?: 'START' | 'END';
  readonly segments: readonly AccrualSegment[];
  /** Days up to which a post is made; every day of the period unless given. A post `through` d covers the nights of [from, d). */
  readonly through?: readonly string[];
  /** Year fraction of the whole period where it does not follow from its dates, for example "1/12". */
  readonly periodFactor?: string;
  readonly rounding: RoundingTerms;
  /** Posts through later days go to the memo ledger. */
  readonly nonAccrualFrom?: string;
  /** Book interest already collected when non-accrual begins. */
  readonly collected?: string;
}

export interface AccrualPost {
  readonly through: string;
  readonly amount: string;
  readonly cumulative: string;
  readonly ledger: 'BOOK' | 'MEMO';
}

export interface Accrual {
  readonly posts: readonly AccrualPost[];
  readonly periodInterest: string;
  /** With the first memo post, uncollected book interest moves to memo. */
  readonly reversal: { readonly date: string; readonly amount: string } | null;
  readonly book: string;
  readonly memo: string;
}

/** Cumulative accrual: post(d) = R4(exact accrued to d) − posted before, so that the period end equals the period
 *  interest exactly. Source: calculation spec B.7, B.23; DEFINITIONS 7; vector V17. */
export function accrueInterest(terms: AccrualTerms): Accrual {
  const from = parseDay(terms.from);
  const to = parseDay(terms.to);
  if (to < from) throw new MathsRefusal('PERIOD_REVERSED', { from: terms.from, to: terms.to });
  const round = (amount: Fraction): Fraction => roundToUnit(amount, parseUnit(terms.rounding.money ?? '0.01'), terms.rounding.mode);
  const exactTo = accruedFunction(terms, from, to);
  const stop = terms.nonAccrualFrom === undefined ? null : parseDay(terms.nonAccrualFrom);
  const days = terms.through ? terms.through.map(parseDay).sort((a, b) => a - b) : Array.from({ length: to - from }, (_, index) => from + 1 + index);
  let cumulative = ZERO;
  let book = ZERO;
  let memo = ZERO;
  const posts = days.map((day): AccrualPost => {
    const reached = round(exactTo(day));
    const amount = subtract(reached, cumulative);
    cumulative = reached;
    const ledger = stop !== null && day > stop ? 'MEMO' : 'BOOK';
    if (ledger === 'MEMO') memo = add(memo, amount);
    else book = add(book, amount);
    return { through: formatDay(day), amount: formatMoney(amount), cumulative: formatMoney(reached), ledger };
  });
  const collected = parseDecimal(terms.collected ?? '0');
  const stopped = stop !== null && posts.some((post) => post.ledger === 'MEMO');
  const reversed = stopped ? larger(ZERO, subtract(book, smaller(book, collected))) : ZERO;
  return {
    posts,
    periodInterest: formatMoney(round(exactTo(to))),
    reversal: stopped && stop !== null ? { date: formatDay(stop), amount: formatMoney(reversed) } : null,
    book: formatMoney(subtract(book, reversed)),
    memo: formatMoney(add(memo, reversed)),
  };
}

/** Exact interest from the period start to a day: Σ over segments of balance × rate × part. Counts of real days count
 *  the part itself; the others give every real day of the period an equal share. */
function accruedFunction(terms: AccrualTerms, from: Day, to: Day): (day: Day) => Fraction {
  const dayCount = dayCountOf(terms.dayCount);
  const context = { maturity: to, ...(terms.dayBelongsTo === undefined ? {} : { dayBelongsTo: terms.dayBelongsTo }) };
  const counted = dayCount.cut === 'OWN' && terms.periodFactor === undefined;
  const whole = terms.periodFactor === undefined ? dayCount.count(from, to, context).factor : parseQuotient(terms.periodFactor);
  const part = (begin: Day, end: Day): Fraction => (counted ? dayCount.count(begin, end, context).factor : multiply(whole, fraction(end - begin, to - from)));
  const segments = terms.segments
    .map((segment) => ({ from: parseDay(segment.from), yearly: multiply(parseDecimal(segment.balance), parseDecimal(segment.annualRate)) }))
    .sort((a, b) => a.from - b.from);
  return (day) => {
    let total = ZERO;
    segments.forEach((segment, index) => {
      const begin = Math.max(from, segment.from);
      const end = Math.min(day, segments[index + 1]?.from ?? to);
      if (begin < end) total = add(total, multiply(segment.yearly, part(begin, end)));
    });
    return total;
  };
}

function parseQuotient(text: string): Fraction {
  const [top = '', bottom] = text.split('/');
  return bottom === undefined ? parseDecimal(top) : divide(parseDecimal(top.trim()), parseDecimal(bottom.trim()));
}
