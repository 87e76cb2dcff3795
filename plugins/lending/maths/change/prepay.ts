import { roundInterest } from '../amortization/amortization.ts';
import { addMonths, type Day, parseDay } from '../calendar/date.ts';
import { add, compare, type Fraction, isZero, multiply, parseDecimal, smaller, subtract, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';
import { yieldBetween } from '../schedule/period.ts';
import { type PlanState, takeAllRows } from '../schedule/take-row.ts';
import { elapsedFactor } from './cut-period.ts';
import { type LoanCourse, resolve, withState } from './loan-course.ts';
import type { Prepayment } from './plan-event.ts';
import { largestPrincipal, prepaymentFee, surplusOf } from './prepayment-fee.ts';

const METHODS = ['LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET'];

/** A partial prepayment: accrued interest, fee, then principal; afterwards the plan goes on as `mode` says.
 *  Refuses PREPAYMENT_LOCKED, NOTHING_TO_PREPAY, BELOW_MINIMUM, ABOVE_BALANCE, in this order.
 *  Source: calculation spec B.10, DEFINITIONS 6; vector V8. */
export function prepay(course: LoanCourse, event: Prepayment): LoanCourse {
  const { terms, state } = course;
  const day = parseDay(event.valueDate);
  refuseLocked(course, day, event.lockMonths);
  if (isZero(state.balance) || state.periods.length === 0) throw new MathsRefusal('NOTHING_TO_PREPAY');
  if (!METHODS.includes(course.method.id)) throw unsupported(`PREPAYMENT of a ${course.method.id} plan`);
  if (event.mode === 'ADVANCE_NEXT') return payInAdvance(course, event);
  const accrual = accrueTo(course, day);
  const later = event.accruedInterest === 'WITH_NEXT' && accrual.insidePeriod;
  if (later && course.method.id !== 'EQUAL_PRINCIPAL' && course.method.id !== 'INTEREST_ONLY') {
    throw unsupported(`accrued interest WITH_NEXT of a ${course.method.id} plan`);
  }
  const interest = later ? ZERO : roundInterest(terms, accrual.exact);
  const paid = principalOf(course, event, day, interest);
  const balance = subtract(state.balance, paid.principal);
  const [running, ...rest] = state.periods;
  const periods = running && accrual.insidePeriod ? [{ ...running, charged: accrual.elapsed }, ...rest] : state.periods;
  const reduced: PlanState = { ...state, balance, periods, owedInterest: later ? accrual.exact : ZERO };
  const changed = goOn(course, event, reduced, accrual.insidePeriod);
  const record = { valueDate: event.valueDate, ...paid, interest, instalment: changed.state.plan?.instalment ?? null };
  return { ...changed, prepayments: [...changed.prepayments, record] };
}

/** Interest from the last charged day to `day`, exact. */
export function accrueTo(course: LoanCourse, day: Day): { exact: Fraction; elapsed: Fraction; insidePeriod: boolean } {
  const { terms, state } = course;
  const running = state.periods[0];
  if (!running || day <= running.start) return { exact: state.owedInterest, elapsed: ZERO, insidePeriod: false };
  const elapsed = elapsedFactor(terms, running, day, course.maturity);
  const exact = add(state.owedInterest, multiply(state.balance, yieldBetween(running, running.charged, elapsed)));
  return { exact, elapsed, insidePeriod: true };
}

export function refuseLocked(course: LoanCourse, day: Day, lockMonths: number | undefined): void {
  if (lockMonths !== undefined && day < addMonths(course.terms.disbursement, lockMonths)) {
    throw new MathsRefusal('PREPAYMENT_LOCKED', { lockMonths: String(lockMonths) });
  }
}

function principalOf(course: LoanCourse, event: Prepayment, day: Day, interest: Fraction): { principal: Fraction; fee: Fraction; surplus: Fraction } {
  const { balance } = course.state;
  const feeOf = (principal: Fraction): Fraction => prepaymentFee(course.terms, event.fee, principal, day);
  const least = event.minAmount === undefined ? ZERO : parseDecimal(event.minAmount);
  const refuseSmall = (principal: Fraction): void => {
    if (compare(principal, least) < 0 || compare(principal, ZERO) <= 0) {
      throw new MathsRefusal('BELOW_MINIMUM', { principal: formatMoney(principal), least: formatMoney(least) });
    }
  };
  if (event.principalAmount !== undefined) {
    const principal = parseDecimal(event.principalAmount);
    refuseSmall(principal);
    if (compare(principal, balance) > 0) throw new MathsRefusal('ABOVE_BALANCE', { principal: event.principalAmount, balance: formatMoney(balance) });
    return { principal, fee: feeOf(principal), surplus: ZERO };
  }
  if (event.amount === undefined) throw unsupported('a prepayment without an amount');
  const cash = parseDecimal(event.amount);
  const principal = largestPrincipal(subtract(cash, interest), balance, feeOf);
  refuseSmall(principal);
  const fee = feeOf(principal);
  return { principal, fee, surplus: surplusOf(cash, [interest, fee, principal]) };
}

/** How the plan goes on with the smaller balance. */
function goOn(course: LoanCourse, event: Prepayment, state: PlanState, insidePeriod: boolean): LoanCourse {
  const { terms, method } = course;
  if (isZero(state.balance) && isZero(state.owedInterest) && isZero(state.addedInterest)) {
    return withState(course, { ...state, periods: [] });
  }
  if (event.mode === 'REDUCE_INSTALMENT') {
    return resolve(course, state, insidePeriod ? 'TRUE_FACTORS' : terms.levelRule, event.valueDate);
  }
  const plan =
    state.plan ??
    (state.graceLeft > 0 ? null : method.plan({ terms, balance: course.state.balance, periods: course.state.periods, levelRule: state.levelRule }));
  if (event.mode === 'REDUCE_TERM') {
    if (!plan || plan.instalment === null) return withState(course, { ...state, plan });
    const shortened = { ...state, plan: { ...plan, endsWhenRepaid: true } };
    const rows = takeAllRows(terms, method, shortened, { trace: false }).rows.length;
    return withState(course, { ...shortened, periods: state.periods.slice(0, rows) });
  }
  return keepPlan(course, state);
}

/** KEEP_PLAN: principal parts stay, the prepaid sum is cut from the last rows backwards. */
function keepPlan(course: LoanCourse, state: PlanState): LoanCourse {
  const planned = takeAllRows(course.terms, course.method, course.state, { trace: false }).rows;
  let left = subtract(sum(planned.map((row) => row.principal)), state.balance);
  const parts = planned.map((row) => row.principal);
  for (let k = parts.length - 1; k >= 0 && !isZero(left); k -= 1) {
    const part = parts[k] ?? ZERO;
    const cut = smaller(part, left);
    parts[k] = subtract(part, cut);
    left = subtract(left, cut);
  }
  const plan = {
    instalment: state.plan?.instalment ?? null,
    rule: 'KEEP_PLAN: principal parts as before, cut from the last rows',
    endsWhenRepaid: true,
    principalOf: ({ index, balance }: { index: number; balance: Fraction }) => smaller(balance, parts[index] ?? balance),
  };
  const lastPaying = parts.findLastIndex((part) => !isZero(part));
  return withState(course, { ...state, plan, planIndex: 0, graceLeft: 0, periods: state.periods.slice(0, lastPaying + 1) });
}

/** ADVANCE_NEXT: the plan stays; the money waits to pay the coming rows. */
function payInAdvance(course: LoanCourse, event: Prepayment): LoanCourse {
  if (event.amount === undefined) throw unsupported('ADVANCE_NEXT without an amount');
  const advance = { fromRow: course.rows.length, amount: parseDecimal(event.amount), valueDate: event.valueDate };
  return { ...course, prepayments: [...course.prepayments, advance] };
}
