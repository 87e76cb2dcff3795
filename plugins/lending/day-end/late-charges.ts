import {
  addMoney,
  compareMoney,
  type CostCap,
  overdueCharges,
  type OverduePayment,
  type PenaltyTerms,
  type ScheduleTerms,
  subtractMoney,
  sumMoney,
} from '../maths/index.ts';
import { dailyBasisOf } from '../product/daily-basis.ts';

/** A row of the schedule as the penalty sees it. */
export interface LateRow {
  readonly id: string;
  readonly loan: string;
  readonly periodNo: number;
  readonly dueOn: string;
  readonly principalDue: string;
  readonly interestDue: string;
  readonly feeDue: string;
  readonly penaltyDue: string;
  readonly principalPaid: string;
  readonly interestPaid: string;
  readonly penaltyPaid: string;
}

export interface LateLoan {
  readonly amount: string;
  readonly annualRate: string;
  readonly dayCount: ScheduleTerms['dayCount'];
  readonly disbursedOn: string;
  /** Interest earned so far, on the books or off. */
  readonly earned: string;
  readonly terms: {
    readonly penalty?: PenaltyTerms | null;
    readonly costCap?: string | null;
    readonly schedule: Pick<ScheduleTerms, 'rounding' | 'calendar'>;
  };
}

type Terms = Omit<Parameters<typeof overdueCharges>[0], 'items'>;

/** What each row of a loan owes for lateness up to a day: only rows whose figure changes. Recomputed each time from the rows
 *  and the payments, so a payment of an earlier day mends it. Rows that were cleared keep what they were charged. Above the
 *  total-cost cap the youngest rows are trimmed first; what has been paid is never taken back.
 *  Source: lending spec B.8; the charge itself is `overdueCharges`. */
export function lateCharges(input: {
  readonly loan: LateLoan;
  readonly rows: readonly LateRow[];
  readonly payments: readonly OverduePayment[];
  readonly asOf: string;
}): ReadonlyMap<string, string> {
  const { loan, rows, payments, asOf } = input;
  const { penalty, costCap, schedule } = loan.terms;
  const changed = new Map<string, string>();
  if (penalty === undefined || penalty === null) return changed;
  const due = rows.filter((row) => row.dueOn < asOf).sort((a, b) => a.periodNo - b.periodNo);
  const late = due.filter((row) => compareMoney(row.principalDue, row.principalPaid) > 0 || compareMoney(row.interestDue, row.interestPaid) > 0);
  if (late.length === 0) return changed;
  const numbers = new Set(late.map((row) => row.periodNo));
  const terms: Terms = {
    payments: payments.filter((payment) => numbers.has(payment.item)),
    asOf,
    yearBasis: dailyBasisOf(loan.dayCount) ?? 360,
    contractRate: loan.annualRate,
    rounding: schedule.rounding,
    penalty,
    ...(schedule.calendar === undefined ? {} : { calendar: schedule.calendar }),
  };
  const cleared = due.filter((row) => !numbers.has(row.periodNo));
  const cap = costCap === undefined || costCap === null ? {} : { cap: capOf({ loan, rows, payments, cleared, costCap, yearBasis: terms.yearBasis }) };
  const charges = overdueCharges({ ...terms, items: late.map(itemOf), ...cap });
  const wanted = late.map((row) =>
    penalty.rate.kind === 'AMOUNT_PER_INSTALMENT'
      ? overdueCharges({ ...terms, items: [itemOf(row)] }).penalty
      : sumMoney(charges.segments.filter((segment) => segment.item === row.periodNo).map((segment) => segment.penalty)),
  );
  let room = charges.penalty;
  for (const [index, row] of late.entries()) {
    const own = wanted[index] ?? '0.00';
    const kept = compareMoney(own, room) > 0 ? room : own;
    room = subtractMoney(room, kept);
    const charge = compareMoney(kept, row.penaltyPaid) > 0 ? kept : row.penaltyPaid;
    if (compareMoney(charge, row.penaltyDue) !== 0) changed.set(row.id, charge);
  }
  return changed;
}

function itemOf(row: LateRow): { readonly n: number; readonly dueDate: string; readonly principal: string; readonly interest: string } {
  return { n: row.periodNo, dueDate: row.dueOn, principal: row.principalDue, interest: row.interestDue };
}

function capOf(input: {
  readonly loan: LateLoan;
  readonly rows: readonly LateRow[];
  readonly cleared: readonly LateRow[];
  readonly payments: readonly OverduePayment[];
  readonly costCap: string;
  readonly yearBasis: number;
}): CostCap {
  const { loan, rows, cleared, payments, costCap, yearBasis } = input;
  return {
    annualRate: costCap,
    yearBasis,
    charged: sumMoney([loan.earned, ...rows.map((row) => row.feeDue), ...cleared.map((row) => row.penaltyDue)]),
    balances: balancesOf(loan, payments),
  };
}

/** The principal outstanding from day to day. */
function balancesOf(loan: LateLoan, payments: readonly OverduePayment[]): { readonly from: string; readonly amount: string }[] {
  const byDay = new Map<string, string>();
  for (const { valueDate, principal } of payments) byDay.set(valueDate, addMoney(byDay.get(valueDate) ?? '0.00', principal));
  let amount = loan.amount;
  const balances = [{ from: loan.disbursedOn, amount }];
  for (const [from, principal] of [...byDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    amount = subtractMoney(amount, principal);
    balances.push({ from, amount });
  }
  return balances;
}
