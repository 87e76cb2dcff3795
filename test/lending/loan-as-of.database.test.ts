import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanAsOf } from '../../plugins/lending/operations/loan-as-of.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { Person, TestServer } from '../support/server.ts';
import { openDayEndDesk } from './day-end-desk.ts';

/** 100,000 at 12 % in twelve instalments of 8,884.88 from 2026-01-15 on; the first is paid on its day, the second eleven days
 *  late, and the third only in May. */
let server: TestServer;
let accountant: Person;
let loan = '';

beforeAll(async () => {
  server = await startLendingServer('2026-06-01T04:00:00Z');
  const desk = await openDayEndDesk(server.engine);
  loan = await desk.open({}, { amount: '100000.00', annualRate: '0.12', periods: 12, method: 'LEVEL', disbursementDate: '2026-01-15' });
  await desk.repay(loan, '8884.88', '2026-02-15');
  await desk.repay(loan, '8884.88', '2026-03-26');
  await desk.repay(loan, '9000.00', '2026-05-20');
  accountant = await server.signIn('zheng.lin');
});
afterAll(() => server?.close());

async function asOf(input: { readonly asOf?: string; readonly knownOn?: string } = {}): Promise<LoanAsOf> {
  const answer = await accountant.post('/api/operations/lending.loan-as-of', { record: loan, ...input });
  expect(answer.status, answer.text).toBe(200);
  return answer.body as LoanAsOf;
}

describe('a loan as of a day', () => {
  it('stands as its facts say, from the day of disbursement on', async () => {
    const first = await asOf({ asOf: '2026-01-15' });
    expect(first).toMatchObject({ balance: '100000.00', accruedInterest: '0.00', paid: '0.00', arrears: '0.00', daysPastDue: 0 });
    expect(first.life).toEqual({ from: '2026-01-15', to: '2026-06-01' });
    expect(first.events.map(({ kind, acts }) => [kind, acts])).toEqual([
      ['disbursement', true],
      ['repayment', false],
      ['repayment', false],
      ['repayment', false],
    ]);
    // 1,000.00 of interest and 7,884.88 of principal.
    expect(await asOf({ asOf: '2026-02-15' })).toMatchObject({ balance: '92115.12', accruedInterest: '1000.00', paid: '8884.88', arrears: '0.00' });
    const late = await asOf({ asOf: '2026-03-25' });
    expect(late).toMatchObject({ balance: '92115.12', daysPastDue: 10 });
    expect(late.rows.slice(0, 3).map((row) => row.standing)).toEqual(['paid', 'overdue', 'future']);
    expect(Number(late.arrears)).toBeGreaterThan(8884.88);
    expect((await asOf()).asOf).toBe('2026-06-01');
  });

  it('says what each payment did', async () => {
    const { events } = await asOf({ asOf: '2026-02-15' });
    expect(events[1]?.lines).toEqual([
      { n: 1, component: 'interest', amount: '1000.00' },
      { n: 1, component: 'principal', amount: '7884.88' },
    ]);
  });

  it('is read as the company knew it: what was booked later does not count', async () => {
    const known = await asOf({ asOf: '2026-06-01', knownOn: '2026-03-01' });
    expect(known).toMatchObject({ balance: '92115.12', paid: '8884.88' });
    expect(known.events.filter((event) => event.acts).map((event) => event.seq)).toEqual([1, 2]);
  });

  it('has no day before its disbursement, none after the business date, and none that is no date', async () => {
    const early = await accountant.post('/api/operations/lending.loan-as-of', { record: loan, asOf: '2026-01-14' });
    expect([early.status, early.body.code]).toEqual([422, 'lending.value-date-early']);
    const future = await accountant.post('/api/operations/lending.loan-as-of', { record: loan, knownOn: '2026-06-02' });
    expect([future.status, future.body.code]).toEqual([422, 'lending.value-date-future']);
    const wrong = await accountant.post('/api/operations/lending.loan-as-of', { record: loan, asOf: '2026-02-30' });
    expect(wrong.status).toBe(422);
  });
});
