import { addMoney, allocatePayment, type AllocationLine, buildSchedule, compareMoney, MathsRefusal, subtractMoney } from '../../maths/index.ts';
import type { ActingEvent, PrepaymentMode } from './account-event.ts';
import { planEndedOn } from './accrued-interest.ts';
import { type Amounts, isPositive, mapAmounts, NOTHING, smallerOf, subtractAmounts, sumAmounts } from './amounts.ts';
import { carryOver, changeSchedule, payAgain, plannedRow } from './carry-over.ts';
import { type CourseRow, type LoanCourse, openRow, planOf } from './course.ts';
import { openOn } from './late-charges.ts';
import { payRows, takeLines } from './settle-rows.ts';

type Acting<Kind extends ActingEvent['kind']> = Extract<ActingEvent, { readonly kind: Kind }>;

/** The loan after one more event; events come in the order of `actingEvents`.
 *  Refuses DISBURSED_TWICE, NOT_DISBURSED, TRANCHE, WRITTEN_OFF, NOT_WRITTEN_OFF, UNKNOWN_INSTALMENT, NOT_POSITIVE,
 *  PAYOFF_SHORT, WAIVED_AHEAD, and what the mathematics of plans refuses. Source: lending spec B.10–B.16. */
export function applyEvent(course: LoanCourse, event: ActingEvent): LoanCourse {
  refuseOutOfPlace(course, event);
  switch (event.kind) {
    case 'disbursement':
      return disburse(course, event);
    case 'rateChange':
      return changeRate(course, event);
    case 'extension':
      return extend(course, event);
    case 'charge':
      return charge(course, event);
    case 'waiver':
      return waive(course, event);
    case 'repayment':
      return repay(course, event);
    case 'prepayment':
      return event.mode === 'FULL' ? payOff(course, event) : prepay(course, { ...event, mode: event.mode });
    case 'writeOff':
      return writeOff(course, event);
    case 'recovery':
      return recover(course, event);
  }
}

function refuseOutOfPlace(course: LoanCourse, event: ActingEvent): void {
  const isDisbursed = course.versions.length > 0;
  if (event.kind === 'disbursement' && isDisbursed) throw new MathsRefusal('DISBURSED_TWICE');
  if (event.kind !== 'disbursement' && !isDisbursed) throw new MathsRefusal('NOT_DISBURSED', { valueDate: event.valueDate });
  if (event.kind === 'recovery' && course.writtenOffOn === null) throw new MathsRefusal('NOT_WRITTEN_OFF');
  if (event.kind !== 'recovery' && course.writtenOffOn !== null) throw new MathsRefusal('WRITTEN_OFF', { on: course.writtenOffOn });
  if ('amount' in event && !isPositive(event.amount)) throw new MathsRefusal('NOT_POSITIVE', { amount: event.amount });
}

function disburse(course: LoanCourse, event: Acting<'disbursement'>): LoanCourse {
  const { schedule: terms } = course.terms;
  if (compareMoney(event.amount, terms.principal) !== 0 || event.valueDate !== terms.disbursementDate) {
    throw new MathsRefusal('TRANCHE', { amount: event.amount, principal: terms.principal });
  }
  const { rows, instalment } = buildSchedule(terms);
  const planned = rows.map(plannedRow);
  const version = { version: 1, from: event.valueDate, cause: event.kind, instalment, rows: planned };
  return { ...course, disbursed: addMoney('0', event.amount), versions: [version], rows: planned.map(openRow) };
}

function changeRate(course: LoanCourse, event: Acting<'rateChange'>): LoanCourse {
  const { seq, valueDate, annualRate, reset } = event;
  const changed = changeSchedule(course, { type: 'RATE_CHANGE', seq, valueDate, annualRate, ...(reset === undefined ? {} : { reset }) }, event.kind);
  return payAgain(changed.course, changed.released, valueDate);
}

function extend(course: LoanCourse, event: Acting<'extension'>): LoanCourse {
  const { kind, bookDate: _bookDate, cause: _cause, ...extension } = event;
  const changed = changeSchedule(course, { type: 'EXTENSION', ...extension }, kind);
  return payAgain(changed.course, changed.released, event.valueDate);
}

function charge(course: LoanCourse, event: Acting<'charge'>): LoanCourse {
  const row = rowOf(course, event.n);
  const charged = { ...row.charged, [event.component]: addMoney(row.charged[event.component], event.amount) };
  return { ...course, rows: course.rows.map((each) => (each === row ? { ...row, charged, closed: null } : each)) };
}

function waive(course: LoanCourse, event: Acting<'waiver'>): LoanCourse {
  const open = openOn(course, rowOf(course, event.n), event.valueDate);
  const amount = smallerOf(addMoney('0', event.amount), open[event.component]);
  const lines = isPositive(amount) ? [{ n: event.n, component: event.component, amount }] : [];
  return withSplit(takeLines(course, lines, { column: 'waived', day: event.valueDate }), event, { lines });
}

function repay(course: LoanCourse, event: Acting<'repayment'>): LoanCourse {
  const { lines, surplus, course: paid } = payRows(course, event);
  return withSplit(withSurplus(paid, surplus), event, { lines, surplus });
}

/** What is due is paid first, the rest of the cash changes the plan; money that was paid in advance pays the new rows. */
function prepay(course: LoanCourse, event: Acting<'prepayment'> & { readonly mode: Exclude<PrepaymentMode, 'FULL'> }): LoanCourse {
  const { seq, valueDate, mode, fee } = event;
  refuseWaivedAhead(course, valueDate);
  const due = payRows(course, event, 'DUE_ONLY');
  const change = { type: 'PREPAYMENT' as const, seq, valueDate, mode, amount: due.surplus, ...(fee === undefined ? {} : { fee }) };
  const changed = changeSchedule(due.course, change, event.kind);
  const result = changed.plan.prepayments.at(-1);
  const outside = { ...NOTHING, principal: result?.principal ?? '0.00', interest: result?.interest ?? '0.00', fee: result?.fee ?? '0.00' };
  const surplus = result?.surplus ?? '0.00';
  const prepaid = { ...changed.course, prepaid: sumAmounts([changed.course.prepaid, outside]) };
  return withSplit(withSurplus(payAgain(prepaid, changed.released, valueDate), surplus), event, { lines: due.lines, outside, surplus });
}

/** Cash and what was paid in advance pay what is due, the balance, its interest to the day and the fee; the rest is
 *  credit. */
function payOff(course: LoanCourse, event: Acting<'prepayment'>): LoanCourse {
  const { seq, valueDate, fee } = event;
  refuseWaivedAhead(course, valueDate);
  const changed = changeSchedule(course, { type: 'PAYOFF', seq, valueDate, ...(fee === undefined ? {} : { fee }) }, event.kind);
  const due = payRows(changed.course, { amount: addMoney(event.amount, changed.released), valueDate }, 'DUE_ONLY');
  const payoff = changed.plan.payoff;
  const surplus = subtractMoney(due.surplus, payoff?.total ?? '0.00');
  if (compareMoney(surplus, '0') < 0) {
    throw new MathsRefusal('PAYOFF_SHORT', { amount: event.amount, needed: subtractMoney(event.amount, surplus) });
  }
  const outside = { ...NOTHING, principal: payoff?.principal ?? '0.00', interest: payoff?.interest ?? '0.00', fee: payoff?.fee ?? '0.00' };
  const prepaid = { ...due.course, prepaid: sumAmounts([due.course.prepaid, outside]) };
  return withSplit(withSurplus(prepaid, surplus), event, { lines: due.lines, outside, surplus });
}

/** Interest of a period that is cut is counted anew, so a waiver inside it would be lost without a word. */
function refuseWaivedAhead(course: LoanCourse, day: string): void {
  const ahead = course.rows.find((row) => row.dueDate > day && isPositive(row.waived.interest));
  if (ahead !== undefined) throw new MathsRefusal('WAIVED_AHEAD', { n: String(ahead.n) });
}

/** The running period keeps the interest earned so far, later ones none; then everything open is written off. */
function writeOff(course: LoanCourse, event: Acting<'writeOff'>): LoanCourse {
  const { valueDate } = event;
  const ended = planEndedOn(course, valueDate);
  const before = ended === null ? planOf(course).length : ended.rows.length;
  const rows = planOf(course).map((row, index) =>
    index < before ? row : { ...row, interest: index === before ? (ended?.payoff?.interest ?? '0.00') : '0.00' },
  );
  const carried = carryOver(course, { rows, instalment: null, from: valueDate, cause: event.kind });
  const paid = payAgain(carried.course, carried.released, valueDate);
  const lines = paid.rows.flatMap((row) => linesOf(row, openOn(paid, row, valueDate)));
  return { ...withSplit(takeLines(paid, lines, { column: 'writtenOff', day: valueDate }), event, { lines }), writtenOffOn: valueDate };
}

function linesOf(row: CourseRow, open: Amounts): AllocationLine[] {
  return (Object.keys(open) as (keyof Amounts)[])
    .filter((component) => isPositive(open[component]))
    .map((component) => ({ n: row.n, component, amount: open[component] }));
}

/** A recovery pays the written-off claim as one debt, by the loan's own order. */
function recover(course: LoanCourse, event: Acting<'recovery'>): LoanCourse {
  const claim = subtractAmounts(sumAmounts(course.rows.map((row) => row.writtenOff)), course.recovered);
  const dueDate = course.writtenOffOn ?? event.valueDate;
  const { lines, surplus } = allocatePayment({
    instalments: [{ n: 1, dueDate, ...claim }],
    amount: event.amount,
    valueDate: event.valueDate,
    rule: course.terms.allocation,
  });
  const outside = mapAmounts((component) => lines.find((line) => line.component === component)?.amount ?? '0.00');
  return withSplit(withSurplus({ ...course, recovered: sumAmounts([course.recovered, outside]) }, surplus), event, { outside, surplus });
}

function rowOf(course: LoanCourse, n: number): CourseRow {
  const row = course.rows.find((each) => each.n === n);
  if (row === undefined) throw new MathsRefusal('UNKNOWN_INSTALMENT', { n: String(n) });
  return row;
}

function withSurplus(course: LoanCourse, surplus: string): LoanCourse {
  return { ...course, surplus: addMoney(course.surplus, surplus) };
}

function withSplit(
  course: LoanCourse,
  event: ActingEvent,
  split: { readonly lines?: readonly AllocationLine[]; readonly outside?: Amounts; readonly surplus?: string },
): LoanCourse {
  const { lines = [], outside = NOTHING, surplus = '0.00' } = split;
  return { ...course, splits: [...course.splits, { seq: event.seq, lines, outside, surplus }] };
}
