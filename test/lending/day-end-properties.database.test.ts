import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accrueInterest,
  addMoney,
  buildSchedule,
  classify,
  compareMoney,
  daysPastDue,
  overdueCharges,
  subtractMoney,
  sumMoney,
  type OverduePayment,
  type Tier,
} from '../../plugins/lending/maths/index.ts';
import { type LoanTerms, type Product, scheduleTermsOf } from '../../plugins/lending/product/product.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { type DayEndDesk, openDayEndDesk } from './day-end-desk.ts';
import { randomLoan, randomOf } from './random-loans.ts';

/** Random loans of every method and day count, paid late, in part, ahead and not at all, through many day-ends: after each
 *  the figures in the database are those of the pure functions, to the cent. Each loan has a twin that the day-ends pass over
 *  whenever they may: what it catches up at once is what the first did day by day. */
const seed = Number(process.env['DAY_END_SEED'] ?? Date.now() % 1_000_000);
const count = process.env['LOOM_TEST_FULL'] === '1' ? 96 : 24;
const random = randomOf(seed);
const { next, within } = random;
const dayOf = (offset: number): string => new Date(Date.UTC(2026, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);

interface Row {
  readonly period: number;
  readonly start: string;
  readonly due: string;
  readonly opening: string;
  readonly principalDue: string;
  readonly interestDue: string;
  readonly principalPaid: string;
  readonly interestPaid: string;
  readonly penaltyDue: string;
  readonly outstanding: string;
  readonly state: string;
}

interface Figures {
  readonly state: string;
  readonly accrued: string;
  readonly memo: string;
  readonly paid: string;
  readonly dpd: number;
  readonly dpdPrincipal: number;
  readonly dpdInterest: number;
  readonly tier: string;
}

interface Tested {
  readonly id: string;
  readonly twin: string;
  readonly product: Product;
  readonly terms: LoanTerms;
  /** Year fraction of each row, by period. */
  readonly factors: ReadonlyMap<number, string>;
  readonly stubFrom: string | null;
  recognised: string;
  tier: Tier;
}

let server: TestServer;
let desk: DayEndDesk;
const loans: Tested[] = [];

beforeAll(async () => {
  server = await startLendingServer();
  desk = await openDayEndDesk(server.engine);
});
afterAll(() => server?.close());

describe(`random loans (DAY_END_SEED=${seed})`, () => {
  it('are opened in pairs', async () => {
    for (let index = 0; index < count; index += 1) loans.push(await openPair(index));
    expect(loans).toHaveLength(count);
  });

  it('stand after every day-end as the pure functions say, and twins catch up to the same', async () => {
    let day = 20;
    for (let visit = 0; visit < 60; visit += 1) {
      const date = dayOf(day);
      const gap = within(1, 11);
      const paysNext = visit % 4 === 3;
      const twins = loans.map((loan) => loan.twin);
      await desk.run(date, paysNext || visit === 59 ? {} : { except: twins });
      await compareAll(date);
      if (paysNext) {
        await compareTwins();
        for (const loan of loans) if (next() < 0.6) await payBoth(loan, dayOf(day + within(0, gap - 1)));
      }
      day += gap;
    }
  }, 600_000);
});

async function openPair(index: number): Promise<Tested> {
  const { product, terms } = randomLoan(index, random, dayOf);
  const given = scheduleTermsOf(product, terms);
  const schedule = buildSchedule(given, { trace: true });
  const { name: _name, hash: _hash, ...offered } = product;
  const id = await desk.open(offered, terms);
  const twin = await desk.open(offered, terms);
  return {
    id,
    twin,
    product,
    terms,
    factors: new Map(schedule.rows.map((row) => [row.n, row.trace?.factor ?? ''])),
    stubFrom: product.dueDates.stub === 'ADD_TO_FIRST' && (schedule.rows[0]?.startDate ?? '') > terms.disbursementDate ? terms.disbursementDate : null,
    recognised: '0.00',
    tier: 'NORMAL',
  };
}

/** Now and then a part, the oldest instalment, several, or everything. */
async function payBoth(loan: Tested, date: string): Promise<void> {
  const open = (await rowsOf(loan.id)).filter((row) => compareMoney(row.outstanding, '0') > 0);
  const first = open[0];
  if (first === undefined) return;
  const some = open.slice(0, within(1, 3));
  const whole = sumMoney(some.map((row) => row.outstanding));
  const part = ((Number(first.outstanding) * within(1, 99)) / 100).toFixed(2);
  const amount = next() < 0.4 && compareMoney(part, '0') > 0 ? part : next() < 0.05 ? sumMoney(open.map((row) => row.outstanding)) : whole;
  await desk.repay(loan.id, amount, date);
  await desk.repay(loan.twin, amount, date);
}

async function compareAll(date: string): Promise<void> {
  for (const loan of loans) {
    const figures = await figuresOf(loan.id);
    if (figures.state === 'settled') continue;
    const rows = await rowsOf(loan.id);
    const place = `${JSON.stringify(loan.terms)} ${loan.product.dayCount} on ${date}`;
    const earned = earnedThrough(loan, rows, date);
    loan.recognised = largest([loan.recognised, earned, figures.paid]);
    expect(addMoney(figures.accrued, figures.memo), `interest of ${place}`).toBe(loan.recognised);
    const unpaid = rows.map((row) => ({
      dueDate: row.due,
      principal: subtractMoney(row.principalDue, row.principalPaid),
      interest: subtractMoney(row.interestDue, row.interestPaid),
    }));
    const late = daysPastDue(unpaid, date);
    expect([figures.dpdPrincipal, figures.dpdInterest, figures.dpd], `days past due of ${place}`).toEqual([late.dpdPrincipal, late.dpdInterest, late.dpd]);
    loan.tier = classify({ facts: late, previousTier: loan.tier }).tier;
    expect(figures.tier, `class of ${place}`).toBe(camel(loan.tier));
    const grace = loan.product.penalty?.terms.graceDays ?? 0;
    const isBad = classify({ facts: late, previousTier: loan.tier }).npl;
    expect(figures.state, `state of ${place}`).toBe(isBad ? 'nonAccrual' : late.dpd > grace ? 'overdue' : 'normal');
    const payments = await paymentsOf(loan.id);
    for (const row of rows.filter((one) => one.due < date)) {
      expect(row.penaltyDue, `penalty of row ${row.period} of ${place}`).toBe(penaltyOf(loan, row, payments, date));
    }
  }
}

/** Rows that have ended count whole; the running one by the accrual of the mathematics. */
function earnedThrough(loan: Tested, rows: readonly Row[], date: string): string {
  return sumMoney(
    rows.map((row) => {
      if (row.due <= date) return row.interestDue;
      const carriesStub = loan.stubFrom !== null && row.period === 1;
      const from = carriesStub ? (loan.stubFrom ?? '') : row.start;
      if (from >= date) return '0.00';
      const rounding = scheduleTermsOf(loan.product, loan.terms).rounding;
      const isActual = loan.product.dayCount.startsWith('ACT');
      const accrual = carriesStub
        ? // The whole interest of the row in equal shares: a balance of the interest at a rate of one for one year.
          accrueInterest({
            from,
            to: row.due,
            dayCount: '30E_360',
            segments: [{ from, balance: row.interestDue, annualRate: '1' }],
            periodFactor: '1',
            through: [date],
            rounding,
          })
        : accrueInterest({
            from,
            to: row.due,
            dayCount: loan.product.dayCount,
            // A flat loan bears interest on what was paid out.
            segments: [{ from, balance: loan.terms.method === 'FLAT' ? loan.terms.amount : row.opening, annualRate: loan.terms.annualRate }],
            ...(isActual ? {} : { periodFactor: loan.factors.get(row.period) ?? '' }),
            through: [date],
            rounding,
          });
      return accrual.posts[0]?.cumulative ?? '0.00';
    }),
  );
}

function penaltyOf(loan: Tested, row: Row, payments: readonly OverduePayment[], date: string): string {
  const { penalty, dayCount, calendar } = loan.product;
  if (penalty === null) return '0.00';
  return overdueCharges({
    items: [{ n: row.period, dueDate: row.due, principal: row.principalDue, interest: row.interestDue }],
    payments: payments.filter((payment) => payment.item === row.period),
    asOf: date,
    yearBasis: dayCount === 'ACT_365F' || dayCount === '30_365' ? 365 : 360,
    contractRate: loan.terms.annualRate,
    rounding: scheduleTermsOf(loan.product, loan.terms).rounding,
    penalty: penalty.terms,
    ...(calendar === null ? {} : { calendar }),
  }).penalty;
}

async function compareTwins(): Promise<void> {
  for (const loan of loans) {
    expect(await figuresOf(loan.twin), JSON.stringify(loan.terms)).toEqual(await figuresOf(loan.id));
    expect(await rowsOf(loan.twin), JSON.stringify(loan.terms)).toEqual(await rowsOf(loan.id));
  }
}

async function figuresOf(id: string): Promise<Figures> {
  const [row] = await server.store.database.query<Figures>(
    `select state, a.interest::text as accrued, a.memo::text as memo, interest_paid::text as paid, dpd::int as dpd,
       dpd_principal::int as "dpdPrincipal", dpd_interest::int as "dpdInterest", tier from app.loan l join app.loan_accrual a on a.loan = l.id where l.id = $1`,
    [id],
  );
  return row as Figures;
}

function rowsOf(id: string): Promise<readonly Row[]> {
  return server.store.database.query<Row>(
    `select period_no::int as period, start_on::text as start, due_on::text as due, opening_balance::text as opening, principal_due::text as "principalDue",
       interest_due::text as "interestDue", principal_paid::text as "principalPaid", interest_paid::text as "interestPaid", penalty_due::text as "penaltyDue",
       outstanding::text as outstanding, state from app.loan_instalment where loan = $1 order by period_no`,
    [id],
  );
}

function paymentsOf(id: string): Promise<readonly OverduePayment[]> {
  return server.store.database.query<OverduePayment>(
    `select a.period_no::int as item, r.value_date::text as "valueDate",
       coalesce(sum(a.amount) filter (where a.component = 'principal'), 0)::text as principal,
       coalesce(sum(a.amount) filter (where a.component = 'interest'), 0)::text as interest
     from app.receipt r join app.receipt_allocation a on a.parent_id = r.id where r.loan = $1 group by a.period_no, r.value_date order by 2, 1`,
    [id],
  );
}

function largest(amounts: readonly string[]): string {
  return amounts.reduce((most, amount) => (compareMoney(amount, most) > 0 ? amount : most));
}

function camel(tier: string): string {
  return tier.toLowerCase().replace(/_(.)/g, (_whole, letter: string) => letter.toUpperCase());
}
