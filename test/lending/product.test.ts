import { describe, expect, it } from 'vitest';
import { planRepayment } from '../../plugins/lending/account/plan-repayment.ts';
import type { InstalmentRecord } from '../../plugins/lending/account/records.ts';
import { buildSchedule } from '../../plugins/lending/maths/index.ts';
import { annualCostOf, feesOf } from '../../plugins/lending/product/annual-cost.ts';
import { checkProduct } from '../../plugins/lending/product/check-product.ts';
import { compileProduct } from '../../plugins/lending/product/compile-product.ts';
import { type ProductContent, scheduleTermsOf } from '../../plugins/lending/product/product.ts';
import { showRate } from '../../plugins/lending/product/show-rate.ts';

const level: ProductContent = {
  code: 'DEBX',
  customers: ['individual'],
  amount: { min: '1000.00', max: '3000000.00' },
  term: { min: 3, max: 36 },
  rate: { unit: 'YEAR', scale: 'PERCENT', min: '6', max: '18', usual: '12' },
  methods: { LEVEL: {} },
  dayCount: '30_360_US',
  capAprPercent: '24',
};
const codesOf = (content: ProductContent): string[] => {
  const found: string[] = [];
  checkProduct(content, (pointer, code) => found.push(`${pointer} ${code}`));
  return found;
};
const product = compileProduct(level, { name: 'level', hash: 'a1' });
const terms = scheduleTermsOf(product, { amount: '100000.00', annualRate: '0.12', periods: 12, method: 'LEVEL', disbursementDate: '2026-01-15' });

describe('a product', () => {
  it('that can be lent has no finding', () => expect(codesOf(level)).toEqual([]));
  it('gives the golden schedule V1', () => {
    const schedule = buildSchedule(terms);
    expect(schedule.instalment).toBe('8884.88');
    expect(schedule.rows.at(-1)?.payment).toBe('8884.85');
    expect(schedule.totals.interest).toBe('6618.53');
  });
  it('converts the quoted rate and shows it again in its unit', () => {
    const monthly = compileProduct({ ...level, rate: { unit: 'MONTH', scale: 'PERMILLE', min: '5', max: '20', usual: '10' } }, { name: 'm', hash: 'a' });
    expect(monthly.annualRate).toEqual({ min: '0.06', max: '0.24', usual: '0.12' });
    expect(showRate(monthly, '0.12')).toBe('10 ‰/月');
    expect(showRate(product, '0.12')).toBe('12 %/年');
  });
  it('counts its fee in the yearly cost: V5c', () => {
    const withFee = compileProduct({ ...level, fees: { handling: { title: '手续费', basis: 'PCT_AMOUNT', value: '0.02' } } }, { name: 'f', hash: 'a' });
    const fees = feesOf(withFee, '100000.00');
    expect(fees.map((fee) => fee.amount)).toEqual(['2000.00']);
    expect(annualCostOf({ product: withFee, terms, schedule: buildSchedule(terms), fees }).aprPercent).toBe('15.8545');
  });
});

describe('a product that could not be lent is refused', () => {
  it.each<[string, Partial<ProductContent>, string]>([
    ['reversed amounts', { amount: { min: '5000.00', max: '1000.00' } }, '/amount/min lending.bounds-reversed'],
    ['a usual rate outside its bounds', { rate: { ...level.rate, usual: '30' } }, '/rate/usual lending.usual-rate-outside'],
    [
      'a daily rate on another basis than the day count',
      { dayCount: 'ACT_360', rate: { unit: 'DAY', scale: 'PERMYRIAD', min: '2', max: '6', basis: 365 } },
      '/rate/basis lending.basis-differs',
    ],
    ['a stub without a due day', { dueDates: { stub: 'ADD_TO_FIRST' } }, '/dueDates/stub lending.stub-without-day'],
    ['instalments finer than money', { rounding: { unit: '1', instalmentUnit: '0.1' } }, '/rounding/instalmentUnit lending.rounding-finer'],
    ['an allocation that never reaches the principal', { allocation: { order: ['fee', 'interest'] } }, '/allocation/order lending.component-missing'],
    [
      'a flat rate whose true cost breaks the cap: V5',
      { methods: { FLAT: {} }, prepayment: { modes: [] }, rate: { ...level.rate, max: '14' } },
      '/capAprPercent lending.above-cap',
    ],
  ])('%s', (_, change, finding) => expect(codesOf({ ...level, ...change })).toEqual([finding]));
});

describe('a repayment', () => {
  const rows = buildSchedule(terms).rows.map(
    (row): InstalmentRecord => ({
      id: `i${row.n}`,
      version: 1,
      state: 'open',
      loan: 'l',
      periodNo: row.n,
      dueOn: row.dueDate,
      principalDue: row.principal,
      interestDue: row.interest,
      feeDue: '0.00',
      penaltyDue: '0.00',
      totalDue: row.payment,
      principalPaid: '0.00',
      interestPaid: '0.00',
      feePaid: '0.00',
      penaltyPaid: '0.00',
      totalPaid: '0.00',
      outstanding: row.payment,
    }),
  );
  const rule = { axis: 'HORIZONTAL', dueOrder: product.allocation.order, advance: 'NEXT_INSTALMENT' } as const;
  it('pays interest before principal and closes the row', () => {
    const plan = planRepayment({ instalments: rows, amount: '8884.88', valueDate: '2026-02-15', rule });
    expect(plan.lines.map((line) => [line.periodNo, line.component, line.amount])).toEqual([
      [1, 'interest', '1000.00'],
      [1, 'principal', '7884.88'],
    ]);
    expect(plan.changes.get('i1')).toMatchObject({ state: 'paid', outstanding: '0.00', paidOn: '2026-02-15' });
    expect(plan.next).toEqual({ dueOn: '2026-03-15', amount: '8884.88' });
  });
  it('in part leaves the row open with the rest', () => {
    const plan = planRepayment({ instalments: rows, amount: '1500.00', valueDate: '2026-02-15', rule });
    expect(plan.changes.get('i1')).toMatchObject({ state: 'partPaid', interestPaid: '1000.00', principalPaid: '500.00', outstanding: '7384.88' });
  });
  it('of everything settles the loan and leaves the surplus over', () => {
    const plan = planRepayment({ instalments: rows, amount: '106628.53', valueDate: '2027-01-15', rule });
    expect([plan.settles, plan.surplus, plan.totals.principal, plan.totals.interest]).toEqual([true, '10.00', '100000.00', '6618.53']);
  });
});
