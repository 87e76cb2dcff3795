import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';
import { addMoney, compareMoney, subtractMoney, sumMoney } from '../maths/index.ts';
import { calculate } from '../refuse.ts';
import { earningRows } from './accrual-rows.ts';
import { earnedInterest, type EarningRow } from './earned-interest.ts';
import { type AccountEvent, actingEvents } from './fold/account-event.ts';
import type { EventSplit } from './fold/course.ts';
import { deltaOf, type LoanDelta } from './fold/delta-of.ts';
import { foldCourse, foldLoan } from './fold/fold-loan.ts';
import { type LoanState, readCourse } from './fold/loan-state.ts';
import { accountTermsOf, eventsOf, type NewFact, type StoredEvent } from './loan-events.ts';
import { type ProjectedRow, projectLoan, type Projection } from './project-loan.ts';
import { accrualOf, type AccrualRecord, instalmentsOf, type LoanRecord, type StoredInstalment } from './records.ts';

/** Sums of a loan that the ledger shows; a change books the difference of two of them. */
export interface BookFigures {
  readonly principalPaid: string;
  readonly interestPaid: string;
  readonly feePaid: string;
  readonly penaltyPaid: string;
  readonly feeCharged: string;
  readonly penaltyCharged: string;
  readonly penaltyWaived: string;
  /** Interest that income has recognised, and what only the memo ledger holds. */
  readonly recognised: string;
  readonly memo: string;
  readonly overdueBooked: string;
  readonly surplus: string;
}

/** What one more fact does to a loan, before anything is written. */
export interface PlannedChange {
  readonly loan: LoanRecord;
  readonly accrual: AccrualRecord | undefined;
  readonly known: readonly StoredEvent[];
  readonly fact: NewFact;
  readonly projection: Projection;
  /** Rows of the plan in force with their basis of accrual. */
  readonly rows: readonly (ProjectedRow & EarningRow)[];
  readonly lastValueDate: string;
  readonly byEvents: boolean;
  readonly accrued: { readonly interest: string; readonly memo: string; readonly total: string; readonly maturesOn: string };
  readonly before: BookFigures;
  readonly after: BookFigures;
  /** Both states on one day, and their difference by component. */
  readonly states: { readonly asOf: string; readonly before: LoanState; readonly after: LoanState; readonly delta: LoanDelta };
  /** What the new fact itself did with its money; null for a reversal. */
  readonly split: EventSplit | null;
  /** Facts that now divide their money otherwise than before, with the new division. */
  readonly moved: readonly { readonly event: StoredEvent; readonly split: EventSplit }[];
}

const LATEST = '9999-12-31';

/** Computes a change by replay: the loan by its facts, then by its facts and one more. Changes nothing.
 *  Refuses `lending.loan-differs` when the stored loan is not what its facts make of it, and what the mathematics refuses.
 *  Source: lending spec B.13. */
export async function planChange(context: OperationContext, loan: LoanRecord, fact: NewFact): Promise<PlannedChange> {
  const records = context.asSystem('重算借据');
  const known = await eventsOf(context, loan.id);
  const accrual = await accrualOf(records, loan.id);
  const stored = await instalmentsOf(records, loan);
  const terms = accountTermsOf(loan);
  const draft = draftOf(fact, known, context.businessDate);
  const all = [...known, draft];
  return calculate(() => {
    const agedThrough = accrual?.agedThrough ?? null;
    const marks = { state: loan.state, tier: loan.tier, graceDays: loan.graceDays ?? 0, agedThrough };
    const days = { before: readingDay(known, agedThrough), after: readingDay(all, agedThrough) };
    const was = foldLoan(terms, known, { asOf: days.before.day, knownOn: LATEST });
    refuseDifference(loan, stored, projectLoan(was.state, marks));
    const course = foldCourse(terms, all, { asOf: days.after.day, knownOn: LATEST });
    const state = readCourse(course, days.after.day);
    const projection = projectLoan(state, marks);
    const isSamePlan = projection.loan.scheduleVersion === loan.scheduleVersion && hasSamePlan(stored, projection.rows);
    const rows = withBasis(projection.rows, isSamePlan ? stored : earningRows(course, state.rows), state.prepaid.interest);
    const accrued = accrualAfter({
      loan,
      accrual,
      projection,
      rows,
      earnedByFold,
      isPlanAhead: (course.versions.at(-1)?.from ?? '') > throughOf(loan, accrual),
    });
    function earnedByFold(through: string): string {
      const waived = state.rows.filter((row) => row.dueDate <= through).map((row) => row.waived.interest);
      return subtractMoney(foldLoan(terms, all, { asOf: through, knownOn: LATEST }).state.accruedInterest, sumMoney(waived));
    }
    const day = days.before.day > days.after.day ? days.before.day : days.after.day;
    // One of the two is read on this day already, and nearly always both.
    const states = {
      before: day === days.before.day ? was.state : foldLoan(terms, known, { asOf: day, knownOn: LATEST }).state,
      after: day === days.after.day ? state : foldLoan(terms, all, { asOf: day, knownOn: LATEST }).state,
    };
    return {
      loan,
      accrual,
      known,
      fact,
      projection,
      rows,
      lastValueDate: days.after.last,
      byEvents: !days.after.isPlain,
      accrued,
      before: figuresOf(was.state, {
        recognised: accrual?.interest ?? loan.interestPaid,
        memo: accrual?.memo ?? '0.00',
        overdueBooked: loan.overdueBooked ?? '0.00',
      }),
      after: figuresOf(state, { recognised: accrued.interest, memo: accrued.memo, overdueBooked: projection.loan.overdueBooked }),
      states: { asOf: day, ...states, delta: deltaOf(states.before, states.after) },
      split: course.splits.find((split) => split.seq === draft.seq) ?? null,
      moved: movedSplits(known, was.splits, course.splits),
    };
  });
}

function draftOf(fact: NewFact, known: readonly StoredEvent[], bookDate: string): StoredEvent {
  const { receipt, reason: _reason, reverses: _reverses, ...rest } = fact;
  return { ...rest, id: '', seq: (known.at(-1)?.seq ?? 0) + 1, bookDate, ...(receipt === undefined ? {} : { cause: receipt }) } as StoredEvent;
}

/** The day up to which the records of a loan are written: its last fact, or the last day-end when that is later. */
function readingDay(events: readonly AccountEvent[], agedThrough: string | null): { readonly day: string; readonly last: string; readonly isPlain: boolean } {
  const acting = actingEvents(events, { asOf: LATEST, knownOn: LATEST });
  const last = acting.at(-1)?.valueDate ?? '';
  return {
    last,
    day: agedThrough !== null && agedThrough > last ? agedThrough : last,
    isPlain: acting.every((event) => event.kind === 'disbursement' || event.kind === 'charge' || event.kind === 'repayment'),
  };
}

const COMPARED = [
  'periodNo',
  'principalDue',
  'interestDue',
  'feeDue',
  'penaltyDue',
  'principalPaid',
  'interestPaid',
  'feePaid',
  'penaltyPaid',
  'outstanding',
] as const;

function refuseDifference(loan: LoanRecord, stored: readonly StoredInstalment[], folded: Projection): void {
  const refuse = (figure: string, is: unknown, expected: unknown): never => {
    throw new Refusal('lending.loan-differs', { no: loan.no, figure, stored: String(is), folded: String(expected) });
  };
  if (stored.length !== folded.rows.length) refuse('rows', stored.length, folded.rows.length);
  stored.forEach((row, index) => {
    for (const key of COMPARED) if (row[key] !== folded.rows[index]?.[key]) refuse(`${row.periodNo}.${key}`, row[key], folded.rows[index]?.[key]);
  });
  for (const key of ['balance', 'principalPaid', 'interestPaid', 'feePaid'] as const)
    if (loan[key] !== folded.loan[key]) refuse(key, loan[key], folded.loan[key]);
}

function hasSamePlan(stored: readonly StoredInstalment[], rows: readonly ProjectedRow[]): boolean {
  return (
    stored.length === rows.length &&
    stored.every((row, index) => {
      const other = rows[index];
      return (
        row.periodNo === other?.periodNo && row['startOn'] === other.startOn && row.dueOn === other.dueOn && row['closingBalance'] === other.closingBalance
      );
    })
  );
}

/** Interest before a row is what the rows before it bear now, waivers taken off. */
function withBasis(rows: readonly ProjectedRow[], bases: readonly EarningRow[], prepaid: string): readonly (ProjectedRow & EarningRow)[] {
  let interestBefore = prepaid;
  return rows.map((row, index) => {
    const { accrualFrom = null, accrualNumerator = null, accrualDenominator = null } = bases[index] ?? {};
    const based = { ...row, accrualFrom, accrualNumerator, accrualDenominator, interestBefore };
    interestBefore = addMoney(interestBefore, row.interestDue);
    return based;
  });
}

function throughOf(loan: LoanRecord, accrual: AccrualRecord | undefined): string {
  return accrual?.through ?? loan.disbursedOn;
}

/** What must be recognised after a change: what is earned through the last accrual, and at least what is paid. A loan that is
 *  settled has earned what was paid; off the books stands what a non-accrual loan has not paid. Source: lending spec B.7, B.23. */
function accrualAfter(given: {
  readonly loan: LoanRecord;
  readonly accrual: AccrualRecord | undefined;
  readonly projection: Projection;
  readonly rows: readonly EarningRow[];
  /** The plan in force begins after the last accrual. */
  readonly isPlanAhead: boolean;
  readonly earnedByFold: (through: string) => string;
}): PlannedChange['accrued'] {
  const { loan, projection } = given;
  const { totalInterest: total, maturesOn, interestPaid: paid, state } = projection.loan;
  if (state === 'settled') return { interest: paid, memo: '0.00', total, maturesOn };
  const through = throughOf(loan, given.accrual);
  const on = { through, total, maturesOn, disbursedOn: loan.disbursedOn, rounding: loan.terms.schedule.rounding };
  const earned = (given.isPlanAhead ? null : earnedInterest(given.rows, on)) ?? given.earnedByFold(through);
  const whole = compareMoney(earned, paid) > 0 ? earned : paid;
  return state === 'nonAccrual' ? { interest: paid, memo: subtractMoney(whole, paid), total, maturesOn } : { interest: whole, memo: '0.00', total, maturesOn };
}

function figuresOf(state: LoanState, rest: Pick<BookFigures, 'recognised' | 'memo' | 'overdueBooked'>): BookFigures {
  const { totals, prepaid, surplus } = state;
  return {
    principalPaid: addMoney(totals.paid.principal, prepaid.principal),
    interestPaid: addMoney(totals.paid.interest, prepaid.interest),
    feePaid: addMoney(totals.paid.fee, prepaid.fee),
    penaltyPaid: totals.paid.penalty,
    feeCharged: subtractMoney(addMoney(totals.due.fee, prepaid.fee), totals.waived.fee),
    penaltyCharged: totals.due.penalty,
    penaltyWaived: totals.waived.penalty,
    surplus,
    ...rest,
  };
}

function movedSplits(known: readonly StoredEvent[], before: readonly EventSplit[], after: readonly EventSplit[]): PlannedChange['moved'] {
  const was = new Map(before.map((split) => [split.seq, JSON.stringify(split)]));
  return after.flatMap((split) => {
    const event = known.find((one) => one.seq === split.seq);
    return event === undefined || was.get(split.seq) === JSON.stringify(split) ? [] : [{ event, split }];
  });
}
