import { type Day, formatDay } from '../calendar/date.ts';
import { cycleDate } from '../due-dates/due-dates.ts';
import type { Fraction } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { centsText, placePoint, roundQuotient, type RoundingMode, wholeCentsText } from '../number/rounding.ts';
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

/** What a walk over the rows needs: whole cents, the yield of the first row and of all others, and the dates. */
interface CentPlan {
  readonly count: number;
  readonly principal: bigint;
  readonly amount: bigint;
  readonly first: CentYield;
  readonly regular: CentYield;
  readonly cycle: ReturnType<typeof cycleOfTerms>;
  readonly disbursement: Day;
}

interface CentRows {
  readonly rows: readonly ScheduleRow[];
  readonly totalInterest: bigint;
}

/** Whole cents, multiplied by the annual rate first and divided last. Gives the same bytes as the general walk (a property
 *  test compares them). Refuses PAYMENT_BELOW_INTEREST, BAD_TERMS. Source: calculation spec B.5, LEVEL. */
export function buildLevelFast(terms: PlanTerms): Schedule {
  const count = wholeNumber(terms.given.periods ?? 0, 'periods', 1);
  const cycle = cycleOfTerms(terms);
  if (cycle.first <= terms.disbursement) throw new MathsRefusal('BAD_TERMS', { field: 'firstDueDate', value: terms.given.firstDueDate ?? '' });
  const principal = cents(terms.principal);
  const regular = centYield(terms.rate.numerator * BigInt(terms.monthsPerPeriod), terms.rate.denominator * 12n);
  const plan: CentPlan = {
    count,
    principal,
    amount: levelCents(terms, principal, count),
    first: cycleDate(cycle, -1) === terms.disbursement ? regular : firstYield(terms, cycle.first),
    regular,
    cycle,
    disbursement: terms.disbursement,
  };
  const isHalfUp = terms.moneyMode === 'HALF_UP' && terms.rate.numerator >= 0n;
  const { rows, totalInterest } = isHalfUp && fitsDoubles(plan) ? walkInDoubles(plan) : walkInBigInts(plan, terms.moneyMode, isHalfUp);
  return {
    instalment: centsText(plan.amount),
    rows,
    totals: {
      principal: formatMoney(terms.principal),
      interest: placePoint(totalInterest, 2),
      total: placePoint(principal + totalInterest, 2),
    },
  };
}

const SURE = 2n ** 51n;

/** Below 2^51 a quotient of whole doubles, cut to the whole, is the whole quotient: its rounding is at most half of
 *  1 ÷ divisor, and what is not whole lies at least 1 ÷ divisor below the next whole number. */
function fitsDoubles({ principal, first, regular, amount }: CentPlan): boolean {
  return [first, regular].every(({ top2, bottom, bottom2 }) => principal * top2 + bottom < SURE && bottom2 < SURE) && principal + amount < SURE;
}

/** Most plans: an amount of money times a rate of few digits is a small number, and doubles are ten times as fast as BigInt. */
function walkInDoubles(plan: CentPlan): CentRows {
  const { count, cycle } = plan;
  const amount = Number(plan.amount);
  const instalment = centsText(plan.amount);
  const rows: ScheduleRow[] = [];
  let [top2, bottom, bottom2] = doublesOf(plan.first);
  let balance = Number(plan.principal);
  let totalInterest = 0;
  let startDate = formatDay(plan.disbursement);
  for (let index = 0; index < count; index += 1) {
    const interest = Math.floor((balance * top2 + bottom) / bottom2);
    const isLast = index === count - 1;
    if (index === 0) {
      if (!isLast && amount <= interest) refuseBelowInterest(plan.amount, BigInt(interest));
      [top2, bottom, bottom2] = doublesOf(plan.regular);
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
      principal: wholeCentsText(part),
      interest: wholeCentsText(interest),
      payment: part === wanted ? instalment : wholeCentsText(part + interest),
      balance: wholeCentsText(balance),
    });
    startDate = dueDate;
  }
  return { rows, totalInterest: BigInt(totalInterest) };
}

function doublesOf({ top2, bottom, bottom2 }: CentYield): [number, number, number] {
  return [Number(top2), Number(bottom), Number(bottom2)];
}

function walkInBigInts({ count, cycle, principal, amount, first, regular, disbursement }: CentPlan, mode: RoundingMode, isHalfUp: boolean): CentRows {
  const instalment = centsText(amount);
  const rows: ScheduleRow[] = [];
  let balance = principal;
  let totalInterest = 0n;
  let startDate = formatDay(disbursement);
  for (let index = 0; index < count; index += 1) {
    const { top, bottom, top2, bottom2 } = index === 0 ? first : regular;
    // Adding half before the one division is HALF_UP for amounts that are not negative.
    const interest = isHalfUp ? (balance * top2 + bottom) / bottom2 : roundQuotient(balance * top, bottom, mode);
    const isLast = index === count - 1;
    if (index === 0 && !isLast && amount <= interest) refuseBelowInterest(amount, interest);
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
  return { rows, totalInterest };
}

function refuseBelowInterest(amount: bigint, interest: bigint): never {
  throw new MathsRefusal('PAYMENT_BELOW_INTEREST', { payment: placePoint(amount, 2), interest: placePoint(interest, 2) });
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
