import { Decimal } from 'decimal.js';

/** A plan computed the way a textbook does: decimals of 60 digits, closed formulas, one loop. It shares no line with the
 *  product, so that agreement means something. LEVEL, EQUAL_PRINCIPAL, INTEREST_ONLY and FLAT over equal months or over
 *  days / 360. */
export interface NaiveTerms {
  readonly principal: string;
  readonly annualRate: string;
  readonly method: 'LEVEL' | 'EQUAL_PRINCIPAL' | 'INTEREST_ONLY' | 'FLAT';
  readonly periods: number;
  /** Days of every period; absent: twelfths of a year. */
  readonly days?: readonly number[];
}

export interface NaiveRow {
  readonly principal: string;
  readonly interest: string;
  readonly balance: string;
}

const Wide = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
const cents = (value: Decimal): Decimal => value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);

export function naiveSchedule(terms: NaiveTerms): NaiveRow[] {
  const principal = new Wide(terms.principal);
  const n = terms.periods;
  const rates = Array.from({ length: n }, (_, k) => {
    const days = terms.days?.[k];
    const rate = new Wide(terms.annualRate);
    return days === undefined ? rate.div(12) : rate.times(days).div(360);
  });
  const amount = cents(levelAmount(principal, rates));
  const share = cents(principal.div(n));
  const rows: NaiveRow[] = [];
  let balance = principal;
  rates.forEach((_, k) => {
    const base = terms.method === 'FLAT' ? principal : balance;
    // Multiplied first and divided last: a monthly rate cut to 60 digits would still lose a true half-cent tie.
    const days = terms.days?.[k];
    const interest = cents(days === undefined ? base.times(terms.annualRate).div(12) : base.times(terms.annualRate).times(days).div(360));
    const wanted = terms.method === 'LEVEL' ? amount.minus(interest) : terms.method === 'INTEREST_ONLY' ? new Wide(0) : share;
    const part = k === n - 1 ? balance : Decimal.min(wanted, balance);
    balance = balance.minus(part);
    rows.push({ principal: part.toFixed(2), interest: interest.toFixed(2), balance: balance.toFixed(2) });
  });
  return rows;
}

function levelAmount(principal: Decimal, rates: readonly Decimal[]): Decimal {
  let discount = new Wide(1);
  let sum = new Wide(0);
  for (const rate of rates) {
    discount = discount.div(rate.plus(1));
    sum = sum.plus(discount);
  }
  return principal.div(sum);
}
