import { roundInterest } from '../amortization/amortization.ts';
import { type Day, parseDay } from '../calendar/date.ts';
import { add, isZero, multiply, parseDecimal, ZERO } from '../number/fraction.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';
import { contextOf, cycleOfTerms, periodsBetween, takeDates } from '../schedule/build-periods.ts';
import { type Period, yieldOf } from '../schedule/period.ts';
import { wholeNumber } from '../schedule/terms.ts';
import type { Extension } from './plan-event.ts';
import { type LoanCourse, resolve, takeNextRow } from './loan-course.ts';

/** 展期: new rows from a due date on, at a new rate when one is given. At maturity of a BULLET or INTEREST_ONLY loan
 *  the old maturity row keeps its interest (PAY) or hands it to the first new row (CARRY).
 *  Refuses NOT_A_DUE_DATE, NOTHING_TO_EXTEND. Source: DEFINITIONS 6, EXTENSION; vector V15. */
export function extendLoan(course: LoanCourse, event: Extension): LoanCourse {
  const day = parseDay(event.valueDate);
  const running = course.state.periods[0];
  if (!running || isZero(course.state.balance)) throw new MathsRefusal('NOTHING_TO_EXTEND');
  const atMaturity = course.state.periods.length === 1 && running.end === day;
  if (!atMaturity && running.start !== day) throw new MathsRefusal('NOT_A_DUE_DATE', { valueDate: event.valueDate });
  if (atMaturity && course.method.id !== 'BULLET' && course.method.id !== 'INTEREST_ONLY') {
    throw unsupported(`an extension at maturity of a ${course.method.id} plan`);
  }
  const carries = atMaturity && event.interestAtOldMaturity === 'CARRY';
  const settled = atMaturity && !carries ? takeNextRow(course, true) : course;
  const { terms } = course;
  const carried = carries
    ? add(settled.state.addedInterest, roundInterest(terms, add(multiply(settled.state.balance, yieldOf(running)), settled.state.owedInterest)))
    : settled.state.addedInterest;
  const firstNumber = atMaturity && !carries ? running.n + 1 : running.n;
  const rate = event.annualRate === undefined ? course.rate : parseDecimal(event.annualRate);
  const periods = newPeriods({ ...settled, rate }, event, day, firstNumber, atMaturity ? running.n : running.n - 1);
  const maturity = periods.at(-1)?.end ?? course.maturity;
  return resolve(
    { ...settled, rate, maturity },
    { ...settled.state, periods, plan: null, planIndex: 0, graceLeft: 0, levelRule: terms.levelRule, addedInterest: carried, owedInterest: ZERO },
    terms.levelRule,
    event.valueDate,
  );
}

function newPeriods(course: LoanCourse, event: Extension, day: Day, firstNumber: number, used: number): Period[] {
  const { terms, rate } = course;
  const cycle = cycleOfTerms(terms);
  if (event.newMaturity !== undefined) {
    const end = parseDay(event.newMaturity);
    if (end <= day) throw new MathsRefusal('PERIOD_REVERSED', { from: event.valueDate, to: event.newMaturity });
    const counted = terms.dayCount.count(day, end, contextOf(terms, end));
    return [{ n: firstNumber, start: day, end, due: end, factor: counted.factor, days: counted.days, rates: [{ at: ZERO, rate }], charged: ZERO }];
  }
  if (event.periods === undefined) throw unsupported('an extension without periods or new maturity');
  if (terms.given.dueDates) throw unsupported('an extension by periods of a plan with listed due dates');
  const count = wholeNumber(event.periods, 'periods', 1);
  if (course.method.id === 'BULLET' && count !== 1) throw unsupported('a BULLET plan extended by several periods');
  const dates = takeDates(terms, cycle, used + count).slice(used);
  const context = contextOf(terms, dates.at(-1)?.bound ?? day);
  return periodsBetween({ terms, cycle, dates, start: day, context, firstNumber, rate });
}
