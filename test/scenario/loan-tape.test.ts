import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person, TestServer } from '../support/server.ts';
import { startLendingServer } from './lending-server.ts';

/** A portfolio of 40 rows, six of them wrong on purpose, taken over by the accountant. */
let server: TestServer;
let accountant: Person;
const tape = process.env['LOAN_TAPE'] ?? join(import.meta.dirname, '../support/loan-tape-sample.csv');
const isSample = process.env['LOAN_TAPE'] === undefined;
const patience = isSample ? 60_000 : 600_000;

beforeAll(async () => {
  server = await startLendingServer('2026-11-24T02:00:00Z');
  accountant = await server.signIn('zheng.lin');
});
afterAll(() => server?.close());

interface Job {
  readonly state: string;
  readonly message: string | null;
  readonly problems: readonly { readonly line: number; readonly column: string | null; readonly code: string; readonly detail: string }[];
}

async function runImport(fields: Record<string, string> = {}): Promise<Job> {
  const started = await accountant.upload('/api/imports/loan-tape', { name: 'tape.csv', type: 'text/csv', content: await readFile(tape) }, fields);
  expect(started.status).toBe(202);
  for (;;) {
    const { body } = await accountant.get(`/api/jobs/${started.body.id}`);
    if (body.state === 'done' || body.state === 'failed') return body;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const loans = async (): Promise<number> => Number((await server.store.database.query<{ n: string }>('select count(*) as n from app.loan'))[0]?.n);

it('a person without the right may not import', async () => {
  const officer = await server.signIn('chen.jie');
  expect((await officer.upload('/api/imports/loan-tape', { name: 'tape.csv', type: 'text/csv', content: await readFile(tape) })).status).toBe(403);
});

it('a dry run names every wrong row and leaves nothing', async () => {
  if (!isSample) return;
  const job = await runImport({ dryRun: 'true' });
  expect(job.problems.map(({ line, code }) => [line, code])).toEqual([
    [8, 'lending.instalment-differs'],
    [13, 'value.above'],
    [19, 'value.minimum'],
    [24, 'lending.tape-value'],
    [30, 'value.not-decimal'],
    [36, 'value.required'],
  ]);
  expect(await loans()).toBe(0);
});

it(
  'the right rows become customers, contracts and loans with their schedules',
  async () => {
    const began = performance.now();
    const job = await runImport();
    if (!isSample) console.log(`${await loans()} loans in ${Math.round((performance.now() - began) / 100) / 10} s`);
    expect(job.state).toBe('done');
    expect(job.problems).toHaveLength(isSample ? 6 : 0);
    expect(await loans()).toBe(isSample ? 34 : 2000);
    const [sums] = await server.store.database.query<{ wrong: string; rows: string }>(`
    select count(*) filter (where s.principal <> l.amount or s.instalment <> l.instalment) as wrong, sum(s.rows) as rows
    from app.loan l join lateral (
      select sum(i.principal_due) as principal, max(i.total_due) filter (where i.period_no = 1) as instalment, count(*) as rows from app.loan_instalment i where i.loan = l.id
    ) s on true`);
    expect(sums?.wrong).toBe('0');
  },
  patience,
);

it('the ledger holds each pay-out once and balances', async () => {
  const { body } = await accountant.post('/api/operations/ledger.trial-balance', {});
  const [total] = await server.store.database.query<{ sum: string }>('select sum(amount)::text as sum from app.loan');
  expect(body.rows).toEqual([
    expect.objectContaining({ account: '1002.01', closingCredit: total?.sum }),
    expect.objectContaining({ account: '1303', closingDebit: total?.sum }),
  ]);
});

it(
  'the same file again changes nothing',
  async () => {
    const before = await loans();
    expect((await runImport()).state).toBe('done');
    expect(await loans()).toBe(before);
  },
  patience,
);

it("a level instalment of the sample is the tape's own figure, rounded up", async () => {
  if (!isSample) return;
  const { body } = await accountant.get(`/api/lists/loan/rows?search=9003`);
  expect(body.rows).toHaveLength(1);
  const loan = (await accountant.get(`/api/records/loan/${body.rows[0].id}`)).body;
  expect(loan).toMatchObject({ externalNo: '9003', instalment: '8884.88', balance: '100000.00', disbursedOn: '2026-04-01', quotedRate: '12 %/年' });
});
