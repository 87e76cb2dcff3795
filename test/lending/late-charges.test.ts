import { describe, expect, it } from 'vitest';
import { lateCharges, type LateRow } from '../../plugins/lending/day-end/late-charges.ts';

/** 100,000.00 at 20 %, penalty in place of it at 30 %, 360 days a year: 30 days late on 10,000.00 of principal cost 250.00. */
const row = (periodNo: number, dueOn: string, changes: Partial<LateRow> = {}): LateRow => ({
  id: `row ${periodNo}`,
  loan: 'loan',
  periodNo,
  dueOn,
  principalDue: '10000.00',
  interestDue: '1000.00',
  feeDue: '0.00',
  penaltyDue: '0.00',
  principalPaid: '0.00',
  interestPaid: '0.00',
  penaltyPaid: '0.00',
  ...changes,
});
const loan = (costCap: string | null, earned = '0.00') => ({
  amount: '100000.00',
  annualRate: '0.2',
  dayCount: 'ACT_360' as const,
  disbursedOn: '2026-01-01',
  earned,
  terms: {
    penalty: { mode: 'REPLACE', base: 'PRINCIPAL', rate: { kind: 'CONTRACT_FACTOR', m: '0.5' }, graceDays: 0, graceRetroactive: false },
    costCap,
    schedule: { rounding: { mode: 'HALF_UP', money: '0.01' } },
  } as const,
});
const chargesOf = (costCap: string | null, earned: string, rows: readonly LateRow[], asOf: string) =>
  Object.fromEntries(lateCharges({ loan: loan(costCap, earned), rows, payments: [], asOf }));

describe('the charge of late rows', () => {
  it('is the penalty rate on the overdue principal for the days since the due date', () => {
    expect(chargesOf(null, '0.00', [row(1, '2026-02-01'), row(2, '2026-03-01')], '2026-03-03')).toEqual({ 'row 1': '250.00', 'row 2': '16.67' });
  });
  it('leaves the row of the day and rows without a change alone', () => {
    expect(chargesOf(null, '0.00', [row(1, '2026-03-03')], '2026-03-03')).toEqual({});
    expect(chargesOf(null, '0.00', [row(1, '2026-02-01', { penaltyDue: '250.00' })], '2026-03-03')).toEqual({});
  });
  it('is trimmed at the total-cost cap, the youngest row first', () => {
    // 24 % on 100,000.00 for 61 days: 4,066.66 in all, rounded down; 3,800.00 are interest, so 266.66 less 250.00 is left.
    expect(chargesOf('0.24', '3800.00', [row(1, '2026-02-01'), row(2, '2026-03-01')], '2026-03-03')).toEqual({ 'row 1': '250.00', 'row 2': '16.66' });
    expect(chargesOf('0.24', '4000.00', [row(1, '2026-02-01'), row(2, '2026-03-01')], '2026-03-03')).toEqual({ 'row 1': '66.66' });
  });
  it('never falls below what was paid of it', () => {
    expect(chargesOf('0.24', '4066.66', [row(1, '2026-02-01', { penaltyDue: '80.00', penaltyPaid: '80.00' })], '2026-03-03')).toEqual({});
  });
  it('does not touch rows that were cleared', () => {
    const cleared = row(1, '2026-02-01', { principalPaid: '10000.00', interestPaid: '1000.00', penaltyDue: '12.34' });
    expect(chargesOf(null, '0.00', [cleared, row(2, '2026-03-01')], '2026-03-03')).toEqual({ 'row 2': '16.67' });
  });
});
