import { type PlanEvent, subtractMoney } from '../../maths/index.ts';
import type { ActingEvent } from './account-event.ts';
import type { AccountTerms } from './account-terms.ts';
import { type Amounts, NOTHING, plus } from './amounts.ts';

/** A row of a plan as agreed. */
export interface PlannedRow {
  readonly n: number;
  readonly startDate: string;
  readonly dueDate: string;
  readonly principal: string;
  readonly interest: string;
  /** Scheduled balance after the row. */
  readonly balance: string;
}

export interface ScheduleVersion {
  readonly version: number;
  /** Value date of the event that made it. */
  readonly from: string;
  readonly cause: ActingEvent['kind'];
  readonly instalment: string | null;
  readonly rows: readonly PlannedRow[];
}

/** An instalment on its way. Penalty and compound are not kept: they follow from the rest and a date. */
export interface CourseRow {
  readonly n: number;
  readonly startDate: string;
  readonly dueDate: string;
  /** Without penalty and compound. */
  readonly charged: Amounts;
  readonly paid: Amounts;
  readonly waived: Amounts;
  readonly writtenOff: Amounts;
  /** What took principal and interest off the row, and when: the penalty is counted on what was left. */
  readonly settlements: readonly Settlement[];
  readonly closed: Closing | null;
}

export interface Settlement {
  readonly valueDate: string;
  readonly principal: string;
  readonly interest: string;
}

export interface Closing {
  readonly on: string;
  readonly by: 'payment' | 'waiver' | 'writeOff';
}

/** What an event did with its money or its forgiveness when it acted. */
export interface EventSplit {
  readonly seq: number;
  readonly lines: readonly { readonly n: number; readonly component: keyof Amounts; readonly amount: string }[];
  /** What belongs to no row: interest, fee and principal of a prepayment, or what a recovery brought. */
  readonly outside: Amounts;
  readonly surplus: string;
}

/** A loan after some of its events. Every step makes a new one. */
export interface LoanCourse {
  readonly terms: AccountTerms;
  readonly disbursed: string;
  /** Changes of the plan so far, as the schedule mathematics takes them. */
  readonly planEvents: readonly PlanEvent[];
  readonly versions: readonly ScheduleVersion[];
  readonly rows: readonly CourseRow[];
  readonly prepaid: Amounts;
  readonly recovered: Amounts;
  /** Money that nothing took: the customer's credit. */
  readonly surplus: string;
  readonly writtenOffOn: string | null;
  /** Principal outstanding from a day on; kept only where a total-cost cap asks for it. */
  readonly balances: readonly { readonly from: string; readonly amount: string }[];
  readonly splits: readonly EventSplit[];
}

export function startCourse(terms: AccountTerms): LoanCourse {
  return {
    terms,
    disbursed: '0.00',
    planEvents: [],
    versions: [],
    rows: [],
    prepaid: NOTHING,
    recovered: NOTHING,
    surplus: '0.00',
    writtenOffOn: null,
    balances: [],
    splits: [],
  };
}

export function openRow(planned: PlannedRow): CourseRow {
  return {
    n: planned.n,
    startDate: planned.startDate,
    dueDate: planned.dueDate,
    charged: { ...NOTHING, interest: planned.interest, principal: planned.principal },
    paid: NOTHING,
    waived: NOTHING,
    writtenOff: NOTHING,
    settlements: [],
    closed: null,
  };
}

/** What is left of a component once paid, waived and written-off parts are taken away; may be negative. */
export function restOf(row: CourseRow, component: keyof Amounts, due: string): string {
  const gone = plus(row.paid[component], plus(row.waived[component], row.writtenOff[component]));
  return gone === '0.00' ? due : subtractMoney(due, gone);
}

/** The rows of the plan in force. */
export function planOf(course: LoanCourse): readonly PlannedRow[] {
  return course.versions.at(-1)?.rows ?? [];
}
