import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLendingServer, tryAct } from '../scenario/lending-server.ts';
import type { Person, TestServer } from '../support/server.ts';
import { type LedgerDesk, openLedgerDesk } from './ledger-desk.ts';

let server: TestServer;
let desk: LedgerDesk;
let accountant: Person;
let manager: Person;
beforeAll(async () => {
  server = await startLendingServer('2026-03-03T01:00:00Z');
  desk = openLedgerDesk(server);
  accountant = await server.signIn('zheng.lin');
  manager = await server.signIn('zhou.min');
});
afterAll(() => server?.close());

let key = 0;
const open = (person: Person, month: string) => person.post('/api/actions/accounting-period-open', { month }, { 'idempotency-key': `open-${(key += 1)}` });
const periodOf = async (month: string) =>
  String((await server.store.database.query<{ id: string }>('select id from app.accounting_period where month = $1', [month]))[0]?.id);
const close = async (person: Person, month: string) => tryAct(person, 'accounting-period', await periodOf(month), 'accounting-period-close');
const reopen = async (person: Person, month: string) =>
  tryAct(person, 'accounting-period', await periodOf(month), 'accounting-period-reopen', { reason: '漏记' });
const entry = { event: 'C11', amounts: { surplus: '5.00' }, valueDate: '2026-01-10' };
const balance = async (from: string | undefined, to: string) =>
  (await accountant.post('/api/operations/ledger.trial-balance', from === undefined ? { to } : { from, to })).body;

it('without any period entries carry the business date, and an accountant opens the first one', async () => {
  await desk.post('2026-01-10', entry);
  await desk.post('2026-02-10', entry);
  expect((await open(manager, '2026-01')).status).toBe(403);
  expect((await open(accountant, '2026-13')).status).toBe(422);
  const made = await open(accountant, '2026-01');
  expect([made.status, made.body.record.startsOn, made.body.record.endsOn, made.body.record.state]).toEqual([200, '2026-01-01', '2026-01-31', 'open']);
  expect((await open(accountant, '2026-01')).body.code).toBe('record.duplicate');
});

it('a period that is over is closed after its trial balance, and the next one is open', async () => {
  const before = await balance(undefined, '2026-02-28');
  expect((await close(manager, '2026-01')).status).toBe(403);
  expect((await close(accountant, '2026-01')).status).toBe(200);
  expect(await periodOf('2026-02')).not.toBe('undefined');
  expect(await balance(undefined, '2026-02-28')).toEqual(before);
  const february = await balance('2026-02-01', '2026-02-28');
  const bank = (february.rows as { account: string }[]).find(({ account }) => account === '1002.01');
  expect(bank).toMatchObject({ openingDebit: '5.00', debit: '5.00', credit: '0.00', closingDebit: '10.00' });
});

it('nothing is booked in a closed period or before it: the operation names it and the database refuses it', async () => {
  await expect(desk.post('2026-01-31', entry)).rejects.toThrow('ledger.period-closed');
  await expect(desk.post('2025-12-01', entry)).rejects.toThrow('ledger.period-closed');
  await desk.post('2026-02-01', entry);
  const late = `insert into app.journal select (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(), 'no', 'late', 'book_date', '2026-01-31'))).* from app.journal j limit 1`;
  await expect(server.store.database.query(late, [])).rejects.toThrow('ledger.period-closed');
});

it('periods are closed in order, when they are over, and the running one stays open', async () => {
  await open(accountant, '2026-03');
  const early = await close(accountant, '2026-03');
  expect([early.status, early.body.code]).toEqual([409, 'ledger.period-running']);
  server.advance({ days: 31 });
  accountant = await server.signIn('zheng.lin');
  manager = await server.signIn('zhou.min');
  expect((await close(accountant, '2026-03')).body).toMatchObject({ code: 'ledger.period-order', detail: expect.stringContaining('2026-02') });
});

it('a book that does not balance cannot be closed', async () => {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query(`set session_replication_role = replica; update app.journal_line set debit = debit + 0.01 where book_date = '2026-02-01' and debit > 0`);
  const wrong = await close(accountant, '2026-02');
  expect([wrong.status, wrong.body.code]).toEqual([409, 'ledger.period-unbalanced']);
  await client.query(`update app.journal_line set debit = debit - 0.01 where book_date = '2026-02-01' and debit > 0`);
  await client.end();
  expect((await close(accountant, '2026-02')).status).toBe(200);
});

it('somebody else than the person who closed opens the last period again, with a reason', async () => {
  expect((await reopen(accountant, '2026-02')).status).toBe(403);
  expect((await reopen(manager, '2026-01')).body.code).toBe('ledger.period-order');
  const before = await balance('2026-02-01', '2026-03-31');
  expect((await reopen(manager, '2026-02')).status).toBe(200);
  expect(await balance('2026-02-01', '2026-03-31')).toEqual(before);
  await desk.post('2026-02-28', entry);
  expect((await close(accountant, '2026-02')).status).toBe(200);
});

it('an entry and the closing of its month wait for each other', async () => {
  let release: () => void = () => undefined;
  const posting = desk.within('2026-03-31', async (context) => {
    await context.capability<object, unknown>('ledger.post')(entry);
    await new Promise<void>((done) => (release = done));
  });
  await new Promise((done) => setTimeout(done, 100));
  const closing = close(accountant, '2026-03');
  await new Promise((done) => setTimeout(done, 100));
  release();
  await posting;
  expect((await closing).status).toBe(200);
  const kept = await server.store.database.query<{ debit: string }>(
    `select debit_total::text as debit from app.account_balance b join app.accounting_period p on p.id = b.period where p.month = '2026-03' and account = '1002.01'`,
    [],
  );
  const sum = await server.store.database.query<{ debit: string }>(
    `select sum(debit)::numeric(20,2)::text as debit from app.journal_line where account = '1002.01' and book_date <= '2026-03-31'`,
    [],
  );
  expect(kept).toEqual(sum);
});
