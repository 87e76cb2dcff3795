import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person, TestServer } from '../support/server.ts';
import { act, startLendingServer, tryAct } from './lending-server.ts';
import { type Desk, openDesk, payOrder, prepareOrder } from './loan-journey.ts';

/** What is wrong about a loan is mended by new facts: money of an earlier day, and receipts that are taken back. */
let server: TestServer;
let desk: Desk;
let second: Person;
let loan = '';

beforeAll(async () => {
  server = await startLendingServer();
  desk = await openDesk(server);
  second = server.bearer(await (await server.signIn('lu.ping')).token('corrections'));
  const { order } = await prepareOrder(desk, 'fix', 1, { amount: '100000.00', term: 12, method: 'LEVEL', product: 'level-business' });
  loan = await payOrder(desk, order, 'fix-1');
  server.advance({ days: 120 });
});
afterAll(() => server?.close());

const read = async (): Promise<Record<string, unknown>> => (await desk.accountant.get(`/api/records/loan/${loan}`)).body;
/** The loan but for who wrote it last, and what every account closes with. */
async function standing(): Promise<unknown> {
  const { version: _version, updatedAt: _at, updatedBy: _by, ...figures } = await read();
  const { body } = await desk.accountant.post('/api/operations/ledger.trial-balance', {});
  return { figures, books: body.rows.map((row: Record<string, string>) => [row['account'], row['closingDebit'], row['closingCredit']]) };
}

async function receive(amount: string, valueDate: string): Promise<string> {
  const { result } = await act(desk.cashier, 'loan', loan, 'loan-receive', { amount, valueDate, channel: 'transfer' });
  return String(result['receipt']?.['id']);
}

describe('money of an earlier day', () => {
  let receipt = '';
  it('is divided as it would have been on that day, and the dialog shows what it changes', async () => {
    await act(desk.accountant, 'receipt', await receive('8884.88', '2026-03-15'), 'receipt-post');
    receipt = await receive('8884.88', '2026-02-15');
    const { status, body } = await desk.accountant.post(`/api/records/receipt/${receipt}/actions/receipt-post/preview`, {});
    expect(status).toBe(200);
    expect(body.lines).toEqual([
      { periodNo: 1, dueOn: '2026-02-15', component: 'interest', amount: '1000.00' },
      { periodNo: 1, dueOn: '2026-02-15', component: 'principal', amount: '7884.88' },
    ]);
    expect(body.change).toMatchObject({ closed: [1, 2], reopened: [], balanceAfter: '84151.39' });
  });
  it('leaves the loan as if it had been booked in order, without the penalty of the days between', async () => {
    await act(desk.accountant, 'receipt', receipt, 'receipt-post');
    expect(await read()).toMatchObject({ balance: '84151.39', interestPaid: '1921.15', lastValueDate: '2026-03-15', nextDueOn: '2026-04-15' });
    const { body } = await desk.accountant.post('/api/operations/lending.loan-schedule', { record: loan });
    expect(body.rows.slice(0, 3).map((row: { total: string; outstanding: string }) => [row.total, row.outstanding])).toEqual([
      ['8884.88', '0.00'],
      ['8884.88', '0.00'],
      ['8884.88', '8884.88'],
    ]);
  });
  it('moves the money of the later receipt to the instalment that it now pays', async () => {
    const { body } = await desk.accountant.get(
      `/api/lists/receipt/rows?filter=${encodeURIComponent('{"fact":"valueDate","operator":"onDate","value":"2026-03-15"}')}`,
    );
    const later = (await desk.accountant.get(`/api/records/receipt/${body.rows[0].id}`)).body;
    expect(later.allocations.map((line: { periodNo: number; component: string }) => [line.periodNo, line.component])).toEqual([
      [2, 'interest'],
      [2, 'principal'],
    ]);
  });
  it('is refused before the loan was paid out', async () => {
    const early = await tryAct(desk.accountant, 'receipt', await receive('1.00', '2026-01-14'), 'receipt-post');
    expect([early.status, early.body.code]).toEqual([422, 'lending.value-date-early']);
  });
});

describe('a receipt that is taken back', () => {
  let receipt = '';
  let before: unknown;
  it('needs another person than the one who posted it, and a reason', async () => {
    before = await standing();
    receipt = await receive('8884.88', '2026-04-15');
    await act(desk.accountant, 'receipt', receipt, 'receipt-post');
    expect((await tryAct(desk.accountant, 'receipt', receipt, 'receipt-reverse', { reason: '重复入账' })).status).toBe(403);
    expect((await tryAct(desk.cashier, 'receipt', receipt, 'receipt-reverse', { reason: '重复入账' })).status).toBe(403);
    expect((await tryAct(second, 'receipt', receipt, 'receipt-reverse', {})).status).toBe(422);
  });
  it('shows beforehand what opens again', async () => {
    const { body } = await second.post(`/api/records/receipt/${receipt}/actions/receipt-reverse/preview`, { reason: '重复入账' });
    expect(body).toMatchObject({ reopened: [3], closed: [], settles: false, schedule: null });
    expect(body.components.find((one: { component: string }) => one.component === 'principal')).toMatchObject({
      paidBefore: '23891.98',
      paidAfter: '15848.61',
    });
  });
  it('leaves loan and ledger as they were before it', async () => {
    await act(second, 'receipt', receipt, 'receipt-reverse', { reason: '重复入账' });
    expect(await standing()).toEqual(before);
  });
  it('stays on record, with the event that took it back, and is not taken back twice', async () => {
    expect((await second.get(`/api/records/receipt/${receipt}`)).body).toMatchObject({ state: 'reversed', reversalReason: '重复入账' });
    expect((await tryAct(second, 'receipt', receipt, 'receipt-reverse', { reason: '再次' })).status).toBe(409);
    const { body } = await second.get('/api/lists/loan-event/rows');
    expect(body.rows.map((row: { kind: unknown }) => row.kind)).toHaveLength(5);
  });
});

describe('a prepayment', () => {
  const money = (mode: string, amount: string) => ({ mode, amount, valueDate: '2026-05-15', channel: 'transfer' });
  it('shows the new schedule before it is registered, and pays what is due first', async () => {
    const path = `/api/records/loan/${loan}/actions/loan-prepay/preview`;
    const { status, body } = await desk.cashier.post(path, money('REDUCE_TERM', '40000.00'));
    expect(status).toBe(200);
    expect(body.schedule).toMatchObject({ version: 2, instalmentBefore: '8884.88', instalmentAfter: '8884.88' });
    expect(body.schedule.maturesOnAfter < body.schedule.maturesOnBefore).toBe(true);
    const small = await desk.cashier.post(path, money('REDUCE_TERM', '18000.00'));
    expect([small.status, small.body.code]).toEqual([422, 'lending.prepayment-small']);
  });
  it('makes a new version of the schedule and leaves the old one readable', async () => {
    const { result } = await act(desk.cashier, 'loan', loan, 'loan-prepay', money('REDUCE_INSTALMENT', '40000.00'));
    const posted = await act(desk.accountant, 'receipt', String(result['receipt']?.['id']), 'receipt-post');
    const outside = (posted.record['allocations'] as { periodNo: number; component: string; amount: string }[]).filter((line) => line.periodNo === 0);
    expect(outside.map((line) => line.component)).toEqual(['principal']);
    const after = await read();
    expect(after).toMatchObject({ scheduleVersion: 2, byEvents: true, state: 'normal' });
    expect(Number(after['instalment'])).toBeLessThan(8884.88);
    const { body } = await desk.accountant.post('/api/operations/lending.loan-schedule', { record: loan });
    const open = body.rows.filter((row: { outstanding: string }) => row.outstanding !== '0.00');
    expect(open.reduce((sum: number, row: { principal: string }) => sum + Number(row.principal), 0).toFixed(2)).toBe(after['balance']);
    const why = (await desk.accountant.post('/api/operations/lending.explain-amount', { record: loan, period: 6 })).body;
    expect([why.amount, why.trace.rounded, why.trace.balance]).toEqual([body.rows[5].interest, body.rows[5].interest, body.rows[4].balance]);
    const rows = await desk.accountant.get(`/api/lists/loan-instalment/rows?limit=50`);
    expect(rows.body.rows.every((row: { state: string }) => row.state !== 'superseded')).toBe(true);
    const before = await desk.accountant.post('/api/operations/lending.loan-as-of', { record: loan, asOf: '2026-05-14' });
    expect([before.body.rows[11].principal, before.body.versions]).toEqual(['8796.88', [expect.objectContaining({ version: 1 })]]);
  });
  it('pays the loan off to the cent that the quote says, and not with a cent less', async () => {
    const quote = (await desk.cashier.post('/api/operations/lending.quote-payoff', { record: loan, valueDate: '2026-05-15' })).body;
    const { balance } = await read();
    expect(quote).toMatchObject({ principal: balance, penalty: '0.00', fee: '0.00' });
    const less = (Number(quote.total) - 0.01).toFixed(2);
    const refused = await desk.cashier.post(`/api/records/loan/${loan}/actions/loan-prepay/preview`, money('FULL', less));
    expect([refused.status, refused.body.code]).toEqual([422, 'lending.payoff-short']);
    const { result } = await act(desk.cashier, 'loan', loan, 'loan-prepay', money('FULL', quote.total));
    const receipt = String(result['receipt']?.['id']);
    await act(desk.accountant, 'receipt', receipt, 'receipt-post');
    expect(await read()).toMatchObject({ state: 'settled', balance: '0.00', settledOn: '2026-05-15', nextDueOn: null });
    await act(second, 'receipt', receipt, 'receipt-reverse', { reason: '退票' });
    expect(await read()).toMatchObject({ state: 'normal', balance, settledOn: null });
  });
});
