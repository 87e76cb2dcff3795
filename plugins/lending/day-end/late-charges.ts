import { addMoney, compareMoney, overdueCharges, type OverduePayment, type PenaltyTerms, subtractMoney, sumMoney } from '../maths/index.ts';

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
  readonly dayCount: string;
  readonly disbursedOn: string;
  /** Interest earned so far, on the books or off. */
  readonly earned: string;
  readonly terms: { readonly penalty?: PenaltyTerms | null; readonly costCap?: string | null; readonly schedule: { readonly rounding: RoundingOfTerms } };
}

type RoundingOfTerms = Parameters<typeof overdueCharges>[0]['rounding'];

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
  const cleared = due.filter((row) => !late.includes(row));
  const yearBasis = loan.dayCount === 'ACT_365F' ? 365 : 360;
  const charges = overdueCharges({
    items: late.map((row) => ({ n: row.periodNo, dueDate: row.dueOn, principal: row.principalDue, interest: row.interestDue })),
    payments,
    asOf,
    yearBasis,
    contractRate: loan.annualRate,
    rounding: schedule.rounding,
    penalty,
    ...(costCap === undefined || costCap === null
      ? {}
      : {
          cap: {
            annualRate: costCap,
            yearBasis,
            charged: sumMoney([loan.earned, ...rows.map((row) => row.feeDue), ...cleared.map((row) => row.penaltyDue)]),
            balances: balancesOf(loan, payments),
          },
        }),
  });
  let room = charges.penalty;
  for (const row of late) {
    const wanted = sumMoney(charges.segments.filter((segment) => segment.item === row.periodNo).map((segment) => segment.penalty));
    const kept = compareMoney(wanted, room) > 0 ? room : wanted;
    room = subtractMoney(room, kept);
    const charge = compareMoney(kept, row.penaltyPaid) > 0 ? kept : row.penaltyPaid;
    if (compareMoney(charge, row.penaltyDue) !== 0) changed.set(row.id, charge);
  }
  return changed;
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
