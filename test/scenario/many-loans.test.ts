import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { startLendingServer } from './lending-server.ts';
import { type Desk, openDesk, payOrder, prepareOrder, repay } from './loan-journey.ts';

/** Loans that go from application to first repayment at the same time, 16 at once. */
const count = process.env['LOOM_TEST_FULL'] === '1' ? 500 : 48;
const atOnce = 16;

let server: TestServer;
let desk: Desk;
beforeAll(async () => {
  server = await startLendingServer();
  desk = await openDesk(server);
});
afterAll(() => server?.close());

const shapes = [
  { method: 'LEVEL', product: 'level-business', first: '8884.88' },
  { method: 'EQUAL_PRINCIPAL', product: 'equal-principal-business', first: '9333.33' },
] as const;

it(`${count} loans, ${atOnce} at a time, are applied for, approved, paid out and first repaid`, async () => {
  const loans: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const shape = shapes[index % shapes.length] as (typeof shapes)[number];
      const { order } = await prepareOrder(desk, 'M', index, { amount: '100000.00', term: 12, method: shape.method, product: shape.product });
      // The cashier clicks twice: one loan, the same answer.
      const [loan, again] = await Promise.all([payOrder(desk, order, `M-${index}-pay`), payOrder(desk, order, `M-${index}-pay`)]);
      expect(again).toBe(loan);
      await repay(desk, loan, shape.first, '2026-01-15', `M-${index}-first`);
      loans.push(loan);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  expect(new Set(loans).size).toBe(count);
}, 1_800_000);

it('no loan was paid twice and no update was lost', async () => {
  const { database } = server.store;
  const [made] = await database.query<Record<string, string>>(`select
    (select count(*) from app.loan) as loans, (select count(*) from app.disbursement_order where state = 'paid') as paid,
    (select count(distinct loan) from app.disbursement_order where state = 'paid') as distinct_loans,
    (select count(*) from app.receipt where state = 'posted') as receipts,
    (select count(*) from app.contract where "drawn_amount" = amount) as drawn`);
  expect(made).toEqual({ loans: `${count}`, paid: `${count}`, distinct_loans: `${count}`, receipts: `${count}`, drawn: `${count}` });
});

it('the balances of all loans equal the ledger, journal by journal', async () => {
  const { database } = server.store;
  const unbalanced = await database.query('select journal, ledger from app.journal_line group by journal, ledger having sum(debit) <> sum(credit)');
  expect(unbalanced).toEqual([]);
  const [sums] = await database.query<Record<string, string>>(`select
    (select sum(balance) from app.loan)::text as balances,
    (select sum(debit - credit) from app.journal_line where account like '1303%')::text as principal_account,
    (select sum(principal_due - principal_paid) from app.loan_instalment)::text as open_instalments,
    (select sum(interest_paid) from app.loan)::text as interest,
    (select sum(credit - debit) from app.journal_line where account like '6011%')::text as income,
    (select sum(amount) from app.receipt where state = 'posted')::text as received`);
  expect(sums?.['principal_account']).toBe(sums?.['balances']);
  expect(sums?.['open_instalments']).toBe(sums?.['balances']);
  expect(sums?.['income']).toBe(sums?.['interest']);
  expect(sums?.['interest']).toBe(`${count * 1000}.00`);
});

it('contract and loan numbers have no gap and no twin', async () => {
  for (const table of ['contract', 'loan']) {
    const rows = await server.store.database.query<{ no: string }>(`select no from app.${table} order by no`);
    const numbers = rows.map((row) => Number(row.no.slice(-4)));
    expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  }
});
