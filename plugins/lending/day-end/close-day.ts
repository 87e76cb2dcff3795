import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';

/** Sums of all live loans on the date, and one digest of what each of them has become. It begins with the digest of the day
 *  before, so that a closed day cannot be changed without every later one telling. */
const figures = `
  select count(*)::int as loans, coalesce(sum(balance), 0)::text as balance, count(*) filter (where dpd > 0)::int as "overdueLoans",
    coalesce(sum(overdue_principal), 0)::text as "overduePrincipal", coalesce(sum(coalesce(a.interest, interest_paid) - interest_paid), 0)::text as receivable,
    coalesce(sum(a.memo), 0)::text as "memoInterest",
    (select coalesce(sum(credit - debit), 0)::text from {journal-line} where role = 'LOAN_LOSS_ALLOWANCE') as allowance,
    count(*) filter (where a.through is distinct from $1::date or a.aged_through is null or (a.aged_through <> $1::date and (dpd > 0 or l.id in (
      select i.loan from {loan-instalment} i where i.state in ('due', 'partPaid', 'overdue') and i.due_on < $1::date and i.outstanding > 0))))::int as behind,
    encode(sha256(convert_to(concat_ws(chr(10), (select d.digest from {business-day} d where d.day < $1::date order by d.day desc limit 1),
      string_agg(concat_ws(' ', no, state, balance, a.interest, a.memo, dpd, tier), chr(10) order by no)), 'UTF8')), 'hex') as digest
  from {loan} l left join {loan-accrual} a on a.loan = l.id
  where state in ('normal', 'overdue', 'nonAccrual') and l.retired_at is null and disbursed_on <= $1::date`;

/** Closes the business day: one record with the figures and the digest of the day. A closed day is never opened or changed
 *  again; loans in quarantine are counted as behind. Source: lending spec C.5 step 19, D.23. */
export const closeDay: BatchStepDefinition = {
  name: 'lending.close-day',
  title: '日结',
  async run(context, slice) {
    const records = context.asSystem('日结');
    const [closed] = await records.find('business-day', { day: slice.date }, { limit: 1 });
    if (closed !== undefined) return { processed: 0, digest: String(closed['digest'] ?? '') };
    const [day] = await context.sql<Record<string, unknown>>(figures, [slice.date]);
    const digest = String(day?.['digest'] ?? '');
    await records.create('business-day', { day: slice.date, closedAt: context.now, ...day });
    return { processed: Number(day?.['loans'] ?? 0), digest };
  },
};
