import { type BatchStepDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { compareMoney } from '../maths/index.ts';

interface Check {
  readonly check: string;
  readonly expected: string;
  readonly found: string;
}

/** The sub-ledger beside the general ledger, figure by figure. */
const checks = `
  with books as (
    select coalesce(sum(debit - credit) filter (where role like 'LOAN_PRINCIPAL%'), 0) as principal,
      coalesce(sum(debit - credit) filter (where role = 'LOAN_PRINCIPAL_OVERDUE'), 0) as overdue,
      coalesce(sum(debit - credit) filter (where role = 'INT_RECEIVABLE'), 0) as receivable,
      coalesce(sum(debit - credit) filter (where role = 'OB_INTEREST'), 0) as memo,
      coalesce(sum(debit - credit) filter (where role = 'FEE_RECEIVABLE'), 0) as fee,
      coalesce(sum(debit) filter (where ledger = 'main'), 0) as debit, coalesce(sum(credit) filter (where ledger = 'main'), 0) as credit,
      coalesce(sum(debit) filter (where ledger = 'memo'), 0) as memo_debit, coalesce(sum(credit) filter (where ledger = 'memo'), 0) as memo_credit
    from {journal-line}
  ), loans as (
    select coalesce(sum(balance), 0) as balance, coalesce(sum(overdue_booked), 0) as overdue,
      coalesce(sum(coalesce(a.interest, interest_paid) - interest_paid), 0) as receivable, coalesce(sum(a.memo), 0) as memo
    from {loan} l left join {loan-accrual} a on a.loan = l.id
  ), rows as (
    select coalesce(sum(i.principal_due - i.principal_paid), 0) as principal, coalesce(sum(i.fee_due - i.fee_paid), 0) as fee
    from {loan} l join {loan-instalment} i on i.loan = l.id and i.schedule_version = l.schedule_version and i.retired_at is null
  )
  select check_name as check, expected::text as expected, found::text as found from books, loans, rows, lateral (values
    ('main ledger balances', books.debit, books.credit),
    ('memo ledger balances', books.memo_debit, books.memo_credit),
    ('principal of all loans', loans.balance, books.principal),
    ('principal in the overdue account', loans.overdue, books.overdue),
    ('principal open in the schedules', loans.balance, rows.principal),
    ('interest receivable', loans.receivable, books.receivable),
    ('interest off the books', loans.memo, books.memo),
    ('fees receivable', rows.fee, books.fee)
  ) as pairs (check_name, expected, found)`;

/** Compares what the loans say with what the ledger says; a day on which they differ cannot be closed.
 *  Refuses `lending.ledger-differs` with the first figure. Source: lending spec C.4, C.5 step 16. */
export const checkLedger: BatchStepDefinition = {
  name: 'lending.check-ledger',
  title: '总分核对',
  async run(context) {
    const found = await context.sql<Check>(checks);
    const wrong = found.find((one) => compareMoney(one.expected, one.found) !== 0);
    if (wrong !== undefined) throw new Refusal('lending.ledger-differs', { check: wrong.check, expected: wrong.expected, found: wrong.found });
    return { processed: found.length, digest: found.map((one) => `${one.check} ${one.expected}`).join('\n') };
  },
};
