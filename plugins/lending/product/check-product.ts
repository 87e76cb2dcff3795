import { addMoney, addMonths, buildSchedule, compareMoney, formatDay, MathsRefusal, type MethodId, parseDay, roundMoney } from '../maths/index.ts';
import { annualCostOf, feesOf } from './annual-cost.ts';
import { checkDates } from './check-dates.ts';
import { checkFees } from './check-fees.ts';
import { checkLateness } from './check-lateness.ts';
import { checkMethods } from './check-methods.ts';
import { compileProduct } from './compile-product.ts';
import { dailyBasisOf } from './daily-basis.ts';
import { type LoanTerms, type Product, type ProductContent, scheduleTermsOf } from './product.ts';
import type { Report } from './report.ts';
import { timesFraction } from './times-fraction.ts';

/** Findings that the schema cannot express. A product that could not be lent is refused here, not at the counter:
 *  every method is tried at the corners of amount, term and rate. Source: lending spec A-39, B.0. */
export function checkProduct(content: ProductContent, report: Report): void {
  const before = { count: 0 };
  const counted: Report = (...finding) => {
    before.count += 1;
    report(...finding);
  };
  checkBounds(content, counted);
  checkConventions(content, counted);
  checkMethods(content, counted);
  checkDates(content, counted);
  checkFees(content.fees ?? {}, counted);
  checkLateness(content, counted);
  if (before.count === 0) tryCorners(compileProduct(content, { name: 'draft', hash: 'draft' }), counted);
}

function checkBounds(content: ProductContent, report: Report): void {
  const { amount, term, rate, eligibility } = content;
  const reversed = (pointer: string, low: string | number, high: string | number): void =>
    report(pointer, 'lending.bounds-reversed', `The minimum ${low} is above the maximum ${high}; nothing could be lent.`, 'change one of the bounds.');
  if (compareMoney(amount.min, amount.max) > 0) reversed('/amount/min', amount.min, amount.max);
  if (compareMoney(amount.min, '0') <= 0) report('/amount/min', 'lending.amount-zero', 'The smallest amount is zero.', 'write an amount above zero.');
  if (term.min > term.max) reversed('/term/min', term.min, term.max);
  if (compareMoney(rate.min, rate.max) > 0) reversed('/rate/min', rate.min, rate.max);
  if (rate.usual !== undefined && (compareMoney(rate.usual, rate.min) < 0 || compareMoney(rate.usual, rate.max) > 0))
    report(
      '/rate/usual',
      'lending.usual-rate-outside',
      `The usual rate ${rate.usual} lies outside ${rate.min} to ${rate.max}.`,
      'choose a rate between the bounds.',
    );
  const { minimumAge, maximumAge } = eligibility ?? {};
  if (minimumAge !== undefined && maximumAge !== undefined && minimumAge > maximumAge) reversed('/eligibility/minimumAge', minimumAge, maximumAge);
}

function checkConventions(content: ProductContent, report: Report): void {
  const { rate, dayCount, dueDates, rounding, allocation, fees } = content;
  const denominator = dailyBasisOf(dayCount);
  if (dayCount === 'ACT_ACT_ISDA')
    report(
      '/dayCount',
      'lending.day-count-not-accrued',
      'No day-end accrues a period whose days weigh less in a leap year than in another.',
      'choose "ACT_ACT_YEAR" or "ACT_365F".',
    );
  if (rate.unit === 'DAY' && denominator === null)
    report('/dayCount', 'lending.basis-differs', `No quoted daily rate has the year of ${dayCount}.`, 'quote the rate by the month or the year.');
  if (rate.unit === 'DAY' && denominator !== null && rate.basis !== undefined && rate.basis !== denominator)
    report(
      '/rate/basis',
      'lending.basis-differs',
      `A daily rate × ${rate.basis} with the day count ${dayCount} would charge another yearly rate than quoted.`,
      `write ${denominator}.`,
    );
  if (dueDates?.stub !== undefined && dueDates.day === undefined)
    report('/dueDates/stub', 'lending.stub-without-day', 'Odd days only arise when the due day is fixed.', 'add "day", or remove "stub".');
  if (dueDates?.mergeDays !== undefined && dueDates.stub !== 'MERGE')
    report(
      '/dueDates/mergeDays',
      'lending.merge-without-stub',
      '"mergeDays" belongs to the stub policy MERGE.',
      'write "stub": "MERGE", or remove "mergeDays".',
    );
  if (dueDates?.stub === 'SOLVE_EQUAL' && content.methods.LEVEL === undefined)
    report(
      '/dueDates/stub',
      'lending.impossible-combination',
      'SOLVE_EQUAL solves a level amount, and no level method is offered.',
      'add the method LEVEL, or choose another stub policy.',
    );
  const unit = rounding?.unit ?? '0.01';
  if (rounding?.instalmentUnit !== undefined && Number(rounding.instalmentUnit) < Number(unit))
    report(
      '/rounding/instalmentUnit',
      'lending.rounding-finer',
      `Instalments would be finer than ${unit}, the smallest amount of money.`,
      `write ${unit} or a multiple.`,
    );
  for (const needed of ['interest', 'principal'] as const)
    if (allocation?.order !== undefined && !allocation.order.includes(needed))
      report('/allocation/order', 'lending.component-missing', `A repayment would never reach the ${needed}.`, `add "${needed}".`);
  if (fees !== undefined && allocation?.order !== undefined && !allocation.order.includes('fee'))
    report('/allocation/order', 'lending.component-missing', 'The product has fees, and a repayment would never reach them.', 'add "fee".');
}

/** Every method at the least and most amount, term and rate: it must have a schedule, and its cost must fit the cap. */
function tryCorners(product: Product, report: Report): void {
  for (const method of product.methods) {
    for (const amount of amountsToTry(product)) {
      for (const periods of new Set([product.term.min, product.term.max])) {
        if (!tryOne(product, { method, amount, periods }, report)) return;
      }
    }
  }
}

/** The bounds, and where a tier of a fee begins. */
function amountsToTry({ amount, fees }: Product): ReadonlySet<string> {
  const starts = fees.flatMap((fee) => fee.tiers ?? []).flatMap((tier) => (tier.upTo === undefined ? [] : [addMoney(tier.upTo, '0.01')]));
  return new Set([amount.min, ...starts.filter((one) => compareMoney(one, amount.min) > 0 && compareMoney(one, amount.max) < 0), amount.max]);
}

interface Corner {
  readonly method: MethodId;
  readonly amount: string;
  readonly periods: number;
}

const DISBURSED = '2026-01-31';

/** The loan at a corner; methods whose plan the borrower names get the longest plan that the product allows. */
function loanAt(product: Product, corner: Corner): LoanTerms {
  const { method, amount, periods } = corner;
  const least = product.methodParameters.FIXED_PAYMENT?.minShare;
  return {
    ...corner,
    annualRate: product.annualRate.max,
    disbursementDate: DISBURSED,
    ...(method === 'FIXED_PAYMENT' && least !== undefined ? { payment: roundMoney(timesFraction(amount, least), { mode: 'UP', unit: '0.01' }) } : {}),
    ...(method === 'CUSTOM' ? { rows: [{ date: formatDay(addMonths(parseDay(DISBURSED), periods)) }] } : {}),
  };
}

function tryOne(product: Product, corner: Corner, report: Report): boolean {
  const loan = loanAt(product, corner);
  const words = `${corner.method}, ${corner.amount} over ${corner.periods} instalments at the highest rate`;
  try {
    const terms = scheduleTermsOf(product, loan);
    const schedule = buildSchedule(terms);
    const bad = schedule.rows.find((row) => row.principal.startsWith('-') || row.interest.startsWith('-'));
    if (bad !== undefined) {
      report(
        corner.method === 'STEP' ? '/methods/STEP' : '/rounding',
        'lending.impossible-combination',
        `${words}: instalment ${bad.n} would be negative (principal ${bad.principal}).`,
        corner.method === 'STEP' ? 'choose a smaller growth, or other bounds.' : 'choose a finer rounding unit, or other bounds.',
      );
      return false;
    }
    if (corner.method === 'FIXED_PAYMENT' && schedule.rows.length > product.term.max) {
      report(
        '/methods/FIXED_PAYMENT/minShare',
        'lending.term-exceeded',
        `${words}: the least payment takes ${schedule.rows.length} instalments; the longest loan has ${product.term.max}.`,
        'raise "minShare", or lengthen the longest term.',
      );
      return false;
    }
    // Rounding and fixed fees weigh most on the smallest loan, so its cost bounds the others, unless fees have tiers.
    const bounds = corner.amount === product.amount.min || product.fees.some((fee) => fee.basis === 'TIERED');
    const cost = product.capAprPercent === null || !bounds ? null : annualCostOf({ product, terms, schedule, fees: feesOf(product, corner.amount) });
    if (cost?.withinCap === false) {
      report(
        '/capAprPercent',
        'lending.above-cap',
        `${words}: the yearly cost is ${cost.aprPercent} %, above the cap of ${product.capAprPercent} %.`,
        'lower the highest rate or the fees.',
      );
      return false;
    }
    return true;
  } catch (error) {
    if (!(error instanceof MathsRefusal)) throw error;
    report(
      `/methods/${corner.method}`,
      'lending.impossible-combination',
      `${words}: there is no schedule (${error.message}).`,
      'change the method, the day count, the due dates or the bounds.',
    );
    return false;
  }
}
