import { addMoney, allocatePayment, type AllocationRule, compareMoney, type Component, type OpenInstalment, subtractMoney, sumMoney } from '../maths/index.ts';
import type { InstalmentRecord } from './records.ts';

/** Components that an instalment carries at this stage; costs and compound interest come with collections. */
const CARRIED = ['fee', 'penalty', 'interest', 'principal'] as const;
type Carried = (typeof CARRIED)[number];

export interface RepaymentPlan {
  readonly lines: readonly { readonly periodNo: number; readonly dueOn: string; readonly component: Component; readonly amount: string }[];
  /** Money that no instalment takes: becomes the customer's credit. */
  readonly surplus: string;
  readonly totals: Readonly<Record<Carried, string>>;
  /** New figures by instalment id; only rows that change. */
  readonly changes: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** All rows as they are afterwards. */
  readonly rows: readonly InstalmentRecord[];
  /** Nothing is left to pay. */
  readonly settles: boolean;
  readonly next: { readonly dueOn: string; readonly amount: string } | null;
}

/** Divides a payment over the open rows and says what each row then looks like. Pure; posting writes exactly this.
 *  Source: lending spec B.11, D.8. */
export function planRepayment(input: { instalments: readonly InstalmentRecord[]; amount: string; valueDate: string; rule: AllocationRule }): RepaymentPlan {
  const { instalments, amount, valueDate, rule } = input;
  const byNumber = new Map(instalments.map((row) => [row.periodNo, row]));
  const open = instalments.filter((row) => compareMoney(row.outstanding, '0') > 0).map(openPartOf);
  const { lines, surplus } = allocatePayment({ instalments: open, amount, valueDate, rule });
  const totals = { fee: '0.00', penalty: '0.00', interest: '0.00', principal: '0.00' };
  const paid = new Map<number, Record<Carried, string>>();
  for (const line of lines) {
    const component = line.component as Carried;
    const row = paid.get(line.n) ?? { fee: '0.00', penalty: '0.00', interest: '0.00', principal: '0.00' };
    row[component] = addMoney(row[component], line.amount);
    paid.set(line.n, row);
    totals[component] = addMoney(totals[component], line.amount);
  }
  const changes = new Map<string, Readonly<Record<string, unknown>>>();
  const after = instalments.map((row) => {
    const parts = paid.get(row.periodNo);
    if (parts === undefined) return row;
    const changed = changesOf(row, parts, valueDate);
    changes.set(row.id, changed);
    return { ...row, ...changed } as InstalmentRecord;
  });
  const left = after.filter((row) => compareMoney(row.outstanding, '0') > 0);
  const first = left[0];
  return {
    lines: lines.map((line) => ({ periodNo: line.n, dueOn: byNumber.get(line.n)?.dueOn ?? '', component: line.component, amount: line.amount })),
    surplus,
    totals,
    changes,
    rows: after,
    settles: left.length === 0,
    next: first === undefined ? null : { dueOn: first.dueOn, amount: first.outstanding },
  };
}

function openPartOf(row: InstalmentRecord): OpenInstalment {
  return {
    n: row.periodNo,
    dueDate: row.dueOn,
    fee: subtractMoney(row.feeDue, row.feePaid),
    penalty: subtractMoney(row.penaltyDue, row.penaltyPaid),
    interest: subtractMoney(row.interestDue, row.interestPaid),
    principal: subtractMoney(row.principalDue, row.principalPaid),
  };
}

function changesOf(row: InstalmentRecord, parts: Record<Carried, string>, valueDate: string): Record<string, unknown> {
  const total = sumMoney(CARRIED.map((component) => parts[component]));
  const outstanding = subtractMoney(row.outstanding, total);
  const isPaid = compareMoney(outstanding, '0') === 0;
  return {
    principalPaid: addMoney(row.principalPaid, parts.principal),
    interestPaid: addMoney(row.interestPaid, parts.interest),
    feePaid: addMoney(row.feePaid, parts.fee),
    penaltyPaid: addMoney(row.penaltyPaid, parts.penalty),
    totalPaid: addMoney(row.totalPaid, total),
    outstanding,
    state: isPaid ? 'paid' : row.state === 'overdue' ? 'overdue' : 'partPaid',
    ...(isPaid ? { paidOn: valueDate } : {}),
  };
}
