import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { type LedgerDesk, openLedgerDesk } from './ledger-desk.ts';

let server: TestServer;
let desk: LedgerDesk;
beforeAll(async () => {
  server = await startLendingServer();
  desk = openLedgerDesk(server);
});
afterAll(() => server?.close());

const journalOf = async (id: string) =>
  (
    await server.store.database.query<Record<string, unknown>>(
      `select event, reverses, cause, memo, product, amount::text, book_date::text as booked, value_date::text as value from app.journal where id = $1`,
      [id],
    )
  )[0];
const repayment = { event: 'C09', amounts: { principal: '90.00', interest: '9.00' }, valueDate: '2026-01-10', dimensions: { product: 'level-business' } };

it('a reversal is the mirror of a journal, booked today for the same value date and linked to it', async () => {
  const first = await desk.post('2026-01-10', { ...repayment, cause: 'event 1' });
  const mirror = await desk.reverse('2026-01-20', { journal: first, event: 'C14', cause: 'event 2' });
  expect(await desk.linesOf(first)).toEqual(['BANK_OWN 99.00 debit', 'LOAN_PRINCIPAL 90.00 credit', 'INT_RECEIVABLE 9.00 credit']);
  expect(await desk.linesOf(mirror)).toEqual(['BANK_OWN 99.00 credit', 'LOAN_PRINCIPAL 90.00 debit', 'INT_RECEIVABLE 9.00 debit']);
  expect(await journalOf(mirror)).toMatchObject({
    event: 'C14',
    reverses: first,
    cause: 'event 2',
    product: 'level-business',
    amount: '99.00',
    booked: '2026-01-20',
    value: '2026-01-10',
  });
  expect(await journalOf(first)).toMatchObject({ event: 'C09', reverses: null, cause: 'event 1', booked: '2026-01-10' });
});

it('a journal is reversed once and a reversal never', async () => {
  const first = await desk.post('2026-01-10', repayment);
  const mirror = await desk.reverse('2026-01-11', { journal: first });
  expect(await journalOf(mirror)).toMatchObject({ event: 'C09' });
  await expect(desk.reverse('2026-01-12', { journal: first })).rejects.toThrow('ledger.already-reversed');
  await expect(desk.reverse('2026-01-12', { journal: mirror })).rejects.toThrow('ledger.is-reversal');
  await expect(desk.reverse('2026-01-12', { journal: '00000000-0000-7000-8000-000000000000' })).rejects.toThrow('ledger.unknown-journal');
});

it('of two reversals at once one is posted, and the database refuses a second one whoever writes it', async () => {
  const first = await desk.post('2026-01-10', repayment);
  const both = await Promise.allSettled([desk.reverse('2026-01-11', { journal: first }), desk.reverse('2026-01-11', { journal: first })]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(String(both.map((one) => (one.status === 'rejected' ? one.reason : '')).join(''))).toContain('ledger.already-reversed');
  const again = `insert into app.journal select (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(), 'no', 'again'))).* from app.journal j where reverses = $1`;
  await expect(server.store.database.query(again, [first])).rejects.toThrow(/unique/);
});

it('a difference puts what is negative on the other side of its accounts', async () => {
  const less = await desk.postDifference('2026-01-20', { event: 'C05', amounts: { interest: '-3.20' }, valueDate: '2026-01-10' });
  expect(await desk.linesOf(less)).toEqual(['INT_RECEIVABLE 3.20 credit', 'INT_INCOME 3.20 debit']);
  // More principal, less interest, the same money: the bank does not move.
  const moved = await desk.postDifference('2026-01-20', { ...repayment, amounts: { principal: '4.00', interest: '-5.00', fee: '1.00' } });
  expect(await desk.linesOf(moved)).toEqual(['LOAN_PRINCIPAL 4.00 credit', 'INT_RECEIVABLE 5.00 debit', 'FEE_RECEIVABLE 1.00 credit']);
  expect(await journalOf(moved)).toMatchObject({ amount: '5.00' });
});

it('an event itself still takes no negative amount', async () => {
  await expect(desk.post('2026-01-20', { ...repayment, amounts: { principal: '-1.00' } })).rejects.toThrow('ledger.negative-amount');
  await expect(desk.postDifference('2026-01-20', { ...repayment, amounts: { principal: '-1.001' } })).rejects.toThrow('ledger.not-in-cents');
});
