import { methodOf } from '../amortization/index.ts';
import { formatDay } from '../calendar/date.ts';
import { add, type Fraction, isZero, sum } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { parseUnit, roundToUnit } from '../number/rounding.ts';
import { buildLevelFast, canBuildFast } from './level-fast.ts';
import { startPlan } from './start-plan.ts';
import { type PlanRow, takeAllRows } from './take-row.ts';
import { type PlanTerms, readTerms, type ScheduleTerms } from './terms.ts';
import type { Schedule, ScheduleOptions, ScheduleRow, ScheduleTotals } from './schedule.ts';

/** The repayment plan of a loan that is paid as agreed.
 *  Refuses PAYMENT_BELOW_INTEREST, NO_BUSINESS_CYCLE_DATE, DATES_NOT_INCREASING, PRINCIPAL_SUM, BAD_TERMS,
 *  TOO_MANY_ROWS and UNSUPPORTED_CONVENTION. Source: calculation spec B.3–B.6; vectors: test/golden. */
export function buildSchedule(given: ScheduleTerms, options: ScheduleOptions = {}): Schedule {
  const terms = readTerms(given);
  if (options.trace !== true && canBuildFast(terms)) return buildLevelFast(terms);
  return buildScheduleGeneral(given, options);
}

/** The same plan by the general walk, whatever its shape. */
export function buildScheduleGeneral(given: ScheduleTerms, options: ScheduleOptions = {}): Schedule {
  const terms = readTerms(given);
  const method = methodOf(given.method);
  const { rows, state } = takeAllRows(terms, method, startPlan(terms, method), { trace: options.trace === true });
  return {
    instalment: state.plan?.instalment ? showMoney(terms, state.plan.instalment) : null,
    rows: rows.map((row) => showRow(terms, row)),
    totals: showTotals(terms, rows),
  };
}

export function showRow(terms: PlanTerms, row: PlanRow): ScheduleRow {
  return {
    n: row.period.n,
    startDate: formatDay(row.period.start),
    dueDate: formatDay(row.period.due),
    principal: showMoney(terms, row.principal),
    interest: showMoney(terms, row.interest),
    payment: showMoney(terms, add(row.principal, row.interest)),
    balance: showMoney(terms, row.balance),
    ...(row.trace ? { trace: row.trace } : {}),
  };
}

function showTotals(terms: PlanTerms, rows: readonly PlanRow[]): ScheduleTotals {
  const principal = sum(rows.map((row) => row.principal));
  const interest = sum(rows.map((row) => row.interest));
  const capitalised = sum(rows.map((row) => row.capitalised));
  return {
    principal: showMoney(terms, principal),
    interest: showMoney(terms, interest),
    total: showMoney(terms, add(principal, interest)),
    ...(isZero(capitalised) ? {} : { capitalised: showMoney(terms, capitalised) }),
  };
}

/** Money as shown: figures that were carried unrounded are rounded to the display unit here and nowhere else. */
export function showMoney(terms: PlanTerms, amount: Fraction): string {
  const { interest, display } = terms.given.rounding;
  if (interest !== 'NONE') return formatMoney(amount);
  return formatMoney(roundToUnit(amount, parseUnit(display ?? '0.01'), terms.moneyMode));
}
