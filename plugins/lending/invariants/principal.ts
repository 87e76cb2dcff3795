import { type FigureQuery, held, heldBy, unowned, withRows } from './figure.ts';

const own = "l.role in ('LOAN_PRINCIPAL', 'LOAN_PRINCIPAL_NON_ACCRUAL')";
const overdue = "l.role = 'LOAN_PRINCIPAL_OVERDUE'";
const all = "l.role in ('LOAN_PRINCIPAL', 'LOAN_PRINCIPAL_NON_ACCRUAL', 'LOAN_PRINCIPAL_OVERDUE')";

/** Day-ends move principal into the overdue account by product, so a loan is compared over all three accounts; what it has
 *  booked as overdue is compared with its own rows. Source: lending spec C.4, 2. */
export const principal: readonly FigureQuery[] = [
  {
    title: { zh: '未逾期本金', en: 'Principal that is not overdue' },
    totals: `select coalesce(sum(l.balance - coalesce(l.overdue_booked, 0)), 0) as expected, ${held(own)} as found from {loan} l where l.retired_at is null`,
    rows: `
      select 'loan' as entity, o.id, o.no as title, o.balance as expected, coalesce(h.held, 0) as found
      from {loan} o left join ${heldBy('loan', all)} h on h.loan = o.id where o.retired_at is null and o.balance <> coalesce(h.held, 0)
      union all ${unowned('loan', all)}`,
  },
  {
    title: { zh: '逾期本金', en: 'Overdue principal' },
    totals: `select coalesce(sum(l.overdue_booked), 0) as expected, ${held(overdue)} as found from {loan} l where l.retired_at is null`,
    rows: `
      select 'loan' as entity, o.id, o.no as title, least(o.overdue_principal, o.balance) as expected, o.overdue_booked as found
      from {loan} o where o.retired_at is null and o.overdue_booked not in (0, o.overdue_principal)`,
  },
];

/** What is written off leaves the schedule, what is capitalised enters it. Source: lending spec C.4, 6. */
export const schedule: readonly FigureQuery[] = [
  planned('l.balance', { zh: '借据余额', en: 'Balance of the loan' }),
  planned(lent(), { zh: '还款计划未还本金', en: 'Open principal of the schedule' }),
];

function lent(): string {
  const moved = (event: string, side: string) =>
    `coalesce((select sum(x.${side}) from {journal-line} x join {journal} j on j.id = x.journal where x.loan = l.id and j.event = '${event}' and x.role like 'LOAN_PRINCIPAL%'), 0)`;
  return `l.amount - l.principal_paid - ${moved('C24', 'credit')} + ${moved('C31', 'debit')}`;
}

function planned(expected: string, title: FigureQuery['title']): FigureQuery {
  const byLoan = `
    select l.id, l.no, ${expected} as expected, (select coalesce(sum(i.principal_due - i.principal_paid), 0) from {loan-instalment} i
      where i.loan = l.id and i.schedule_version = l.schedule_version and i.retired_at is null) as found
    from {loan} l where l.retired_at is null`;
  return {
    title,
    totals: `select coalesce(sum(expected), 0) as expected, coalesce(sum(found), 0) as found from (${byLoan}) b`,
    rows: `select 'loan' as entity, id, no as title, expected, found from (${byLoan}) b where expected <> found`,
  };
}

/** A row whose parts do not add up. */
export const rowsAddUp = `
  select 'loan' as entity, l.id, l.no || ' #' || i.period_no as title, i.principal_due + i.interest_due + i.fee_due + i.penalty_due as expected, i.total_due as found
  from ${withRows} where l.retired_at is null and i.total_due <> i.principal_due + i.interest_due + i.fee_due + i.penalty_due`;
