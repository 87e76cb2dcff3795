import { expect, test } from 'vitest';
import { buildSchedule, type Schedule, type ScheduleTerms } from '../../../plugins/lending/maths/index.ts';
import { auditMany } from './audit-many.ts';
import { auditPlan } from './audit-plan.ts';

const seed = Number(process.env['DRIFT_SEED'] ?? Date.now() % 1_000_000);

test(`20,000 random plans over every method have not a cent of drift (DRIFT_SEED=${seed})`, () => {
  const { plans, refused, findings } = auditMany({ seed, from: 0, count: 20_000 });
  expect(findings).toEqual([]);
  // Only payments that do not cover their interest, or would never end, are refused.
  expect(Object.keys(refused).filter((code) => !['PAYMENT_BELOW_INTEREST', 'TOO_MANY_ROWS'].includes(code))).toEqual([]);
  expect(plans).toBeGreaterThan(18_000);
});

test.each<readonly [string, (schedule: Schedule) => Schedule]>([
  ['a cent of interest', (schedule) => withRow(schedule, 3, { interest: '0.01', payment: '0.01' })],
  ['a cent of principal', (schedule) => withRow(withRow(schedule, 3, { principal: '0.01', payment: '0.01', balance: '-0.01' }), 4, { balance: '-0.01' })],
  ['a cent of the level amount', (schedule) => ({ ...schedule, instalment: added(schedule.instalment ?? '0', '0.01') })],
  ['a cent of the total', (schedule) => ({ ...schedule, totals: { ...schedule.totals, total: added(schedule.totals.total, '0.01') } })],
])('the audit finds %s', (_what, change) => {
  const terms: ScheduleTerms = {
    principal: '100000.00',
    annualRate: '0.1200',
    method: 'LEVEL',
    termUnit: 'MONTH',
    interval: 1,
    periods: 12,
    disbursementDate: '2026-01-15',
    dayCount: 'MONTHLY_FIXED',
    rounding: { mode: 'HALF_UP', money: '0.01', instalment: '0.01' },
  };
  const schedule = buildSchedule(terms);
  expect(auditPlan(terms, schedule)).toBeNull();
  expect(auditPlan(terms, change(schedule))).not.toBeNull();
});

function withRow(schedule: Schedule, index: number, more: Partial<Record<'principal' | 'interest' | 'payment' | 'balance', string>>): Schedule {
  const rows = schedule.rows.map((row, at) => {
    if (at !== index) return row;
    return { ...row, ...Object.fromEntries(Object.entries(more).map(([name, amount]) => [name, added(row[name as 'principal'], amount)])) };
  });
  return { ...schedule, rows };
}

function added(money: string, more: string): string {
  return ((Math.round(Number(money) * 100) + Math.round(Number(more) * 100)) / 100).toFixed(2);
}
