import { type Day, formatDay } from '../calendar/date.ts';
import { cycleDate } from '../due-dates/due-dates.ts';
import type { Fraction } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { centsText, placePoint, roundQuotient } from '../number/rounding.ts';
import { MathsRefusal } from '../refusal.ts';
import { cycleOfTerms, periodsBetween, contextOf } from './build-periods.ts';
import type { Schedule, ScheduleRow } from './schedule.ts';
import { type PlanTerms, wholeNumber } from './terms.ts';

/** The plain level loan with twelfths of a year: by far the most common plan, and the one that is recomputed in bulk. */
export function canBuildFast(terms: PlanTerms): boolean {
  const { given } = terms;
  return (
    given.method === 'LEVEL' &&
    given.dayCount === 'MONTHLY_FIXED' &&
    terms.levelRule === 'REGULAR' &&
    terms.monthsPerPeriod > 0 &&
    (given.levelAdjust ?? 'NONE') === 'NONE' &&
    given.rounding.interest === undefined &&
    given.grace === undefined &&
    given.stub === undefined &&
    given.dueDates === undefined &&
    terms.businessDay.adjustment === 'NONE' &&
    terms.moneyUnit.numerator === 1n &&
    terms.moneyUnit.denominator === 100n &&
    100n % terms.principal.denominator === 0n &&
    100n % terms.instalmentUnit.denominator === 0n
  );
}

/** Interest of a row is balance × top ÷ bottom; the doubles serve rounding to the nearest. */
interface CentYield {
  readonly top: bigint;
  readonly bottom: bigint;
  readonly top2: bigint;
  readonly bottom2: bigint;
}

function centYield(top: bigint, bottom: bigint): CentYield {
  return { top, bottom, top2: 2n * top, bottom2: 2n * bottom };
}

/** Whole cents in BigInt, multiplied by the annual rate first and divided last. Gives the same bytes as the general
 *  walk (a property test compares them). Refuses PAYMENT_BELOW_INTEREST, BAD_TERMS. Source: calculation spec B.5, LEVEL. */
export function buildLevelFast(terms: PlanTerms): Schedule {
  const count = wholeNumber(terms.given.periods ?? 0, 'periods', 1);
  const cycle = cycleOfTerms(terms);
  if (cycle.first <= terms.disbursement) throw new MathsRefusal('BAD_TERMS', { field: 'firstDueDate', value: terms.given.firstDueDate ?? '' });
  const mode = terms.moneyMode;
  const halfUp = mode === 'HALF_UP' && terms.rate.numerator >= 0n;
  const principal = cents(terms.principal);
  const amount = levelCents(terms, principal, count);
  const regular = centYield(terms.rate.numerator * BigInt(terms.monthsPerPeriod), terms.rate.denominator * 12n);
  const first = cycleDate(cycle, -1) === terms.disbursement ? regular : firstYield(terms, cycle.first);
  const instalment = centsText(amount);
  const rows: ScheduleRow[] = [];
  let balance = principal;
  let totalInterest = 0n;
  let startDate = formatDay(terms.disbursement);
  for (let index = 0; index < count; index += 1) {
    const { top, bottom, top2, bottom2 } = index === 0 ? first : regular;
    // Adding half before the one division is HALF_UP for amounts that are not negative.
    const interest = halfUp ? (balance * top2 + bottom) / bottom2 : roundQuotient(balance * top, bottom, mode);
    const isLast = index === count - 1;
    if (index === 0 && !isLast && amount <= interest) {
      throw new MathsRefusal('PAYMENT_BELOW_INTEREST', { payment: placePoint(amount, 2), interest: placePoint(interest, 2) });
    }
    const wanted = amount - interest;
    const part = isLast || wanted > balance ? balance : wanted;
    balance -= part;
    totalInterest += interest;
    const dueDate = formatDay(cycleDate(cycle, index));
    rows.push({
      n: index + 1,
      startDate,
      dueDate,
      principal: centsText(part),
      interest: centsText(interest),
      payment: part === wanted ? instalment : centsText(part + interest),
      balance: centsText(balance),
    });
    startDate = dueDate;
  }
  return {
    instalment,
    rows,
    totals: {
      principal: formatMoney(terms.principal),
      interest: placePoint(totalInterest, 2),
      total: placePoint(principal + totalInterest, 2),
    },
  };
}

function cents(amount: Fraction): bigint {
  return (amount.numerator * 100n) / amount.denominator;
}

/** An irregular first period counts back from its due date; the period builder knows how. */
function firstYield(terms: PlanTerms, due: Day): CentYield {
  const [period] = periodsBetween({
    terms,
    cycle: cycleOfTerms(terms),
    dates: [{ bound: due, due, cycles: 1 }],
    start: terms.disbursement,
    context: contextOf(terms, due),
    firstNumber: 1,
    rate: terms.rate,
  });
  if (!period) throw new MathsRefusal('TOO_MANY_ROWS');
  return centYield(terms.rate.numerator * period.factor.numerator, terms.rate.denominator * period.factor.denominator);
}

/** R1 of P·i·(1+i)^n / ((1+i)^n − 1) in cents, with one division at the end. */
function levelCents(terms: PlanTerms, principal: bigint, count: number): bigint {
  const unit = cents(terms.instalmentUnit);
  if (terms.rate.numerator === 0n) return roundQuotient(principal, BigInt(count) * unit, terms.instalmentMode) * unit;
  const { top, bottom } = annuityQuotient(terms, count);
  return roundQuotient(principal * top, bottom * unit, terms.instalmentMode) * unit;
}

interface AnnuityQuotient {
  readonly top: bigint;
  readonly bottom: bigint;
}

const QUOTIENTS = new Map<string, AnnuityQuotient>();
const MOST_QUOTIENTS = 512;

/** The annuity factor as a quotient of long integers. A portfolio has few pairs of rate and term, so the last ones are
 *  kept: the same input still gives the same answer. */
function annuityQuotient(terms: PlanTerms, count: number): AnnuityQuotient {
  const { rate } = terms;
  const key = `${rate.numerator}/${rate.denominator}/${terms.monthsPerPeriod}/${count}`;
  const known = QUOTIENTS.get(key);
  if (known) return known;
  const up = rate.numerator * BigInt(terms.monthsPerPeriod);
  const down = rate.denominator * 12n;
  const grown = (up + down) ** BigInt(count);
  const quotient = { top: up * grown, bottom: down * (grown - down ** BigInt(count)) };
  if (QUOTIENTS.size >= MOST_QUOTIENTS) QUOTIENTS.clear();
  QUOTIENTS.set(key, quotient);
  return quotient;
}
