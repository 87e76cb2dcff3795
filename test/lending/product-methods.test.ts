import { describe, expect, it } from 'vitest';
import { buildSchedule } from '../../plugins/lending/maths/index.ts';
import { annualCostOf, feesOf } from '../../plugins/lending/product/annual-cost.ts';
import { chargesOf } from '../../plugins/lending/product/charges.ts';
import { checkProduct } from '../../plugins/lending/product/check-product.ts';
import { compileProduct } from '../../plugins/lending/product/compile-product.ts';
import { type LoanTerms, type ProductContent, scheduleTermsOf } from '../../plugins/lending/product/product.ts';

const base: ProductContent = {
  code: 'DEBX',
  customers: ['individual'],
  amount: { min: '1000.00', max: '3000000.00' },
  term: { min: 6, max: 36 },
  rate: { unit: 'YEAR', scale: 'PERCENT', min: '6', max: '12' },
  methods: { LEVEL: {} },
  dayCount: '30_360_US',
};
const loan = { amount: '100000.00', annualRate: '0.12', periods: 12, method: 'LEVEL', disbursementDate: '2026-01-15' } as const;

/** The plan and yearly cost of 100 000.00 at 12 % over 12 months, unless said, under a product that may be published. */
function planOf(change: Partial<ProductContent>, other: Partial<LoanTerms>) {
  const content = { ...base, ...change };
  const findings: string[] = [];
  checkProduct(content, (pointer, code) => findings.push(`${pointer} ${code}`));
  expect(findings).toEqual([]);
  const product = compileProduct(content, { name: 'p', hash: 'a1' });
  const terms = scheduleTermsOf(product, { ...loan, ...other });
  const schedule = buildSchedule(terms);
  const cost = annualCostOf({ product, terms, schedule, fees: feesOf(product, loan.amount) });
  const charges = chargesOf(product, { amount: loan.amount, disbursedOn: terms.disbursementDate, schedule });
  return { schedule, cost, charges, fees: feesOf(product, loan.amount), last: schedule.rows.at(-1)?.payment };
}

describe('a product repays by', () => {
  it('one payment, whose yearly cost is that of its one period: V4', () => {
    const { schedule, cost } = planOf({ methods: { BULLET: {} } }, { method: 'BULLET', periods: 6, disbursementDate: '2026-01-31' });
    expect(schedule.rows.map((row) => [row.dueDate, row.interest])).toEqual([['2026-07-31', '6000.00']]);
    expect([cost.aprPercent, cost.effectivePercent]).toEqual(['12.0000', '12.3600']);
  });
  it('equal parts and interest on the original principal: V5', () => {
    const { cost, last } = planOf({ methods: { FLAT: {} }, prepayment: { modes: [] } }, { method: 'FLAT' });
    expect([last, cost.aprPercent, cost.effectivePercent]).toEqual(['9333.37', '21.4572', '23.6984']);
  });
  it('level amounts and a balloon of a fifth: V12', () => {
    const { schedule, last } = planOf({ methods: { BALLOON: { balloonShare: '0.2' } } }, { method: 'BALLOON' });
    expect([schedule.instalment, last, schedule.totals.interest]).toEqual(['7307.90', '27307.93', '7694.83']);
  });
  it('level amounts over 60 instalments, due in 12: V12b', () => {
    const { schedule, last } = planOf({ methods: { BALLOON: { amortiseOver: 60 } } }, { method: 'BALLOON' });
    expect([schedule.instalment, last, schedule.totals.interest]).toEqual(['2224.44', '86695.48', '11164.32']);
  });
  it('three instalments of grace and nine level ones: V13', () => {
    const { schedule, last } = planOf({ grace: { principalPeriods: 3 } }, {});
    expect(schedule.rows.slice(0, 4).map((row) => row.payment)).toEqual(['1000.00', '1000.00', '1000.00', '11674.04']);
    expect([last, schedule.totals.interest]).toEqual(['11674.00', '8066.32']);
  });
  it('one method after another; the last stage takes the instalments that are left', () => {
    const stages = [{ periods: 3, method: 'INTEREST_ONLY' }, { method: 'LEVEL' }] as const;
    const { schedule, last } = planOf({ methods: { COMBO: { stages } } }, { method: 'COMBO' });
    expect(schedule.rows.slice(2, 4).map((row) => row.payment)).toEqual(['1000.00', '11674.04']);
    expect([schedule.rows.length, last]).toEqual([12, '11674.00']);
  });
  it('instalments that grow in steps', () => {
    const { schedule } = planOf({ methods: { STEP: { everyPeriods: 6, growth: '0.1' } } }, { method: 'STEP' });
    const [first, , , , , , seventh] = schedule.rows.map((row) => Number(row.payment));
    expect((seventh ?? 0) / (first ?? 1)).toBeCloseTo(1.1, 5);
    expect(schedule.totals.principal).toBe('100000.00');
  });
  it('a payment that the borrower names; the term follows', () => {
    const { schedule, last } = planOf({ methods: { FIXED_PAYMENT: { minShare: '0.05' } } }, { method: 'FIXED_PAYMENT', payment: '10000.00' });
    expect([schedule.rows.length, schedule.rows[0]?.payment]).toEqual([11, '10000.00']);
    expect(Number(last)).toBeLessThan(10000);
  });
  it('rows that are agreed one by one, with the cost of real dates', () => {
    const rows = [{ date: '2026-07-15', principal: '40000.00' }, { date: '2027-01-15' }];
    const { schedule, cost } = planOf({ methods: { CUSTOM: {} } }, { method: 'CUSTOM', rows });
    expect(schedule.rows.map((row) => [row.principal, row.interest])).toEqual([
      ['40000.00', '6000.00'],
      ['60000.00', '3600.00'],
    ]);
    expect(cost.xirrPercent).toBe(cost.effectivePercent);
    expect(Number(cost.aprPercent)).toBeLessThan(Number(cost.effectivePercent));
  });
  it('quarters', () => {
    const { schedule, cost } = planOf({ dueDates: { every: { unit: 'QUARTER' } } }, { periods: 6 });
    expect(schedule.rows.slice(0, 2).map((row) => [row.dueDate, row.interest])).toEqual([
      ['2026-04-15', '3000.00'],
      ['2026-07-15', '2536.21'],
    ]);
    expect(cost.aprPercent).toBe('12.0000');
  });
  it('business days of its own calendar', () => {
    const change = { calendar: { weekend: ['SAT', 'SUN'] }, dueDates: { businessDay: { adjustment: 'FOLLOWING' } } } as const;
    const { schedule } = planOf(change, {});
    expect(schedule.rows.slice(0, 2).map((row) => row.dueDate)).toEqual(['2026-02-16', '2026-03-16']);
  });
});

describe('the fees of a product', () => {
  const fees: ProductContent['fees'] = {
    handling: { title: '手续费', basis: 'TIERED', tiers: [{ upTo: '50000.00', value: '0.02' }, { value: '0.01' }] },
    appraisal: { title: '评估费', basis: 'FIXED', value: '300.00', timing: 'BEFORE', payee: 'appraiser' },
    guarantee: { title: '担保费', basis: 'PCT_BALANCE', value: '0.001', timing: 'PER_PERIOD', payee: 'guarantor' },
    insurance: { title: '保险费', basis: 'PER_INSTALMENT', value: '5.00', timing: 'PER_PERIOD', payee: 'insurer' },
    broker: { title: '服务费', basis: 'PCT_INTEREST', value: '0.1', timing: 'PER_PERIOD', payee: 'intermediary' },
    release: { title: '注销登记费', basis: 'FIXED', value: '80.00', timing: 'AT_CLOSURE', payee: 'registry', inApr: false },
    reminder: { title: '催收函', basis: 'FIXED', value: '20.00', timing: 'ON_EVENT', event: '书面催收' },
  };
  const { charges, cost, fees: billed, schedule } = planOf({ fees, methods: { INTEREST_ONLY: {} } }, { method: 'INTEREST_ONLY' });

  it('are itemised by payee and time, the contingent apart', () => {
    expect(charges.map((one) => [one.key, one.payee, one.amount, one.parts.length, one.inApr, one.contingent])).toEqual([
      ['handling', 'lender', '1000.00', 1, true, false],
      ['appraisal', 'appraiser', '300.00', 1, true, false],
      ['guarantee', 'guarantor', '1200.00', 12, true, false],
      ['insurance', 'insurer', '60.00', 12, true, false],
      ['broker', 'intermediary', '1200.00', 12, true, false],
      ['release', 'registry', '80.00', 1, false, false],
      ['reminder', 'lender', '20.00', 0, false, true],
    ]);
  });
  it('are billed by the lender where they are its own', () => expect(billed.map((one) => one.key)).toEqual(['handling']));
  it('count in the yearly cost whoever receives them', () => {
    expect(schedule.totals.interest).toBe('12000.00');
    expect(cost.totalCost).toBe('15760.00');
  });
});
