import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/person.ts';
import type { TestServer } from '../support/server.ts';
import { ended, type PreparedLoans, prepareLoans, runDayEnd, standingOf } from './day-end-desk.ts';
import { startLendingServer } from './lending-server.ts';

let prepared: PreparedLoans;
let [first, second, third]: [string, string, string] = ['', '', ''];
const open: TestServer[] = [];

beforeAll(async () => {
  prepared = await prepareLoans(3);
  [first = '', second = '', third = ''] = prepared.loans;
}, 300_000);
afterAll(async () => {
  for (const server of open) await server.close();
  await prepared?.drop();
});

interface Office {
  readonly server: TestServer;
  readonly accountant: Person;
  readonly cashier: Person;
}

/** A server on its own copy, at eight in the evening of a date unless the clock says otherwise. */
async function openOffice(date: string, clock = `${date}T12:00:00Z`): Promise<Office> {
  const server = await startLendingServer(clock, { database: await prepared.copy() });
  open.push(server);
  return { server, accountant: server.bearer(prepared.tokens.accountant), cashier: server.bearer(prepared.tokens.cashier) };
}

const nextDay = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

/** Runs one date after the other, each on its own evening. */
async function runDaily(office: Office, from: string, to: string): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (let date = from; date <= to; date = nextDay(date)) {
    const run = await runDayEnd(office.accountant, date);
    expect(run).toMatchObject({ date, state: 'done', failure: null });
    hashes.push(run.hash);
    office.server.advance({ days: 1 });
  }
  return hashes;
}

const loanOf = async ({ server }: Office, id: string): Promise<Record<string, unknown>> => {
  const [row] = await server.store.database.query<Record<string, unknown>>(
    `select l.state, l.dpd::int as dpd, l.bucket, l.tier, a.interest::text as accrued, a.through, i.state as row, i.penalty_due::text as penalty
     from app.loan l join app.loan_accrual a on a.loan = l.id join app.loan_instalment i on i.loan = l.id and i.period_no = 1 where l.id = $1`,
    [id],
  );
  return row ?? {};
};

describe('the day-end of the small-loan company', () => {
  let daily: Office;
  let hashes: readonly string[] = [];

  it('is found in the accountant’s menu, and by nobody who has no part in it', async () => {
    daily = await openOffice('2026-02-12');
    expect((await daily.accountant.get('/api/screens/menu')).text).toContain('"/batch"');
    expect((await daily.cashier.get('/api/screens/menu')).text).not.toContain('"/batch"');
    expect((await daily.accountant.get('/api/batch/jobs')).body.rows).toMatchObject([
      { name: 'day-end', title: '日终处理', at: '00:30', cutOff: '00:00', catchUp: true, latest: '2026-02-12', quarantined: 0 },
    ]);
    expect((await daily.cashier.post('/api/batch/jobs/day-end/runs', {})).status).toBe(403);
  });

  it('accrues to the due date exactly what is due, over the nights that no day-end has seen', async () => {
    hashes = await runDaily(daily, '2026-02-12', '2026-02-15');
    expect(await loanOf(daily, first)).toMatchObject({ state: 'normal', dpd: 0, accrued: '1000.00', through: '2026-02-15', row: 'due' });
    const [days] = (await daily.accountant.get('/api/records/business-day?sort=-day')).body.rows;
    expect(days).toMatchObject({ day: '2026-02-15', loans: 3, balance: '300000.00', receivable: '3000.00', overdueLoans: 0, behind: 0 });
  });

  it('makes unpaid instalments overdue on the morning after, and charges penalty from then on', async () => {
    hashes = [...hashes, ...(await runDaily(daily, '2026-02-16', '2026-02-16'))];
    expect(await loanOf(daily, second)).toMatchObject({ state: 'overdue', dpd: 1, bucket: 'M1', tier: 'specialMention', row: 'overdue' });
    hashes = [...hashes, ...(await runDaily(daily, '2026-02-17', '2026-02-25'))];
    // 7,884.88 × 0.156 × 10 / 360
    expect(await loanOf(daily, second)).toMatchObject({ dpd: 10, penalty: '34.17' });
  });

  it('gives the same figures and hashes when all those days were missed and are made up for at once', async () => {
    const late = await openOffice('2026-02-12');
    await runDaily(late, '2026-02-12', '2026-02-12');
    late.server.advance({ days: 12 });
    expect(await runDayEnd(late.accountant, '2026-02-25')).toMatchObject({ state: 'done' });
    const runs = (await late.accountant.get('/api/batch/runs?job=day-end')).body.rows as { date: string; hash: string }[];
    expect(runs.map(({ hash }) => hash).reverse()).toEqual(hashes);
    expect(await standingOf(late.server)).toEqual(await standingOf(daily.server));
  });

  it('does nothing the second time, and answers the same hash', async () => {
    const before = await standingOf(daily.server);
    expect((await runDayEnd(daily.accountant, '2026-02-25')).hash).toBe(hashes.at(-1));
    expect(await standingOf(daily.server)).toEqual(before);
    expect((await daily.accountant.post('/api/batch/jobs/day-end/runs', { date: '2026-02-11' })).body).toMatchObject({ code: 'batch.date-passed' });
  });

  it('takes money of an overdue loan, which is in order again the next day', async () => {
    const { server, cashier, accountant } = daily;
    expect(await payIn({ cashier, accountant }, second, '9000.00', '2026-02-26')).toBe('2026-02-26');
    expect(await runDayEnd(accountant, '2026-02-26')).toMatchObject({ state: 'done' });
    expect(await loanOf(daily, second)).toMatchObject({ state: 'normal', dpd: 0, bucket: 'M0', row: 'paid' });
    server.advance({ days: 1 });
  });
});

describe('a loan that is broken', () => {
  let office: Office;
  let whole: Office;
  const broken = (mode: string) => office.server.store.database.query('update app.loan_accrual set rounding_mode = $2 where loan = $1', [third, mode]);
  const waiting = async () => (await office.accountant.get('/api/batch/quarantine')).body.rows;

  it('is set aside with its reason while the others go on and the day is closed with one loan behind', async () => {
    office = await openOffice('2026-02-15');
    await runDaily(office, '2026-02-15', '2026-02-15');
    await broken('BY_HAND');
    expect(await runDayEnd(office.accountant, '2026-02-16')).toMatchObject({ state: 'done', quarantined: 1 });
    expect(await waiting()).toMatchObject([
      { record: { id: third }, date: '2026-02-16', stepTitle: '计提利息', code: 'lending.accrual-basis', message: '还款计划缺少计息依据。', attempts: 1 },
    ]);
    expect(await loanOf(office, third)).toMatchObject({ through: '2026-02-15', state: 'normal' });
    expect(await loanOf(office, first)).toMatchObject({ through: '2026-02-16', state: 'overdue' });
    const [day] = (await office.accountant.get('/api/records/business-day?sort=-day')).body.rows;
    expect(day).toMatchObject({ day: '2026-02-16', behind: 1 });
    office.server.advance({ days: 1 });
    await runDaily(office, '2026-02-17', '2026-02-18');
    expect(await waiting()).toHaveLength(1);
  });

  it('stays there with its present reason when it is retried as it was', async () => {
    const [{ id }] = await waiting();
    expect((await office.accountant.post(`/api/batch/quarantine/${id}/retry`, {})).body).toMatchObject({
      resolvedAt: null,
      attempts: 2,
      code: 'lending.accrual-basis',
    });
    expect(await loanOf(office, third)).toMatchObject({ through: '2026-02-15' });
  });

  it('mended, it makes up every step of every day, and all figures are as if it had never lagged', async () => {
    await broken('HALF_UP');
    const [{ id }] = await waiting();
    expect((await office.accountant.post(`/api/batch/quarantine/${id}/retry`, {})).body).toMatchObject({ resolvedBy: { label: '郑琳' } });
    expect(await waiting()).toEqual([]);
    whole = await openOffice('2026-02-15');
    await runDaily(whole, '2026-02-15', '2026-02-19');
    // Its seals differ for ever: the day that was closed with one loan behind stays told.
    await runDaily(office, '2026-02-19', '2026-02-19');
    const [mended, undisturbed] = [await standingOf(office.server), await standingOf(whole.server)];
    for (const part of ['loans', 'accruals', 'rows', 'facts', 'books']) expect(mended[part], part).toEqual(undisturbed[part]);
  });
});

describe('the clock and the cut-off', () => {
  let office: Office;
  const tick = async () => {
    await office.server.engine.services.batch.tick();
    await office.server.engine.services.batch.settled();
  };
  const runs = async () =>
    ((await office.accountant.get('/api/batch/runs')).body.rows as { date: string; state: string; startedBy: unknown }[]).map(({ date, state, startedBy }) => [
      date,
      state,
      startedBy,
    ]);

  it('at midnight entries carry the new date; half an hour later the old one is closed by the clock, once', async () => {
    // 23:59 in Shanghai.
    office = await openOffice('', '2026-02-12T15:59:00Z');
    await tick();
    expect(await payIn(office, first, '100.00', '2026-02-12')).toBe('2026-02-12');
    office.server.advance({ minutes: 2 });
    expect(await payIn(office, first, '100.00', '2026-02-12')).toBe('2026-02-13');
    await tick();
    expect(await runs()).toEqual([]);
    office.server.advance({ minutes: 29 });
    await Promise.all([tick(), tick()]);
    expect(await runs()).toEqual([['2026-02-12', 'done', null]]);
  });

  it('money that comes in while a day-end runs is taken at once, carries the next date, and the next day-end balances', async () => {
    office.server.advance({ minutes: 19 * 60 });
    const started = await office.accountant.post('/api/batch/jobs/day-end/runs', { date: '2026-02-13' });
    while ((await office.accountant.get(`/api/batch/runs/${started.body.id}`)).body.state === 'waiting');
    const dates: string[] = [];
    const [before] = await office.server.store.database.query<{ sum: string }>('select sum(balance)::text as sum from app.loan');
    for (const loan of [first, second, third, first, second, third]) dates.push(await payIn(office, loan, '50.00', '2026-02-13'));
    expect(dates).toEqual(dates.map(() => '2026-02-14'));
    expect(await ended(office.accountant, started.body.id)).toMatchObject({ state: 'done', quarantined: 0, failure: null });
    const [after] = await office.server.store.database.query<{ sum: string; posted: string }>(
      "select sum(balance)::text as sum, (select count(*) from app.receipt where state = 'posted') as posted from app.loan",
    );
    expect(after?.posted).toBe('8');
    expect(Number(before?.sum) - Number(after?.sum)).toBeLessThanOrEqual(300);
    office.server.advance({ days: 1 });
    expect(await runDayEnd(office.accountant, '2026-02-14')).toMatchObject({ state: 'done', quarantined: 0 });
  });
});

let payments = 0;

/** Money registered by the cashier and posted by the accountant; answers the date that its journals carry. */
async function payIn({ cashier, accountant }: Pick<Office, 'cashier' | 'accountant'>, loan: string, amount: string, valueDate: string): Promise<string> {
  const key = { 'idempotency-key': `in-${(payments += 1)}` };
  const registered = await cashier.post(`/api/records/loan/${loan}/actions/loan-receive`, { amount, valueDate, channel: 'transfer' }, key);
  if (registered.status !== 200) throw new Error(registered.text);
  const receipt = registered.body.result.receipt.id;
  const posted = await accountant.post(`/api/records/receipt/${receipt}/actions/receipt-post`, {}, key);
  if (posted.status !== 200) throw new Error(posted.text);
  const journals = (
    await accountant.get(
      `/api/records/journal?filter=${encodeURIComponent(JSON.stringify({ fact: 'loan', operator: 'equal', value: loan }))}&sort=-createdAt&limit=1`,
    )
  ).body.rows;
  return journals[0].bookDate;
}
