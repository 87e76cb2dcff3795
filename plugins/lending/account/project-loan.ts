import { addMoney, compareMoney, subtractMoney, sumMoney } from '../maths/index.ts';
import { ageRows, type Ageing, notPastDue, standingOf, stateOf } from './age-rows.ts';
import type { Amounts } from './fold/amounts.ts';
import type { LoanState, StateRow } from './fold/loan-state.ts';

/** What the records say about a loan that its facts do not: how far the day-ends have come, and its class. */
export interface Watermarks {
  readonly state: string | null;
  readonly tier: string | null;
  readonly graceDays: number;
  readonly agedThrough: string | null;
}

export interface ProjectedRow {
  readonly periodNo: number;
  readonly startOn: string;
  readonly dueOn: string;
  readonly openingBalance: string;
  readonly closingBalance: string;
  readonly principalDue: string;
  readonly interestDue: string;
  readonly feeDue: string;
  readonly penaltyDue: string;
  readonly totalDue: string;
  readonly principalPaid: string;
  readonly interestPaid: string;
  readonly feePaid: string;
  readonly penaltyPaid: string;
  readonly totalPaid: string;
  readonly outstanding: string;
  readonly waived: string;
  readonly paidOn: string | null;
  readonly state: string;
}

export interface ProjectedLoan extends Ageing {
  readonly balance: string;
  readonly principalPaid: string;
  readonly interestPaid: string;
  readonly feePaid: string;
  readonly totalInterest: string;
  readonly instalment: string | null;
  readonly maturesOn: string;
  readonly nextDueOn: string | null;
  readonly nextDueAmount: string | null;
  readonly scheduleVersion: number;
  readonly state: string;
  readonly settledOn: string | null;
}

export interface Projection {
  readonly rows: readonly ProjectedRow[];
  readonly loan: ProjectedLoan;
}

/** The records of a loan as its facts make them: instalments of the schedule in force and the figures of the loan. What is
 *  waived is not due. Pure; `bookEvent` writes it, and day-ends and repayments in order arrive at the same.
 *  Source: lending spec B.13, D.7, D.8. */
export function projectLoan(state: LoanState, marks: Watermarks): Projection {
  const planned = new Map(state.versions.at(-1)?.rows.map((row) => [row.n, row]) ?? []);
  const rows = state.rows.map((row) => projectRow(row, planned.get(row.n) ?? { principal: '0.00', balance: '0.00' }, marks));
  const open = rows.filter((row) => compareMoney(row.outstanding, '0') > 0);
  const ageing = state.isSettled ? notPastDue : ageRows(rows, marks.agedThrough, marks.graceDays);
  const { totals, prepaid, versions } = state;
  const paid = (component: keyof Amounts): string => addMoney(totals.paid[component], prepaid[component]);
  return {
    rows,
    loan: {
      ...ageing,
      balance: state.balance,
      principalPaid: paid('principal'),
      interestPaid: paid('interest'),
      feePaid: paid('fee'),
      totalInterest: subtractMoney(addMoney(totals.due.interest, prepaid.interest), totals.waived.interest),
      instalment: versions.at(-1)?.instalment ?? null,
      maturesOn: rows.at(-1)?.dueOn ?? versions.at(-1)?.from ?? '',
      nextDueOn: open[0]?.dueOn ?? null,
      nextDueAmount: open[0]?.outstanding ?? null,
      scheduleVersion: versions.length,
      state: state.isSettled ? 'settled' : stateOf(marks, ageing, marks.graceDays),
      settledOn: state.isSettled ? settledOnOf(state) : null,
    },
  };
}

/** Compound interest and costs of collection are not charged by any product yet; a row has no place for them. */
function projectRow(row: StateRow, planned: { readonly principal: string; readonly balance: string }, marks: Watermarks): ProjectedRow {
  const { due, paid, waived, closed } = row;
  const net = (component: keyof Amounts): string => subtractMoney(due[component], waived[component]);
  const dues = { principal: due.principal, interest: net('interest'), fee: net('fee'), penalty: net('penalty') };
  const totalDue = sumMoney(Object.values(dues));
  const totalPaid = sumMoney([paid.principal, paid.interest, paid.fee, paid.penalty]);
  const figures = { dueOn: row.dueDate, totalPaid, outstanding: subtractMoney(totalDue, totalPaid) };
  return {
    periodNo: row.n,
    startOn: row.startDate,
    openingBalance: addMoney(planned.balance, planned.principal),
    closingBalance: planned.balance,
    principalDue: dues.principal,
    interestDue: dues.interest,
    feeDue: dues.fee,
    penaltyDue: dues.penalty,
    totalDue,
    principalPaid: paid.principal,
    interestPaid: paid.interest,
    feePaid: paid.fee,
    penaltyPaid: paid.penalty,
    ...figures,
    waived: sumMoney([waived.interest, waived.fee, waived.penalty]),
    paidOn: closed?.on ?? null,
    state: standingOf(figures, marks.agedThrough, marks.graceDays),
  };
}

function settledOnOf(state: LoanState): string {
  const versions = state.versions.slice(1).map((version) => version.from);
  return [...state.rows.map((row) => row.closed?.on ?? ''), ...versions].reduce((last, day) => (day > last ? day : last), '');
}
