import type { DayEndDesk } from '../../lending/day-end-desk.ts';

export type Query = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>;

/** Last day of the year that the loans have behind them. */
export const historyEnds = '2026-01-31';

const methods = ['LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY'] as const;
const days = [1, 4, 7, 10, 13, 16, 19, 22, 25, 28];

/** Loans a year old with what a year leaves behind: each month's receipt with its allocations, journals and lines, and facts.
 *  Ninety loans live that year through the operations and day-ends of the product; the others are copies of them. Of twenty
 *  eighteen are in order, one is a month late and one half a year. */
export async function fillPortfolio(desk: DayEndDesk, query: Query, loans: number): Promise<void> {
  await liveAYear(desk, query);
  await query(
    `create table app.copied as
     select gen_random_uuid() as id, t.id as template, n from generate_series(1, ${loans}) n
     join (select id, row_number() over (partition by kind order by id) - 1 as place, kind from (
       select id, case when dpd = 0 then 0 when dpd <= 90 then 1 else 2 end as kind from app.loan) l) t
     on t.kind = case n % 20 when 0 then 2 when 1 then 1 else 0 end and t.place = (n / 20) % 30 order by 1`,
  );
  await copyRows(query);
  await postDifferences(desk, query);
  await query('vacuum analyze');
}

async function liveAYear(desk: DayEndDesk, query: Query): Promise<void> {
  const templates: { readonly loan: string; readonly unpaid: number }[] = [];
  for (const method of methods) {
    for (const day of days) {
      for (const unpaid of [0, 1, 5]) {
        const disbursementDate = `2025-01-${String(day).padStart(2, '0')}`;
        templates.push({ loan: await desk.open({}, { amount: '120000.00', annualRate: '0.12', periods: 24, method, disbursementDate }), unpaid });
      }
    }
  }
  const rows = await query<{ loan: string; period: number; due: string; total: string }>(
    "select loan, period_no::int as period, due_on::text as due, total_due::text as total from app.loan_instalment where due_on < '2026-03-01' order by due_on, loan",
  );
  const monthEnds = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2025, month + 2, 0)).toISOString().slice(0, 10));
  for (const end of monthEnds) {
    for (const { loan, period, due, total } of rows.filter((row) => row.due.slice(0, 7) === end.slice(0, 7))) {
      const unpaid = templates.find((template) => template.loan === loan)?.unpaid ?? 0;
      if (period <= 12 - unpaid) await desk.repay(loan, total, due);
    }
    await desk.run(end);
  }
  // Most have paid the next month ahead, so that a day brings as many new arrears as a bad day does: three in a hundred.
  const ahead = rows.filter((row) => row.period === 13);
  for (const { loan, total } of ahead.slice(3)) {
    if (templates.some((template) => template.loan === loan && template.unpaid === 0)) await desk.repay(loan, total, historyEnds);
  }
}

/** Copies the rows of each template for each copy, without triggers, with the indexes made afterwards. */
async function copyRows(query: Query): Promise<void> {
  const kept = await query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where not indisprimary and indrelid = any(array['app.loan', 'app.loan_instalment', 'app.loan_accrual', 'app.loan_day_fact', 'app.receipt', 'app.receipt_allocation', 'app.journal', 'app.journal_line']::regclass[])`,
  );
  for (const { name } of kept) await query(`drop index ${name}`);
  await query('set session_replication_role = replica');
  await query("set work_mem = '512MB'");
  await query("set maintenance_work_mem = '1GB'");
  const copy = async (table: string, replaced: Readonly<Record<string, string>>, from: string): Promise<void> => {
    const columns = await query<{ name: string }>(
      'select column_name as name from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position',
      ['app', table],
    );
    await query(
      `insert into app.${table} (${columns.map(({ name }) => `"${name}"`).join(', ')})
       select ${columns.map(({ name }) => replaced[name] ?? `t."${name}"`).join(', ')} from app.copied c ${from}`,
    );
  };
  const made = (of: string): string => `md5(${of}::text || c.id::text)::uuid`;
  await copy('loan', { id: 'c.id', no: "'B' || c.n", external_no: 'null' }, 'join app.loan t on t.id = c.template order by c.id');
  for (const table of ['loan_instalment', 'loan_accrual', 'loan_day_fact'])
    await copy(table, { id: 'gen_random_uuid()', loan: 'c.id' }, `join app.${table} t on t.loan = c.template order by c.id`);
  await copy('receipt', { id: made('t.id'), loan: 'c.id', no: 't.no || c.n', bank_ref: 'null' }, 'join app.receipt t on t.loan = c.template');
  await copy(
    'receipt_allocation',
    { id: 'gen_random_uuid()', parent_id: made('r.id') },
    'join app.receipt r on r.loan = c.template join app.receipt_allocation t on t.parent_id = r.id',
  );
  await copy('journal', { id: made('t.id'), loan: 'c.id', no: 't.no || c.n' }, 'join app.journal t on t.loan = c.template');
  await copy('journal_line', { id: 'gen_random_uuid()', journal: made('t.journal'), loan: 'c.id' }, 'join app.journal_line t on t.loan = c.template');
  await query('set session_replication_role = origin');
  for (const { definition } of kept) await query(definition);
}

/** Journals of many loans name none of them, so they were not copied: what they would have posted. */
async function postDifferences(desk: DayEndDesk, query: Query): Promise<void> {
  const [missing] = await query<Record<'interest' | 'overdue' | 'memo', string>>(
    `with books as (select sum(debit - credit) filter (where role = 'INT_RECEIVABLE') as interest, sum(debit - credit) filter (where role = 'LOAN_PRINCIPAL_OVERDUE') as overdue,
       sum(debit - credit) filter (where role = 'OB_INTEREST') as memo from app.journal_line)
     select (sum(a.interest - interest_paid) - min(books.interest))::text as interest, (sum(overdue_booked) - coalesce(min(books.overdue), 0))::text as overdue,
       (sum(a.memo) - coalesce(min(books.memo), 0))::text as memo from books, app.loan l join app.loan_accrual a on a.loan = l.id`,
  );
  if (missing === undefined) return;
  await desk.within(historyEnds, async (context) => {
    const post = context.capability<object, unknown>('ledger.post');
    const on = { valueDate: historyEnds, memo: 'opening' };
    await post({ event: 'C05', amounts: { interest: missing.interest }, ...on });
    await post({ event: 'C16', amounts: { overdue: missing.overdue }, ...on });
    await post({ event: 'C17', amounts: { later: missing.memo }, ...on });
  });
}
