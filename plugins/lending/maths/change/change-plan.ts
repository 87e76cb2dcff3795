import { methodOf } from '../amortization/index.ts';
import { type Day, formatDay, parseDay } from '../calendar/date.ts';
import { add, type Fraction, isZero, parseDecimal, smaller, subtract, sum, ZERO } from '../number/fraction.ts';
import { type FloatingRateRule, floatingRates, type IndexValue } from '../rate/floating-rate.ts';
import { unsupported } from '../refusal.ts';
import { showMoney, showRow } from '../schedule/build-schedule.ts';
import type { Schedule, ScheduleOptions, ScheduleRow, ScheduleTotals } from '../schedule/schedule.ts';
import { startPlan } from '../schedule/start-plan.ts';
import { readTerms, type ScheduleTerms } from '../schedule/terms.ts';
import { extendLoan } from './extension.ts';
import { type AdvancePayment, type LoanCourse, type PrepaymentRecord, takeNextRow } from './loan-course.ts';
import { payOff } from './payoff.ts';
import type { PlanEvent } from './plan-event.ts';
import { prepay } from './prepay.ts';
import { changeRate, nextPeriodStart } from './rate-change.ts';

export interface ChangedRow extends ScheduleRow {
  /** Only where money was paid in advance (ADVANCE_NEXT). */
  readonly paid?: string;
  readonly outstanding?: string;
}

export interface PrepaymentResult {
  readonly valueDate: string;
  readonly principal: string;
  readonly interest: string;
  readonly fee: string;
  readonly surplus: string;
  /** The instalment after the prepayment, where the method has one. */
  readonly instalment: string | null;
}

export interface ChangedSchedule extends Schedule {
  readonly rows: readonly ChangedRow[];
  /** Level amounts, each under the date of the change that made it necessary to solve anew. */
  readonly instalmentChanges: readonly { readonly valueDate: string; readonly instalment: string }[];
  readonly prepayments: readonly PrepaymentResult[];
  readonly payoff: { readonly principal: string; readonly interest: string; readonly fee: string; readonly total: string } | null;
  /** `fee` only when one was charged; `total` contains it. */
  readonly totals: ScheduleTotals & { readonly fee?: string };
}

/** A floating loan: its first rate replaces `annualRate`, its resets act like rate changes. */
export interface FloatingRate {
  readonly rule: FloatingRateRule;
  readonly table: readonly IndexValue[];
}

/** The plan after changes; rows due up to a change count as paid as planned. Events need no order.
 *  Refuses what `buildSchedule` refuses, and PREPAYMENT_LOCKED, BELOW_MINIMUM, ABOVE_BALANCE, NOTHING_TO_PREPAY,
 *  NOTHING_TO_EXTEND, NOT_A_DUE_DATE, NO_INDEX_VALUE. Source: calculation spec B.10, B.14, B.15; DEFINITIONS 6. */
export function changePlan(given: ScheduleTerms, events: readonly PlanEvent[], options: ScheduleOptions & { floating?: FloatingRate } = {}): ChangedSchedule {
  const start = startCourse(given, options);
  let course = start.course;
  const queue: QueuedEvent[] = [...start.resets, ...events.map((event) => queued(event, parseDay(event.valueDate)))];
  for (let next = takeFirst(queue); next; next = takeFirst(queue)) {
    course = takeDueRows(course, next.day, queue.concat(next));
    course = applyEvent(course, next, queue);
  }
  while (course.state.periods.length > 0) course = takeNextRow(course);
  return showCourse(course);
}

interface QueuedEvent {
  readonly day: Day;
  readonly event: PlanEvent;
  /** A NEXT_PERIOD change that has reached its period start. */
  readonly arrived?: boolean;
}

const KIND_ORDER: Record<PlanEvent['type'], number> = { RATE_CHANGE: 0, EXTENSION: 1, PREPAYMENT: 2, PAYOFF: 2 };

function queued(event: PlanEvent, day: Day): QueuedEvent {
  if (!(event.type in KIND_ORDER)) throw unsupported(`event ${String((event as { type: string }).type)}`);
  return { day, event };
}

/** Removes and returns the event that comes first: by date, kind, then the order of entry. */
function takeFirst(queue: QueuedEvent[]): QueuedEvent | undefined {
  const first = queue.reduce<QueuedEvent | undefined>((best, candidate) => (best && comesBefore(best, candidate) ? best : candidate), undefined);
  if (first) queue.splice(queue.indexOf(first), 1);
  return first;
}

function comesBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  const byDay = a.day - b.day;
  if (byDay !== 0) return byDay < 0;
  const byKind = KIND_ORDER[a.event.type] - KIND_ORDER[b.event.type];
  if (byKind !== 0) return byKind < 0;
  const byOrigin = a.event.valueDate < b.event.valueDate ? -1 : a.event.valueDate > b.event.valueDate ? 1 : 0;
  return (byOrigin || a.event.seq - b.event.seq) <= 0;
}

function startCourse(given: ScheduleTerms, options: ScheduleOptions & { floating?: FloatingRate }): { course: LoanCourse; resets: QueuedEvent[] } {
  const method = methodOf(given.method);
  let terms = readTerms(given);
  let state = startPlan(terms, method);
  const maturity = state.periods.at(-1)?.end ?? terms.disbursement;
  let resets: QueuedEvent[] = [];
  if (options.floating) {
    const rates = floatingRates(options.floating.rule, options.floating.table, { disbursement: terms.disbursement, maturity });
    terms = { ...terms, rate: rates.start };
    state = startPlan(terms, method);
    resets = rates.resets.map((reset, index) => ({
      day: reset.day,
      event: {
        type: 'RATE_CHANGE',
        seq: index - rates.resets.length,
        valueDate: formatDay(reset.day),
        annualRate: `${reset.rate.numerator}/${reset.rate.denominator}`,
        reset: reset.reset,
      },
    }));
  }
  const course: LoanCourse = {
    terms,
    method,
    trace: options.trace === true,
    state,
    rows: [],
    firstInstalment: null,
    rate: terms.rate,
    maturity,
    instalmentChanges: [],
    prepayments: [],
    payoff: null,
  };
  return { course: withFirstPlan(course), resets };
}

/** Solves the first amount at once, so that a change in the first period still leaves the first instalment known. */
function withFirstPlan(course: LoanCourse): LoanCourse {
  const { state, method, terms } = course;
  const first = state.periods.findIndex((period) => period.isStub !== true);
  if (state.graceLeft > 0 || first < 0) return course;
  const plan = method.plan({ terms, balance: state.balance, periods: state.periods.slice(first), levelRule: state.levelRule });
  return { ...course, state: { ...state, plan }, firstInstalment: plan.instalment };
}

/** Takes every row that ends up to the day. The maturity row waits when the loan is extended on that day. */
function takeDueRows(from: LoanCourse, day: Day, queue: readonly QueuedEvent[]): LoanCourse {
  let course = from;
  for (let period = course.state.periods[0]; period && period.end <= day; period = course.state.periods[0]) {
    const { end } = period;
    const isMaturity = course.state.periods.length === 1;
    if (isMaturity && queue.some((waiting) => waiting.event.type === 'EXTENSION' && waiting.day === end)) break;
    course = takeNextRow(course);
  }
  return course;
}

function applyEvent(course: LoanCourse, next: QueuedEvent, queue: QueuedEvent[]): LoanCourse {
  const { event } = next;
  switch (event.type) {
    case 'RATE_CHANGE': {
      if (event.reset === 'NEXT_PERIOD' && next.arrived !== true) {
        const day = nextPeriodStart(course, next.day);
        if (day !== null) queue.push({ day: Math.max(day, next.day), event, arrived: true });
        return course;
      }
      return changeRate(course, { day: next.day, rate: readRate(event.annualRate), valueDate: event.valueDate });
    }
    case 'EXTENSION':
      return extendLoan(course, event);
    case 'PREPAYMENT':
      return prepay(course, event);
    case 'PAYOFF':
      return payOff(course, event);
  }
}

/** Resets carry their rate as an exact quotient. */
function readRate(text: string): Fraction {
  const [numerator, denominator] = text.split('/');
  if (denominator === undefined) return parseDecimal(text);
  return { numerator: BigInt(numerator ?? '0'), denominator: BigInt(denominator) };
}

function showCourse(course: LoanCourse): ChangedSchedule {
  const { terms } = course;
  const money = (amount: Fraction): string => showMoney(terms, amount);
  const { paidOf, prepayments } = payAdvances(course);
  const hasAdvance = course.prepayments.some(isAdvance);
  const rows = course.rows.map((row, index): ChangedRow => {
    const shown = showRow(terms, row);
    if (!hasAdvance) return shown;
    const paid = paidOf[index] ?? ZERO;
    return { ...shown, paid: money(paid), outstanding: money(subtract(add(row.principal, row.interest), paid)) };
  });
  const charged = [...prepayments, ...(course.payoff ? [course.payoff] : [])].filter((record) => !('advance' in record));
  const principal = sum([...course.rows.map((row) => row.principal), ...charged.map((record) => record.principal)]);
  const interest = sum([...course.rows.map((row) => row.interest), ...charged.map((record) => record.interest)]);
  const fee = sum(charged.map((record) => record.fee));
  const capitalised = sum(course.rows.map((row) => row.capitalised));
  return {
    instalment: course.firstInstalment ? money(course.firstInstalment) : null,
    rows,
    totals: {
      principal: money(principal),
      interest: money(interest),
      total: money(add(add(principal, interest), fee)),
      ...(isZero(fee) ? {} : { fee: money(fee) }),
      ...(isZero(capitalised) ? {} : { capitalised: money(capitalised) }),
    },
    instalmentChanges: course.instalmentChanges.map((change) => ({ valueDate: change.valueDate, instalment: money(change.instalment) })),
    prepayments: prepayments.map((record) => ({
      valueDate: record.valueDate,
      principal: money(record.principal),
      interest: money(record.interest),
      fee: money(record.fee),
      surplus: money(record.surplus),
      instalment: record.instalment ? money(record.instalment) : null,
    })),
    payoff: course.payoff
      ? {
          principal: money(course.payoff.principal),
          interest: money(course.payoff.interest),
          fee: money(course.payoff.fee),
          total: money(sum([course.payoff.principal, course.payoff.interest, course.payoff.fee])),
        }
      : null,
  };
}

function isAdvance(record: PrepaymentRecord | AdvancePayment): record is AdvancePayment {
  return 'fromRow' in record;
}

/** What every row has received: rows due before the money came are paid as planned, the money pays the next ones,
 *  interest before principal. */
function payAdvances(course: LoanCourse): { paidOf: Fraction[]; prepayments: (PrepaymentRecord & { advance?: true })[] } {
  const advances = course.prepayments.filter(isAdvance);
  const due = Math.min(...advances.map((advance) => advance.fromRow));
  const paidOf = course.rows.map((row, index) => (index < due ? add(row.principal, row.interest) : ZERO));
  const prepayments = course.prepayments.map((record): PrepaymentRecord & { advance?: true } => {
    if (!isAdvance(record)) return record;
    let left = record.amount;
    let principal = ZERO;
    let interest = ZERO;
    course.rows.forEach((row, index) => {
      if (index < record.fromRow || isZero(left)) return;
      const before = paidOf[index] ?? ZERO;
      const interestPart = smaller(left, subtract(row.interest, smaller(before, row.interest)));
      left = subtract(left, interestPart);
      const paidPrincipal = subtract(before, smaller(before, row.interest));
      const principalPart = smaller(left, subtract(row.principal, paidPrincipal));
      left = subtract(left, principalPart);
      interest = add(interest, interestPart);
      principal = add(principal, principalPart);
      paidOf[index] = add(before, add(interestPart, principalPart));
    });
    return { valueDate: record.valueDate, principal, interest, fee: ZERO, surplus: left, instalment: null, advance: true };
  });
  return { paidOf, prepayments };
}
