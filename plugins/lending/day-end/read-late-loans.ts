import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import type { PinnedTerms } from '../account/records.ts';
import type { OverduePayment } from '../maths/index.ts';
import type { LateLoan, LateRow } from './late-charges.ts';

export interface LateCase {
  /** Product as the loan pins it, and the unit that owns it. */
  readonly loan: LateLoan & {
    readonly id: string;
    readonly product: string;
    readonly unit: string | null;
    readonly terms: PinnedTerms;
    readonly byEvents: boolean | null;
  };
  readonly rows: readonly LateRow[];
  readonly payments: readonly OverduePayment[];
}

interface PaymentRow {
  readonly loan: string;
  readonly item: string | number;
  readonly valueDate: string;
  readonly principal: string;
  readonly interest: string;
}

/** Loans with the rows that have fallen due before a day and every posted payment of them, in three statements. */
export async function readLateLoans(context: OperationContext, loans: readonly string[], asOf: string): Promise<readonly LateCase[]> {
  if (loans.length === 0) return [];
  const found = await context.sql<LateCase['loan']>(
    `select l.id::text as id, l.amount::text as amount, trim_scale(l.annual_rate)::text as "annualRate", l.day_count as "dayCount",
       l.disbursed_on::text as "disbursedOn", coalesce(a.interest + a.memo, l.interest_paid)::text as earned, l.terms,
       l.product, l.owner_unit::text as unit, l.by_events as "byEvents"
     from {loan} l left join {loan-accrual} a on a.loan = l.id where l.id = any($1::uuid[]) order by l.id`,
    [loans],
  );
  const rows = await context.sql<LateRow>(
    `select i.id::text as id, i.loan::text as loan, i.period_no::int as "periodNo", i.due_on::text as "dueOn", i.principal_due::text as "principalDue",
       i.interest_due::text as "interestDue", i.fee_due::text as "feeDue", i.penalty_due::text as "penaltyDue", i.principal_paid::text as "principalPaid",
       i.interest_paid::text as "interestPaid", i.penalty_paid::text as "penaltyPaid"
     from {loan} l join {loan-instalment} i on i.loan = l.id and i.schedule_version = l.schedule_version and i.retired_at is null
     where l.id = any($1::uuid[]) and i.due_on < $2::date order by i.loan, i.period_no`,
    [loans, asOf],
  );
  const payments = await context.sql<PaymentRow>(
    `select r.loan::text as loan, a.period_no::int as item, r.value_date::text as "valueDate",
       coalesce(sum(a.amount) filter (where a.component = 'principal'), 0)::text as principal,
       coalesce(sum(a.amount) filter (where a.component = 'interest'), 0)::text as interest
     from {receipt} r join {receipt-allocation} a on a.parent_id = r.id and a.retired_at is null
     where r.loan = any($1::uuid[]) and r.state = 'posted' group by r.loan, a.period_no, r.value_date order by r.loan, r.value_date, a.period_no`,
    [loans],
  );
  const rowsOf = Map.groupBy(rows, (row) => row.loan);
  const paymentsOf = Map.groupBy(payments, (row) => row.loan);
  return found.map((loan) => ({
    loan,
    rows: rowsOf.get(loan.id) ?? [],
    payments: (paymentsOf.get(loan.id) ?? []).map(({ item, valueDate, principal, interest }) => ({ item: Number(item), valueDate, principal, interest })),
  }));
}
