import { type Day, formatDay } from '../calendar/date.ts';
import { formatMoney } from '../number/money.ts';
import { decimalsOf, placePoint, roundQuotient } from '../number/rounding.ts';
import type { Fraction } from '../number/fraction.ts';
import { MathsRefusal } from '../refusal.ts';
import { buildPeriods } from './build-periods.ts';
import type { Schedule, ScheduleRow } from './build-schedule.ts';
import { type PlanTerms, wholeNumber } from './terms.ts';

/** The plain level loan with twelfths of a year: by far the most common plan, and the one that is recomputed in bulk. */
export function canBuildFast(terms: PlanTerms): boolean {
  const { given } = terms;
  return (
    given.method === 'LEVEL' &&
    given.dayCount === 'MONTHLY_FIXED' &&
    terms.levelRule === 'REGULAR' &&
    (given.levelAdjust ?? 'NONE') === 'NONE' &&
    given.rounding.interest === undefined &&
    given.grace === undefined &&
    given.stub === undefined &&
    given.dueDates === undefined &&
    isWhole(terms.principal, terms.moneyUnit) &&
    isWhole(terms.instalmentUnit, terms.moneyUnit) &&
    decimalsOf(terms.moneyUnit) === 2 &&
    terms.moneyUnit.numerator === 1n
  );
}

function isWhole(amount: Fraction, unit: Fraction): boolean {
  return (amount.numerator * unit.denominator) % (amount.denominator * unit.numerator) === 0n;
}

/** Whole cents in BigInt, multiplied by the annual rate first and divided last. Gives the same bytes as the general
 *  walk (a property test compares them). Refuses PAYMENT_BELOW_INTEREST. Source: calculation spec B.5, LEVEL. */
export function buildLevelFast(terms: PlanTerms): Schedule {
  const count = wholeNumber(terms.given.periods ?? 0, 'periods', 1);
  const { periods } = buildPeriods(terms, count);
  const mode = terms.moneyMode;
  const principal = (terms.principal.numerator * 100n) / terms.principal.denominator;
  const amount = levelCents(terms, principal, count);
  const rows: ScheduleRow[] = [];
  let balance = principal;
  let totalInterest = 0n;
  let startDate = formatDay(terms.disbursement);
  let start: Day = terms.disbursement;
  periods.forEach((period, index) => {
    const rate = terms.rate;
    const interest = roundQuotient(
      balance * rate.numerator * period.factor.numerator,
      rate.denominator * period.factor.denominator,
      mode,
    );
    const isLast = index === count - 1;
    if (index === 0 && !isLast && amount <= interest) {
      throw new MathsRefusal('PAYMENT_BELOW_INTEREST', { payment: placePoint(amount, 2), interest: placePoint(interest, 2) });
    }
    const wanted = amount - interest;
    const part = isLast || wanted > balance ? balance : wanted;
    balance -= part;
    totalInterest += interest;
    const dueDate = formatDay(period.due);
    rows.push({
      n: index + 1,
      startDate: start === period.start ? startDate : formatDay(period.start),
      dueDate,
      principal: placePoint(part, 2),
      interest: placePoint(interest, 2),
      payment: placePoint(part + interest, 2),
      balance: placePoint(balance, 2),
    });
    startDate = dueDate;
    start = period.due;
  });
  return {
    instalment: placePoint(amount, 2),
    rows,
    totals: {
      principal: formatMoney(terms.principal),
      interest: placePoint(totalInterest, 2),
      total: placePoint(principal + totalInterest, 2),
    },
  };
}

/** R1 of P·i·(1+i)^n / ((1+i)^n − 1) in cents, with one division at the end. */
function levelCents(terms: PlanTerms, principal: bigint, count: number): bigint {
  const unit = (terms.instalmentUnit.numerator * 100n) / terms.instalmentUnit.denominator;
  const up = terms.rate.numerator * BigInt(terms.monthsPerPeriod);
  const down = terms.rate.denominator * 12n;
  if (up === 0n) return roundQuotient(principal, BigInt(count) * unit, terms.instalmentMode) * unit;
  const grown = (up + down) ** BigInt(count);
  const numerator = principal * up * grown;
  const denominator = down * (grown - down ** BigInt(count));
  return roundQuotient(numerator, denominator * unit, terms.instalmentMode) * unit;
}
