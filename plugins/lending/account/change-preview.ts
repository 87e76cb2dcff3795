import { addMoney } from '../maths/index.ts';
import type { Amounts } from './fold/amounts.ts';
import type { LoanState } from './fold/loan-state.ts';
import type { PlannedChange } from './plan-change.ts';

export interface ComponentChange {
  readonly component: string;
  readonly dueBefore: string;
  readonly dueAfter: string;
  readonly paidBefore: string;
  readonly paidAfter: string;
  readonly outstandingBefore: string;
  readonly outstandingAfter: string;
}

/** What a change does to a loan, both sides read on the same day. Source: lending spec B.13.4. */
export interface ChangePreview {
  readonly asOf: string;
  readonly balanceBefore: string;
  readonly balanceAfter: string;
  readonly surplusBefore: string;
  readonly surplusAfter: string;
  readonly daysPastDueBefore: number;
  readonly daysPastDueAfter: number;
  /** Only components that the loan has. */
  readonly components: readonly ComponentChange[];
  /** Instalments that were closed and owe again, and the other way round. */
  readonly reopened: readonly number[];
  readonly closed: readonly number[];
  /** The schedule, when it changes. */
  readonly schedule: {
    readonly version: number;
    readonly instalmentBefore: string | null;
    readonly instalmentAfter: string | null;
    readonly maturesOnBefore: string;
    readonly maturesOnAfter: string;
    readonly interestBefore: string;
    readonly interestAfter: string;
    readonly rows: readonly {
      readonly periodNo: number;
      readonly dueOn: string;
      readonly principal: string;
      readonly interest: string;
      readonly balance: string;
    }[];
  } | null;
  readonly settles: boolean;
}

export function previewOf(change: PlannedChange): ChangePreview {
  const { before, after, delta, asOf } = change.states;
  return {
    asOf,
    balanceBefore: before.balance,
    balanceAfter: after.balance,
    surplusBefore: before.surplus,
    surplusAfter: after.surplus,
    daysPastDueBefore: before.daysPastDue.dpd,
    daysPastDueAfter: after.daysPastDue.dpd,
    components: componentsOf(before, after),
    reopened: delta.reopened,
    closed: delta.closed,
    schedule: scheduleOf(change),
    settles: change.projection.loan.state === 'settled',
  };
}

function componentsOf(before: LoanState, after: LoanState): readonly ComponentChange[] {
  return (Object.keys(before.totals.due) as (keyof Amounts)[])
    .map((component) => ({
      component,
      dueBefore: dueOf(before, component),
      dueAfter: dueOf(after, component),
      paidBefore: addMoney(before.totals.paid[component], before.prepaid[component]),
      paidAfter: addMoney(after.totals.paid[component], after.prepaid[component]),
      outstandingBefore: before.totals.outstanding[component],
      outstandingAfter: after.totals.outstanding[component],
    }))
    .filter(({ component: _component, ...amounts }) => Object.values(amounts).some((amount) => amount !== '0.00'));
}

/** With what a prepayment paid outside of the instalments. */
function dueOf(state: LoanState, component: keyof Amounts): string {
  return addMoney(state.totals.due[component], state.prepaid[component]);
}

function scheduleOf({ states, projection, rows, loan }: PlannedChange): ChangePreview['schedule'] {
  const last = (state: LoanState): LoanState['versions'][number] | undefined => state.versions.at(-1);
  if (JSON.stringify(last(states.before)?.rows) === JSON.stringify(last(states.after)?.rows)) return null;
  return {
    version: projection.loan.scheduleVersion,
    instalmentBefore: last(states.before)?.instalment ?? null,
    instalmentAfter: last(states.after)?.instalment ?? null,
    maturesOnBefore: loan.maturesOn,
    maturesOnAfter: projection.loan.maturesOn,
    interestBefore: dueOf(states.before, 'interest'),
    interestAfter: dueOf(states.after, 'interest'),
    rows: rows.map((row) => ({
      periodNo: row.periodNo,
      dueOn: row.dueOn,
      principal: row.principalDue,
      interest: row.interestDue,
      balance: row.closingBalance,
    })),
  };
}
