import { describe, expect, it } from 'vitest';
import { checkInvariants } from '../../plugins/lending/invariants/check-invariants.ts';
import { compareMoney, sumMoney } from '../../plugins/lending/maths/index.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import { openDayEndDesk } from './day-end-desk.ts';
import { randomLoan, randomOf } from './random-loans.ts';
import { storedAndFolded } from './stored-loan.ts';

/** Loans of every method, some paid in time, some late, in part, ahead or not at all, with a day-end every day. The day-end
 *  itself compares loans and ledger and stops at the first difference; here is what else must hold every day. */
const seed = Number(process.env['DAY_END_SEED'] ?? Date.now() % 1_000_000);
const isFull = process.env['LOOM_TEST_FULL'] === '1';
const loans = isFull ? 200 : 16;
/** Every day of a year, or a few day-ends up to the first due dates and then a month of them. */
const visits = isFull ? Array.from({ length: 365 }, (_, day) => day) : [20, 30, ...Array.from({ length: 28 }, (_, day) => 40 + day)];
const start = Date.UTC(2026, 0, 1);
const dayOf = (offset: number): string => new Date(start + offset * 86_400_000).toISOString().slice(0, 10);

type Query = <Found extends object>(sql: string, parameters?: readonly unknown[]) => Promise<readonly Found[]>;

/** Each names the rows that break it; none may. */
const invariants: Readonly<Record<string, string>> = {
  'a journal balances in each ledger': `select journal, ledger from app.journal_line group by journal, ledger having sum(debit) <> sum(credit)`,
  'a ledger balances on each date': `select ledger, book_date from app.journal_line group by ledger, book_date having sum(debit) <> sum(credit)`,
  'a journal has an event and lines': `select j.id from app.journal j where j.event is null or not exists (select 1 from app.journal_line l where l.journal = j.id)`,
  'a posted receipt has a journal': `select r.id from app.receipt r where r.state = 'posted'
    and not exists (select 1 from app.journal j where j.loan = r.loan and j.value_date = r.value_date and j.event in ('C09', 'C18'))`,
  'principal in the schedule is what was paid out': `select i.loan from app.loan_instalment i join app.loan l on l.id = i.loan and l.schedule_version = i.schedule_version
    group by i.loan, l.amount having sum(i.principal_due) <> l.amount`,
  'the balance is what was paid out less what was paid back': `select l.id from app.loan l join app.loan_instalment i on i.loan = l.id and l.schedule_version = i.schedule_version
    group by l.id having l.balance <> l.amount - l.principal_paid or l.principal_paid <> sum(i.principal_paid) or l.interest_paid <> sum(i.interest_paid)`,
  'no row owes less than nothing': `select i.id from app.loan_instalment i where i.outstanding < 0 or i.outstanding <> i.total_due - i.total_paid
    or i.principal_paid > i.principal_due or i.interest_paid > i.interest_due or i.penalty_paid > i.penalty_due`,
  'on a due date exactly the interest of the schedule is recognised': `select l.id from app.loan l join app.loan_accrual a on a.loan = l.id
    join app.loan_instalment d on d.loan = l.id and d.due_on = $1::date join app.loan_instalment i on i.loan = l.id and i.due_on <= $1::date
    where l.state <> 'settled' group by l.id, a.id having a.interest + a.memo <> greatest(sum(i.interest_due), l.interest_paid)`,
  'every live loan is accrued to the date': `select l.id from app.loan l join app.loan_accrual a on a.loan = l.id
    where l.state <> 'settled' and l.disbursed_on <= $1::date and a.through is distinct from $1::date`,
  'the latest fact of a loan is how it stands': `select l.id from app.loan l where l.disbursed_on <= $1::date and not exists (
    select 1 from (select * from app.loan_day_fact f where f.loan = l.id order by f.day desc limit 1) f
    where f.standing = l.state and f.balance = l.balance and f.tier = l.tier and f.bucket = l.bucket)`,
};

describe(`a random month (DAY_END_SEED=${seed})`, () => {
  it('keeps every invariant on every day, and a second run of the same seed ends in the same figures', async () => {
    const first = await live();
    expect(first.days).toHaveLength(visits.length);
    expect(first.late).toBeGreaterThan(0);
    const second = await live();
    expect(second).toEqual(first);
  }, 1_800_000);
});

async function live(): Promise<{ readonly days: readonly unknown[]; readonly ledger: readonly unknown[]; readonly late: number }> {
  const random = randomOf(seed);
  const server = await startLendingServer();
  try {
    const desk = await openDayEndDesk(server.engine);
    const query: Query = (sql, parameters = []) => server.store.database.query(sql, parameters);
    const planned = Array.from({ length: loans }, (_, index) => randomLoan(index, random, dayOf));
    const open: string[] = [];
    let late = 0;
    for (const [index, day] of visits.entries()) {
      const before = index === 0 ? '' : dayOf(visits[index - 1] ?? 0);
      const date = dayOf(day);
      for (const { product, terms } of planned) {
        if (terms.disbursementDate > date || terms.disbursementDate <= before) continue;
        const { name: _name, hash: _hash, ...offered } = product;
        open.push(await desk.open(offered, terms));
      }
      for (const loan of open) await payPerhaps(desk, query, { loan, date, random });
      await desk.run(date);
      for (const [name, sql] of Object.entries(invariants)) {
        expect(await query(sql, sql.includes('$1') ? [date] : []), `${name}, ${date}`).toEqual([]);
      }
      late += (await query<{ count: number }>('select count(*)::int as count from app.loan where dpd > 0'))[0]?.count ?? 0;
    }
    for (const loan of open) {
      const { stored, folded } = await desk.within(dayOf(visits.at(-1) ?? 0), (context) => storedAndFolded(context, loan));
      expect(stored).toEqual(folded);
    }
    const { checks } = await desk.within(dayOf(visits.at(-1) ?? 0), (context) => checkInvariants.run(context, {}));
    expect(checks.flatMap(({ number, figures }) => figures.filter(({ holds }) => !holds).map((figure) => [number, figure]))).toEqual([]);
    return {
      late,
      days: await query('select day::text, loans::int, balance::text, receivable::text, digest from app.business_day order by day'),
      ledger: await query('select role, sum(debit)::text as debit, sum(credit)::text as credit from app.journal_line group by role order by role'),
    };
  } finally {
    await server.close();
  }
}

/** Most pay what is due on the day, some later, some a part, now and then the next instalment ahead or everything. */
async function payPerhaps(
  desk: Awaited<ReturnType<typeof openDayEndDesk>>,
  query: Query,
  { loan, date, random }: { readonly loan: string; readonly date: string; readonly random: ReturnType<typeof randomOf> },
): Promise<void> {
  const { next, within } = random;
  const rows = await query<{ due: string; outstanding: string }>(
    'select due_on::text as due, outstanding::text from app.loan_instalment where loan = $1 and outstanding > 0 order by period_no',
    [loan],
  );
  const due = rows.filter((row) => row.due <= date);
  const isDueToday = due.at(-1)?.due === date;
  const wish = next();
  const owed = sumMoney(due.map((row) => row.outstanding));
  const part = ((Number(owed) * within(1, 99)) / 100).toFixed(2);
  const amount =
    due.length > 0 && wish < (isDueToday ? 0.6 : 0.08)
      ? owed
      : due.length > 0 && wish > 0.95
        ? part
        : wish > 0.94 && wish < 0.946
          ? (rows[0]?.outstanding ?? '0.00')
          : wish > 0.93 && wish < 0.931
            ? sumMoney(rows.map((row) => row.outstanding))
            : '0.00';
  if (compareMoney(amount, '0') > 0) await desk.repay(loan, amount, date);
}
