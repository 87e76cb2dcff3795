import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMoney, provisionFor, type ProvisionItem } from '../../plugins/lending/maths/index.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { type DayEndDesk, openDayEndDesk } from './day-end-desk.ts';

/** 100,000.00 at 12 % over 12 months, level, 30/360, paid out on 2026-01-15: instalments of 8,884.88, the first with
 *  1,000.00 of interest for the 31 nights to 2026-02-15 and 7,884.88 of principal (vector V1 of the calculation spec). */
const terms = { amount: '100000.00', annualRate: '0.12', periods: 12, method: 'LEVEL', disbursementDate: '2026-01-15' } as const;

let server: TestServer;
let desk: DayEndDesk;
beforeAll(async () => {
  server = await startLendingServer();
  desk = await openDayEndDesk(server.engine);
});
afterAll(() => server?.close());

const query = <Row extends object>(sql: string, parameters: readonly unknown[] = []) => server.store.database.query<Row>(sql, parameters);
const loanOf = async (id: string): Promise<Record<string, unknown>> =>
  (
    await query<Record<string, unknown>>(
      `select l.state, balance::text, a.interest::text as accrued, a.memo::text as memo, a.through::text as through, dpd::int, dpd_principal::int as "dpdPrincipal",
         bucket, tier, overdue_principal::text as "overduePrincipal", past_maturity as matured from app.loan l join app.loan_accrual a on a.loan = l.id where l.id = $1`,
      [id],
    )
  )[0] ?? {};
const rowOf = async (id: string, period: number): Promise<Record<string, unknown>> =>
  (
    await query<Record<string, unknown>>(
      'select state, penalty_due::text as penalty, outstanding::text from app.loan_instalment where loan = $1 and period_no = $2',
      [id, period],
    )
  )[0] ?? {};
const balanceOf = async (role: string): Promise<string> =>
  (await query<{ sum: string }>('select coalesce(sum(debit - credit), 0)::numeric(20,2)::text as sum from app.journal_line where role = $1', [role]))[0]?.sum ??
  '';
/** Everything that a second run could have changed. */
const standing = async (): Promise<unknown> =>
  query(`select (select md5(string_agg(l::text, '' order by id)) from app.loan l) as loans, (select md5(string_agg(i::text, '' order by id)) from app.loan_instalment i) as rows,
    (select md5(string_agg(a::text, '' order by id)) from app.loan_accrual a) as accruals, (select count(*) from app.journal) as journals, (select count(*) from app.loan_day_fact) as facts, (select md5(string_agg(b::text, '' order by id)) from app.business_day b) as days`);

describe('one loan from day to day', () => {
  let loan = '';

  it('earns nothing on the day it is paid out and a thirty-first of 1,000.00 for the first night', async () => {
    loan = await desk.open({}, terms);
    await desk.run('2026-01-15');
    expect((await loanOf(loan))['accrued']).toBe('0.00');
    await desk.run('2026-01-16');
    expect(await loanOf(loan)).toMatchObject({ accrued: '32.26', through: '2026-01-16', state: 'normal', dpd: 0, tier: 'normal' });
  });

  it('is posted as one journal per product, unit and date, without the loan', async () => {
    const journals = await query("select event, amount::text, product, loan, value_date::text as date from app.journal where event = 'C05'");
    expect(journals).toEqual([{ event: 'C05', amount: '32.26', product: 'level-business', loan: null, date: '2026-01-16' }]);
    expect(await balanceOf('INT_RECEIVABLE')).toBe('32.26');
  });

  it('stands where it stood when a day is run twice, or an earlier one again', async () => {
    const before = await standing();
    await desk.run('2026-01-16');
    await desk.run('2026-01-15');
    expect(await standing()).toEqual(before);
  });

  it('has earned exactly what is due on the due date, days left out or not', async () => {
    await desk.run('2026-02-15');
    expect((await loanOf(loan))['accrued']).toBe('1000.00');
    expect(await rowOf(loan, 1)).toMatchObject({ state: 'due' });
  });

  it('a repayment recognises only what no day-end has accrued', async () => {
    await desk.repay(loan, '8884.88', '2026-02-15');
    expect(await balanceOf('INT_RECEIVABLE')).toBe('0.00');
    expect(await balanceOf('INT_INCOME')).toBe('-1000.00');
    // The second instalment ahead of its time: 921.15 of interest, none of it accrued.
    await desk.repay(loan, '8884.88', '2026-02-15');
    expect(await loanOf(loan)).toMatchObject({ accrued: '1921.15', balance: '84151.39' });
    expect(await balanceOf('INT_RECEIVABLE')).toBe('0.00');
    await desk.run('2026-03-15');
    expect((await loanOf(loan))['accrued']).toBe('1921.15');
  });

  it('is overdue on the day after an unpaid due date, and its due principal stands in the overdue account', async () => {
    await desk.run('2026-04-15');
    expect(await rowOf(loan, 3)).toMatchObject({ state: 'due' });
    await desk.run('2026-04-16');
    expect(await rowOf(loan, 3)).toMatchObject({ state: 'overdue' });
    expect(await loanOf(loan)).toMatchObject({ state: 'overdue', dpd: 1, dpdPrincipal: 1, bucket: 'M1', tier: 'specialMention', overduePrincipal: '8043.37' });
    expect(await balanceOf('LOAN_PRINCIPAL_OVERDUE')).toBe('8043.37');
  });

  it('owes penalty on the overdue principal at 1.3 times the rate', async () => {
    await desk.run('2026-04-25');
    // 8,043.37 × 0.156 × 10 / 360
    expect(await rowOf(loan, 3)).toMatchObject({ penalty: '34.85' });
    expect(await balanceOf('OB_PENALTY')).toBe('34.85');
  });

  it('pays the penalty to the day of payment and comes back to normal', async () => {
    await desk.repay(loan, '8923.22', '2026-04-26');
    // One night more: 8,043.37 × 0.156 × 11 / 360
    expect(await rowOf(loan, 3)).toMatchObject({ penalty: '38.34', state: 'paid', outstanding: '0.00' });
    expect(await balanceOf('PEN_INCOME')).toBe('-38.34');
    expect(await balanceOf('OB_PENALTY')).toBe('0.00');
    expect(await balanceOf('LOAN_PRINCIPAL_OVERDUE')).toBe('0.00');
    await desk.run('2026-04-26');
    expect(await loanOf(loan)).toMatchObject({ state: 'normal', dpd: 0, bucket: 'M0', tier: 'normal' });
  });

  it('over 90 days its uncollected interest leaves income, and later interest stays off the books', async () => {
    await desk.run('2026-08-13');
    expect(await loanOf(loan)).toMatchObject({ state: 'overdue', dpd: 90, tier: 'specialMention', bucket: 'M3' });
    const income = await balanceOf('INT_INCOME');
    await desk.run('2026-08-14');
    const after = await loanOf(loan);
    expect(after).toMatchObject({ state: 'nonAccrual', dpd: 91, tier: 'substandard', bucket: 'M4' });
    expect(await balanceOf('INT_RECEIVABLE')).toBe('0.00');
    expect(await balanceOf('OB_INTEREST')).toBe(after['memo']);
    expect(Number(await balanceOf('INT_INCOME'))).toBeGreaterThan(Number(income));
    const collected = await balanceOf('INT_INCOME');
    await desk.run('2026-08-20');
    expect(await balanceOf('INT_INCOME')).toBe(collected);
    expect(Number((await loanOf(loan))['memo'])).toBeGreaterThan(Number(after['memo']));
  });

  it('a payment of it takes interest out of the memo ledger', async () => {
    const before = await balanceOf('OB_INTEREST');
    await desk.repay(loan, '1000.00', '2026-08-20');
    expect(Number(await balanceOf('OB_INTEREST'))).toBeLessThan(Number(before));
    expect(await balanceOf('INT_RECEIVABLE')).toBe('0.00');
    await desk.run('2026-08-21');
  });

  it('stays non-performing when the arrears are paid, until people move it up', async () => {
    const [open] = await query<{ sum: string }>("select sum(outstanding)::text as sum from app.loan_instalment where loan = $1 and due_on <= '2026-08-21'", [
      loan,
    ]);
    await desk.repay(loan, open?.sum ?? '', '2026-08-21');
    await desk.run('2026-08-22');
    expect(await loanOf(loan)).toMatchObject({ state: 'nonAccrual', dpd: 0, tier: 'substandard' });
    await desk.within('2026-08-23', (context) => context.asSystem('test').update('loan', loan, { tier: 'specialMention' }));
    await desk.run('2026-08-23');
    expect(await loanOf(loan)).toMatchObject({ state: 'normal', tier: 'normal', memo: '0.00' });
    expect(await balanceOf('OB_INTEREST')).toBe('0.00');
  });

  it('is marked when it is unpaid after its maturity', async () => {
    await desk.run('2027-01-15');
    expect((await loanOf(loan))['matured']).toBe(false);
    await desk.run('2027-01-16');
    expect(await loanOf(loan)).toMatchObject({ matured: true });
    expect(Number((await loanOf(loan))['accrued']) + Number((await loanOf(loan))['memo'])).toBeCloseTo(6618.53, 2);
  });

  it('keeps a fact of each change of its standing, and every closed day its figures', async () => {
    const facts = await query<{ day: string; standing: string }>('select day::text, standing from app.loan_day_fact where loan = $1 order by day', [loan]);
    expect(facts.slice(0, 3)).toEqual([
      { day: '2026-01-15', standing: 'normal' },
      { day: '2026-03-15', standing: 'normal' },
      { day: '2026-04-16', standing: 'overdue' },
    ]);
    const [day] = await query('select loans::int, balance::text, overdue_loans::int as overdue, behind::int from app.business_day where day = $1', [
      '2026-04-16',
    ]);
    expect(day).toEqual({ loans: 1, balance: '84151.39', overdue: 1, behind: 0 });
  });
});

describe('at the end of a month', () => {
  const needed = async (): Promise<string> => {
    const items = await query<{ id: string; principal: string; tier: string }>(
      "select id::text, balance::text as principal, upper(regexp_replace(tier, '([A-Z])', '_\\1')) as tier from app.loan where state <> 'settled'",
    );
    return provisionFor({ scheme: 'CK_2012_20', items: items as readonly ProvisionItem[] }).required;
  };

  it('the allowance is what the classes ask for, loan by loan, and only then', async () => {
    await desk.open({}, { ...terms, amount: '33333.33', disbursementDate: '2027-01-20' });
    await desk.open({}, { ...terms, amount: '77777.77', disbursementDate: '2027-01-20' });
    await desk.run('2027-01-30');
    expect(await balanceOf('LOAN_LOSS_ALLOWANCE')).toBe('0.00');
    await desk.run('2027-01-31');
    expect(await balanceOf('LOAN_LOSS_ALLOWANCE')).toBe(`-${await needed()}`);
    expect(await balanceOf('IMPAIRMENT_LOSS')).toBe(await needed());
    const [day] = await query("select allowance::text from app.business_day where day = '2027-01-31'");
    expect(day).toEqual({ allowance: await needed() });
  });

  it('is not booked twice, and is released when less is asked for', async () => {
    const before = await standing();
    await desk.run('2027-01-31');
    expect(await standing()).toEqual(before);
    const [late] = await query<{ id: string; owed: string }>(
      "select l.id::text, sum(i.outstanding)::text as owed from app.loan l join app.loan_instalment i on i.loan = l.id where l.tier <> 'normal' group by l.id",
    );
    const booked = await balanceOf('LOAN_LOSS_ALLOWANCE');
    await desk.repay(late?.id ?? '', late?.owed ?? '', '2027-01-31');
    await desk.run('2027-02-28');
    expect(await balanceOf('LOAN_LOSS_ALLOWANCE')).toBe(`-${await needed()}`);
    expect(compareMoney(await needed(), booked.slice(1))).toBe(-1);
  });

  it('a closed day carries the seal of the day before', async () => {
    const [day] = await query<{ same: boolean }>(
      `select encode(sha256(convert_to((select digest from app.business_day where day < '2027-02-28' order by day desc limit 1) || chr(10) || (
         select string_agg(concat_ws(' ', no, l.state, balance, a.interest, a.memo, dpd, tier), chr(10) order by no)
         from app.loan l join app.loan_accrual a on a.loan = l.id where l.state <> 'settled'), 'UTF8')), 'hex') = digest as same
       from app.business_day where day = '2027-02-28'`,
    );
    expect(day).toEqual({ same: true });
  });
});

describe('when something is wrong', () => {
  it('a loan whose schedule lost what it earns by fails alone, and the rest goes on', async () => {
    const good = await desk.open({}, { ...terms, disbursementDate: '2027-03-01' });
    const bad = await desk.open({}, { ...terms, disbursementDate: '2027-03-01' });
    await query('update app.loan_instalment set accrual_numerator = null where loan = $1', [bad]);
    const outcomes = await desk.run('2027-03-02', { steps: ['lending.accrue-interest'] });
    expect(outcomes.get('lending.accrue-interest')?.failures).toEqual([expect.objectContaining({ record: bad, code: 'lending.accrual-basis' })]);
    expect((await loanOf(good))['through']).toBe('2027-03-02');
    expect((await loanOf(bad))['through']).toBe('2027-03-01');
    // The others of the day, while it is in quarantine; the day tells how many are behind.
    await desk.run('2027-03-02', { except: [bad] });
    const [day] = await query('select behind::int from app.business_day where day = $1', ['2027-03-02']);
    expect(day).toEqual({ behind: 1 });
    await query(
      'update app.loan_instalment i set accrual_numerator = o.accrual_numerator from app.loan_instalment o where i.loan = $1 and o.loan = $2 and o.period_no = i.period_no',
      [bad, good],
    );
    await desk.run('2027-03-02', { only: bad, steps: ['lending.accrue-interest', 'lending.age-arrears'] });
    expect((await loanOf(bad))['accrued']).toBe((await loanOf(good))['accrued']);
  });

  it('a figure that left the ledger stops the day', async () => {
    const id = await desk.open({}, { ...terms, disbursementDate: '2027-03-01' });
    await query('update app.loan set balance = balance - 0.01 where id = $1', [id]);
    await expect(desk.run('2027-03-03')).rejects.toMatchObject({
      code: 'lending.ledger-differs',
      params: expect.objectContaining({ check: 'principal of all loans' }),
    });
    await query('update app.loan set balance = balance + 0.01 where id = $1', [id]);
    await desk.run('2027-03-03');
  });
});
