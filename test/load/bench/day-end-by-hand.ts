import type pg from 'pg';
import type { Query } from './day-end-portfolio.ts';

const lowest = '00000000-0000-0000-0000-000000000000';
const highest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The yardstick: exact accrual and ageing of the same loans as somebody writes them who needs nothing else. A narrow table with
 *  just these columns and room for new versions beside the old; whole numbers of eight bytes; what a day of the running period
 *  earns carried on the loan, so that no day reads schedules; an index of the rows that are unpaid; one statement for all loans
 *  and one for those that are late, each on two connections, half of the loans on either. No lock, journal, slice or digest. */
export async function openByHand(query: Query, connections: readonly [pg.Client, pg.Client]): Promise<(date: string) => Promise<void>> {
  await query(`create table app.plain_loan with (fillfactor = 50) as
    select l.id, l.matures_on, a.total, a.interest + a.memo as accrued, a.through, a.before, a.period_from, a.period_to, a.rounding_unit as unit,
      a.numerator::bigint as numerator, a.denominator::bigint as denominator, l.dpd::int as dpd, l.overdue_principal as overdue, l.dpd > 0 as late
    from app.loan l join app.loan_accrual a on a.loan = l.id order by l.id`);
  await query('alter table app.plain_loan add primary key (id)');
  await query(`create table app.plain_row as select loan, accrual_from as period_from, due_on, principal_due - principal_paid as principal, outstanding,
    interest_before as before, accrual_numerator::bigint as numerator, accrual_denominator::bigint as denominator from app.loan_instalment order by loan, due_on`);
  await query('create index on app.plain_row (loan, due_on)');
  await query('create index on app.plain_row (due_on, loan) include (principal) where outstanding > 0');
  await query('vacuum analyze app.plain_loan');
  await query('vacuum analyze app.plain_row');
  const [middle] = await query<{ id: string }>('select id from app.plain_loan order by id offset (select count(*) / 2 from app.plain_loan) limit 1');
  const halves = [
    [lowest, middle?.id ?? highest],
    [middle?.id ?? highest, highest],
  ] as const;
  return async (date) => {
    await Promise.all(
      connections.map(async (connection, half) => {
        for (const statement of statements) await connection.query(statement, [date, ...(halves[half] ?? [])]);
      }),
    );
  };
}

const half = 'l.id >= $2::uuid and l.id < $3::uuid';
const statements = [
  // Once a month: the row that runs.
  `update app.plain_loan l set period_from = r.period_from, period_to = r.due_on, before = r.before, numerator = r.numerator, denominator = r.denominator
   from app.plain_row r where r.loan = l.id and r.period_from < $1::date and r.due_on >= $1::date and ${half} and l.period_to < $1::date`,
  `update app.plain_loan l set through = $1::date, accrued = greatest(l.accrued, case when $1::date >= l.matures_on then l.total
     else l.before + (2 * l.numerator * ($1::date - l.period_from) + l.denominator) / (2 * l.denominator) * l.unit end)
   where ${half} and l.through < $1::date`,
  `update app.plain_loan l set dpd = coalesce(u.days, 0), overdue = coalesce(u.principal, 0), late = u.days is not null
   from (select coalesce(r.loan, p.id) as id, r.days, r.principal
     from (select loan, $1::date - min(due_on) as days, sum(principal) as principal from app.plain_row
       where outstanding > 0 and due_on < $1::date and loan >= $2::uuid and loan < $3::uuid group by loan) r
     full join (select id from app.plain_loan l where l.late and ${half}) p on p.id = r.loan) u
   where u.id = l.id`,
];
