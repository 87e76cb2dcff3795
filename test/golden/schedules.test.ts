import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  annualisedCost,
  buildSchedule,
  changePlan,
  type ChangedSchedule,
  compareMoney,
  type CostFee,
  costFlows,
  type PlanEvent,
  type ScheduleTerms,
  sumMoney,
} from '../../plugins/lending/maths/index.ts';

interface ScheduleVector {
  readonly id: string;
  readonly title: string;
  readonly terms: ScheduleTerms;
  readonly events?: readonly PlanEvent[];
  readonly fees?: readonly CostFee[];
  readonly instalment: string | null;
  readonly rows: readonly ({ readonly n: number } & Readonly<Record<string, string | number>>)[];
  readonly lastPayment?: string;
  readonly interest?: string;
  readonly restInterest?: { readonly fromRow: number; readonly interest: string };
  readonly payments?: number;
  readonly instalmentChanges?: ChangedSchedule['instalmentChanges'];
  readonly payoff?: Readonly<Record<string, string>>;
  readonly cost?: Readonly<Record<string, unknown>> & { readonly decimals: number; readonly capAprPercent?: string };
  readonly effective?: Readonly<Record<string, unknown>> & { readonly decimals: number };
}

const { vectors } = JSON.parse(readFileSync(join(import.meta.dirname, 'schedules.json'), 'utf8')) as { vectors: ScheduleVector[] };

describe('golden vectors of plans', () => {
  test.each(vectors)('$id: $title', (vector) => {
    const schedule = changePlan(vector.terms, vector.events ?? []);
    if (!vector.events) expect(buildSchedule(vector.terms).rows).toEqual(schedule.rows);
    expect(schedule.instalment).toBe(vector.instalment);
    for (const wanted of vector.rows) expect(schedule.rows.find((row) => row.n === wanted.n)).toMatchObject(wanted);
    if (vector.lastPayment !== undefined) expect(schedule.rows.at(-1)?.payment).toBe(vector.lastPayment);
    if (vector.interest !== undefined) expect(schedule.totals.interest).toBe(vector.interest);
    if (vector.payments !== undefined) expect(schedule.rows).toHaveLength(vector.payments);
    if (vector.instalmentChanges) expect(schedule.instalmentChanges).toEqual(vector.instalmentChanges);
    if (vector.payoff) expect(schedule.payoff).toMatchObject(vector.payoff);
    const { restInterest } = vector;
    if (restInterest) {
      expect(sumMoney(schedule.rows.filter((row) => row.n >= restInterest.fromRow).map((row) => row.interest))).toBe(restInterest.interest);
    }
    for (const wanted of [vector.cost, vector.effective]) {
      if (!wanted) continue;
      const { decimals, capAprPercent, ...figures } = wanted as { decimals: number; capAprPercent?: string };
      const flows = costFlows(vector.terms, buildSchedule(vector.terms), vector.fees ?? []);
      expect(annualisedCost({ flows, periodsPerYear: 12, decimals, ...(capAprPercent ? { capAprPercent } : {}) })).toMatchObject(figures);
    }
  });

  test('a loan priced exactly at the cap is within it, a cent more is not', () => {
    const terms = vectors.find((vector) => vector.id === 'V3')?.terms;
    if (!terms) throw new Error('vector V3 is missing');
    const priced = { ...terms, dayCount: 'MONTHLY_FIXED' } as ScheduleTerms;
    const flows = costFlows(priced, buildSchedule(priced), []);
    const withinCap = (extra: string): boolean | null =>
      annualisedCost({ flows: [...flows, { period: 12, amount: extra }], periodsPerYear: 12, decimals: 4, capAprPercent: '12' }).withinCap;
    expect(withinCap('0.00')).toBe(true);
    expect(withinCap('-0.01')).toBe(false);
  });

  test('every row with its trace says how its interest came about', () => {
    const terms = vectors[0]?.terms;
    if (!terms) throw new Error('vector V1 is missing');
    const [first] = buildSchedule(terms, { trace: true }).rows;
    expect(first?.trace).toMatchObject({
      balance: '100000.00',
      rate: '0.12',
      days: 30,
      factor: '1/12',
      unrounded: '1000',
      rounded: '1000',
      mode: 'HALF_UP',
      unit: '0.01',
    });
    expect(compareMoney(first?.trace?.rounded ?? '0', first?.interest ?? '')).toBe(0);
  });
});
