import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../engine/kernel/refusal.ts';
import { compareMoney, type DayCountId, type MethodId, sumMoney } from '../../plugins/lending/maths/index.ts';
import { compileProduct } from '../../plugins/lending/product/compile-product.ts';
import type { LoanTerms } from '../../plugins/lending/product/product.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { type DayEndDesk, openDayEndDesk } from './day-end-desk.ts';
import { randomOf } from './random-loans.ts';
import { storedAndFolded } from './stored-loan.ts';

/** Random lives of loans through the real database: what is stored after each day-end and each repayment is what the stored
 *  events fold into. */
const seed = Number(process.env['LOAN_EVENTS_SEED'] ?? Date.now() % 1_000_000);
const count = process.env['LOOM_TEST_FULL'] === '1' ? 60 : 12;
const { next, pick, within } = randomOf(seed);
const dayOf = (offset: number): string => new Date(Date.UTC(2026, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);

let server: TestServer;
let desk: DayEndDesk;

beforeAll(async () => {
  server = await startLendingServer();
  desk = await openDayEndDesk(server.engine);
});
afterAll(() => server?.close());

describe(`loans and their events (LOAN_EVENTS_SEED=${seed})`, () => {
  it('the stored loan and schedule are the fold of the stored events after random repayments and day-ends', async () => {
    const loans: string[] = [];
    for (let index = 0; index < count; index += 1) loans.push(await openRandom(index));
    let day = 21;
    for (let visit = 0; visit < 24; visit += 1) {
      if (visit > 2) await desk.run(dayOf(day));
      for (const loan of loans) await expectFolded(loan, `after the day-end of ${dayOf(day)}`);
      for (const loan of loans) {
        if (next() < 0.4) continue;
        const on = dayOf(day + within(0, 4));
        await pay(loan, on);
        await expectFolded(loan, `after a repayment on ${on}`);
      }
      day += within(5, 24);
    }
  }, 600_000);

  it('money of an earlier day and receipts taken back leave loan, schedule and ledger as the facts say, and a reversal of the last restores them', async () => {
    const loans: string[] = [];
    for (let index = 0; index < count; index += 1) loans.push(await openRandom(index));
    const receipts = new Map<string, { readonly id: string; readonly value: number }[]>(loans.map((loan) => [loan, []]));
    let day = 21;
    for (let visit = 0; visit < 14; visit += 1) {
      if (visit > 1) await desk.run(dayOf(day));
      for (const loan of loans) {
        const own = receipts.get(loan) ?? [];
        const choice = next();
        const today = dayOf(day);
        if (choice < 0.5) {
          const value = choice < 0.25 ? within(20, day) : day;
          const before = await figuresOf(loan);
          const id = await pay(loan, dayOf(value), today);
          if (id === null) continue;
          await expectFolded(loan, `after money of ${dayOf(value)} on ${today}`);
          if (next() < 0.4) {
            await desk.reverse(id, today);
            expect(await figuresOf(loan), `${loan} restored on ${today}`).toEqual(before);
          } else own.push({ id, value });
        } else if (choice < 0.65 && own.length > 0) {
          const index = within(0, own.length - 1);
          const [taken] = own.splice(index, 1);
          if (taken !== undefined) await desk.reverse(taken.id, today);
          await expectFolded(loan, `after a reversal on ${today}`);
        }
      }
      await desk.run(dayOf(day), { steps: ['lending.check-ledger'] });
      day += within(5, 24);
    }
  }, 600_000);

  it('prepayments of every kind go on through day-ends, late rows and reversals, and the books stay whole', async () => {
    const loans: string[] = [];
    for (let index = 0; index < count; index += 1) loans.push(await openRandom(index));
    let day = 24;
    let taken = 0;
    for (let visit = 0; visit < 14; visit += 1) {
      const outcomes = await desk.run(dayOf(day));
      for (const [step, { failures = [] }] of outcomes) expect(failures, step).toEqual([]);
      for (const loan of loans) {
        await expectFolded(loan, `after the day-end of ${dayOf(day)}`);
        const today = dayOf(day + within(0, 2));
        if (next() < 0.25) {
          const before = await figuresOf(loan);
          const id = await prepay(loan, today);
          if (id === null) continue;
          taken += 1;
          await expectFolded(loan, `after a prepayment on ${today}`);
          if (next() < 0.5) {
            await desk.reverse(id, today);
            expect(await figuresOf(loan), `${loan} restored on ${today}`).toEqual(before);
          }
        } else if (next() < 0.4) {
          await pay(loan, next() < 0.3 ? dayOf(within(20, day)) : today, today);
          await expectFolded(loan, `after money on ${today}`);
        }
      }
      await desk.run(dayOf(day), { steps: ['lending.check-ledger'] });
      day += within(5, 20);
    }
    expect(taken).toBeGreaterThan(5);
  }, 600_000);

  it('what happened is never changed, not even in the database', async () => {
    const { database } = server.store;
    await expect(database.query('update app.loan_event set seq = seq + 1')).rejects.toThrow('lending.event-immutable');
    await expect(database.query('delete from app.loan_event')).rejects.toThrow('lending.event-immutable');
  });
});

async function expectFolded(loan: string, place: string): Promise<void> {
  const { stored, folded } = await desk.within('2030-01-01', (context) => storedAndFolded(context, loan));
  expect(stored, `${loan} ${place}`).toEqual(folded);
}

/** Everything that the loan, its rows, its accrual and the ledger say of it, but versions and times. */
async function figuresOf(loan: string): Promise<unknown> {
  return desk.within('2030-01-01', async (context) => {
    const { stored } = await storedAndFolded(context, loan);
    const [accrual] = await context.sql('select interest::text, memo::text, total::text, through::text from {loan-accrual} where loan = $1::uuid', [loan]);
    const books = await context.sql(
      'select account, sum(debit - credit)::text as balance from {journal-line} group by account having sum(debit - credit) <> 0 order by account',
    );
    return { stored, accrual, books };
  });
}

/** A prepayment of a part or of everything; null when the loan cannot take it. */
async function prepay(loan: string, date: string): Promise<string | null> {
  const mode = pick(['FULL', 'REDUCE_INSTALMENT', 'REDUCE_TERM', 'KEEP_PLAN'] as const);
  const [row] = await desk.within(date, (context) =>
    context.sql<{ balance: string; state: string }>('select balance::text as balance, state from {loan} where id = $1::uuid', [loan]),
  );
  if (row === undefined || row.state === 'settled') return null;
  const amount = (Number(row.balance) * (mode === 'FULL' ? 1.6 : within(5, 120) / 100) + 0.01).toFixed(2);
  try {
    return await desk.repay(loan, amount, date, date, mode);
  } catch (error) {
    if (
      error instanceof Refusal &&
      ['lending.terms-impossible', 'lending.payoff-short', 'lending.prepayment-small', 'lending.prepayment-mode'].includes(error.code)
    )
      return null;
    throw error;
  }
}

async function pay(loan: string, date: string, bookedOn = date): Promise<string | null> {
  const rows = await desk.within(date, (context) =>
    context.sql<{ outstanding: string }>(
      `select i.outstanding::text as outstanding from {loan-instalment} i join {loan} l on l.id = i.loan and l.schedule_version = i.schedule_version
       where l.id = $1::uuid and i.outstanding > 0 and i.retired_at is null order by i.period_no`,
      [loan],
    ),
  );
  const first = rows[0]?.outstanding;
  if (first === undefined) return null;
  const part = ((Number(first) * within(1, 99)) / 100).toFixed(2);
  const several = sumMoney(rows.slice(0, within(1, 3)).map((row) => row.outstanding));
  const amount = next() < 0.4 && compareMoney(part, '0') > 0 ? part : next() < 0.05 ? sumMoney(['100.00', ...rows.map((row) => row.outstanding)]) : several;
  return desk.repay(loan, amount, date, bookedOn);
}

function openRandom(index: number): Promise<string> {
  const method = (['LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY'] as const)[index % 3] as MethodId;
  const dueDay = next() < 0.4 ? within(1, 28) : undefined;
  const {
    name: _name,
    hash: _hash,
    ...product
  } = compileProduct(
    {
      code: 'RAND',
      customers: ['individual'],
      amount: { min: '1000.00', max: '5000000.00' },
      term: { min: 1, max: 36 },
      rate: { unit: 'YEAR', scale: 'PERCENT', min: '4', max: '20' },
      methods: { [method]: {} },
      dayCount: pick<DayCountId>(['ACT_360', 'ACT_365F', '30_360_US', 'MONTHLY_FIXED']),
      ...(next() < 0.3
        ? {}
        : {
            penalty: {
              rate: { kind: 'CONTRACT_FACTOR', value: pick(['0.3', '0.5']) },
              base: pick(['PRINCIPAL', 'PRINCIPAL_INTEREST']),
              graceDays: pick([0, 0, 3, 10]),
              graceRetroactive: next() < 0.5,
            },
          }),
      ...(dueDay === undefined ? {} : { dueDates: { day: dueDay, stub: pick(['SEPARATE_STUB', 'ADD_TO_FIRST'] as const) } }),
    },
    { name: 'random', hash: `${index}` },
  );
  const terms: LoanTerms = {
    amount: (within(100_000, 90_000_000) / 100).toFixed(2),
    annualRate: (within(400, 2000) / 10_000).toString(),
    periods: within(1, 12),
    method,
    disbursementDate: dayOf(within(0, 19)),
  };
  return desk.open(product, terms);
}
