import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants, type InvariantCheck } from '../../plugins/lending/invariants/check-invariants.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { type DayEndDesk, openDayEndDesk } from './day-end-desk.ts';

/** A small book with everything in it: a loan in order with money to spare, a late one that owes penalty, and fees. */
let server: TestServer;
let desk: DayEndDesk;
let client: pg.Client;
let loan = '';
let late = '';
const terms = { amount: '100000.00', annualRate: '0.12', periods: 12, method: 'LEVEL', disbursementDate: '2026-01-15' } as const;

beforeAll(async () => {
  server = await startLendingServer('2026-04-20T01:00:00Z');
  desk = await openDayEndDesk(server.engine);
  loan = await desk.open({}, terms);
  late = await desk.open({}, { ...terms, amount: '60000.00' });
  await desk.run('2026-02-15');
  await desk.repay(loan, '9000.00', '2026-02-15');
  await desk.run('2026-03-10');
  await desk.repay(late, '3000.00', '2026-03-10');
  await desk.run('2026-03-31');
  await desk.run('2026-04-20');
  client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  // As the owner of the database with its triggers off: what no program may do.
  await client.query('set session_replication_role = replica');
});
afterAll(async () => {
  await client?.end();
  await server?.close();
});

const check = async (): Promise<readonly InvariantCheck[]> => (await desk.within('2026-04-20', (context) => checkInvariants.run(context, {}))).checks;
const numberOf = async (id: string) => String((await client.query('select no from app.loan where id = $1', [id])).rows[0]?.no);
/** Numbers of the invariants that do not hold, and what they name. */
const broken = async () => {
  const wrong = (await check()).filter(({ figures }) => figures.some(({ holds }) => !holds));
  return {
    numbers: wrong.map(({ number }) => number),
    named: wrong.flatMap(({ figures }) => figures.flatMap(({ rows }) => rows.map(({ entity, id }) => `${entity} ${id}`))),
  };
};

it('all eleven hold for a book that lives, and they can be read over the API by who may read it whole', async () => {
  expect((await check()).flatMap(({ number, figures }) => figures.filter(({ holds }) => !holds).map((figure) => [number, figure]))).toEqual([]);
  const answer = await (await server.signIn('zheng.lin')).post('/api/operations/lending.check-invariants', {});
  expect([answer.status, answer.body.checks.map(({ number }: InvariantCheck) => number)]).toEqual([200, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]);
  expect((await (await server.signIn('wu.hao')).post('/api/operations/lending.check-invariants', {})).status).toBe(403);
});

const journalOf = async (event: string) => String((await client.query('select id from app.journal where event = $1 order by no limit 1', [event])).rows[0]?.id);
const put = (role: string, side: 'debit' | 'credit', amount: string) => `
  insert into app.journal_line (id, created_at, updated_at, journal, line_no, ledger, account, account_title, role, debit, credit, currency, book_date, value_date)
  select '00000000-0000-7000-8000-0000000000${role.length + (side === 'debit' ? 10 : 60)}', now(), now(), id, 90, 'main', 'X', 'X', '${role}',
    ${side === 'debit' ? amount : '0'}, ${side === 'credit' ? amount : '0'}, 'CNY', book_date, value_date from app.journal where event = 'C02' order by no limit 1`;
const takeAway = 'delete from app.journal_line where line_no = 90';

/** Each breach with its cure; `names` is a row that the check must name. */
const breaches: readonly {
  readonly number: number;
  readonly what: string;
  readonly breach: () => readonly string[];
  readonly cure: () => readonly string[];
  readonly names: () => Promise<string>;
}[] = [
  {
    number: 1,
    what: 'a line is a cent more',
    breach: () => ["update app.journal_line set debit = debit + 0.01 where role = 'BANK_OWN' and debit = 3000.00"],
    cure: () => ["update app.journal_line set debit = debit - 0.01 where role = 'BANK_OWN' and debit = 3000.01"],
    names: async () =>
      `journal ${(await client.query("select journal from app.journal_line where debit between 3000.00 and 3000.01 and role = 'BANK_OWN'")).rows[0]?.journal}`,
  },
  {
    number: 1,
    what: 'a journal and its lines say different amounts',
    breach: () => ["update app.journal set amount = amount + 1 where event = 'C02'"],
    cure: () => ["update app.journal set amount = amount - 1 where event = 'C02'"],
    names: async () => `journal ${await journalOf('C02')}`,
  },
  {
    number: 2,
    what: 'the balance of a loan is changed',
    breach: () => [`update app.loan set balance = balance + 5 where id = '${loan}'`],
    cure: () => [`update app.loan set balance = balance - 5 where id = '${loan}'`],
    names: async () => `loan ${loan}`,
  },
  {
    number: 2,
    what: 'principal is moved from one loan to another, so that the sums are the same',
    breach: () => [`update app.loan set balance = balance + case id when '${loan}' then 5 else -5 end where id in ('${loan}', '${late}')`],
    cure: () => [`update app.loan set balance = balance - case id when '${loan}' then 5 else -5 end where id in ('${loan}', '${late}')`],
    names: async () => `loan ${late}`,
  },
  {
    number: 2,
    what: 'the overdue principal of a loan is changed',
    breach: () => [`update app.loan set overdue_booked = overdue_booked + 5 where id = '${late}'`],
    cure: () => [`update app.loan set overdue_booked = overdue_booked - 5 where id = '${late}'`],
    names: async () => `loan ${late}`,
  },
  {
    number: 3,
    what: 'the credit balance of a customer is changed',
    breach: () => ['update app.customer set credit_balance = credit_balance + 5 where id in (select customer from app.loan)'],
    cure: () => ['update app.customer set credit_balance = credit_balance - 5 where id in (select customer from app.loan)'],
    names: async () => `customer ${(await client.query('select customer from app.loan where id = $1', [loan])).rows[0]?.customer}`,
  },
  {
    number: 3,
    what: 'penalty is taken off a row',
    breach: () => [`update app.loan_instalment set penalty_due = penalty_due - 1 where loan = '${late}' and period_no = 2`],
    cure: () => [`update app.loan_instalment set penalty_due = penalty_due + 1 where loan = '${late}' and period_no = 2`],
    names: async () => `loan ${late}`,
  },
  {
    number: 4,
    what: 'money of others is missing',
    breach: () => [put('BANK_ENTRUSTED', 'debit', '7')],
    cure: () => [takeAway],
    names: async () => `journal ${await journalOf('C02')}`,
  },
  {
    number: 5,
    what: 'a repayment has lost its journals',
    breach: () => [`update app.journal set value_date = value_date - 1000 where loan = '${loan}' and value_date = '2026-02-15'`],
    cure: () => [`update app.journal set value_date = value_date + 1000 where loan = '${loan}' and value_date = '2023-05-22'`],
    names: async () => `loan ${loan}`,
  },
  {
    number: 5,
    what: 'a journal belongs to no known event',
    breach: () => ["update app.journal set event = 'Z99' where event = 'C02'"],
    cure: () => ["update app.journal set event = 'C02' where event = 'Z99'"],
    names: () =>
      journalOf('C02')
        .then((id) => (id === 'undefined' ? journalOf('Z99') : id))
        .then((id) => `journal ${id}`),
  },
  {
    number: 6,
    what: 'principal of a row is changed',
    breach: () => [`update app.loan_instalment set principal_due = principal_due + 1, total_due = total_due + 1 where loan = '${loan}' and period_no = 9`],
    cure: () => [`update app.loan_instalment set principal_due = principal_due - 1, total_due = total_due - 1 where loan = '${loan}' and period_no = 9`],
    names: async () => `loan ${loan}`,
  },
  {
    number: 7,
    what: 'an accrual is changed',
    breach: () => [`update app.loan_accrual set interest = interest + 0.01 where loan = '${late}'`],
    cure: () => [`update app.loan_accrual set interest = interest - 0.01 where loan = '${late}'`],
    names: async () => `loan ${late}`,
  },
  {
    number: 8,
    what: 'the memo ledger holds a deed that is in no vault',
    breach: () => [put('OB_DEEDS', 'debit', '1')],
    cure: () => [takeAway],
    names: async () => `journal ${await journalOf('C02')}`,
  },
  {
    number: 9,
    what: 'a contract says that less was drawn',
    breach: () => ['update app.contract set drawn_amount = drawn_amount - 9'],
    cure: () => ['update app.contract set drawn_amount = drawn_amount + 9'],
    names: async () => `contract ${(await client.query('select contract from app.loan where id = $1', [loan])).rows[0]?.contract}`,
  },
  {
    number: 10,
    what: 'the allowance moves without a provision',
    breach: () => [put('LOAN_LOSS_ALLOWANCE', 'credit', '4')],
    cure: () => [takeAway],
    names: async () => `journal ${await journalOf('C02')}`,
  },
  {
    number: 11,
    what: 'a receipt says another amount',
    breach: () => [`update app.receipt set amount = amount + 2 where loan = '${late}'`],
    cure: () => [`update app.receipt set amount = amount - 2 where loan = '${late}'`],
    names: async () => `loan ${late}`,
  },
];

describe('a breach on purpose is found and its row is named', () => {
  it.each(breaches)('$number: $what', async ({ number, breach, cure, names }) => {
    for (const sql of breach()) expect((await client.query(sql)).rowCount).toBeGreaterThan(0);
    const found = await broken();
    const expected = await names();
    for (const sql of cure()) await client.query(sql);
    expect(found.numbers).toContain(number);
    expect(found.named).toContain(expected);
    expect((await broken()).numbers).toEqual([]);
  });

  it('a row is named as people know it', async () => {
    await client.query('update app.loan set balance = balance + 5 where id = $1', [loan]);
    const rows = (await check()).flatMap(({ figures }) => figures.flatMap((figure) => figure.rows));
    await client.query('update app.loan set balance = balance - 5 where id = $1', [loan]);
    expect(rows.map(({ title }) => title)).toContain(await numberOf(loan));
  });
});
