import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { annualisedCost, buildSchedule, costFlows, type CostFlow, type ScheduleTerms } from '../../plugins/lending/maths/index.ts';

/** More runs before a release than on every save. */
const runs = { numRuns: process.env['LOOM_TEST_FULL'] === '1' ? 2_000 : 25 };

const Wide = Decimal.clone({ precision: 32 });

const loans = fc.record({
  terms: fc.record({
    principal: fc.integer({ min: 100_000, max: 50_000_000 }).map((cents) => (cents / 100).toFixed(2)),
    annualRate: fc.integer({ min: 100, max: 3600 }).map((points) => (points / 10_000).toFixed(4)),
    method: fc.constantFrom('LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'FLAT'),
    periods: fc.integer({ min: 2, max: 48 }),
    termUnit: fc.constant('MONTH'),
    interval: fc.constant(1),
    disbursementDate: fc.integer({ min: 0, max: 1460 }).map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10)),
    dayCount: fc.constant('MONTHLY_FIXED'),
    rounding: fc.constant({ mode: 'HALF_UP', money: '0.01', instalment: '0.01' }),
  }),
  fee: fc.integer({ min: 0, max: 300 }).map((points) => (points / 10_000).toFixed(4)),
  perPeriod: fc.integer({ min: 0, max: 20 }).map((points) => (points / 10_000).toFixed(4)),
});

test('three independent ways find the same annualised cost: worth at the start, what is left at the end, and the balance that grows to each payment', () => {
  fc.assert(
    fc.property(loans, ({ terms, fee, perPeriod }) => {
      const given = terms as ScheduleTerms;
      const flows = costFlows(given, buildSchedule(given), [
        { timing: 'AT_DISBURSEMENT', pctOfPrincipal: fee },
        { timing: 'PER_PERIOD', pctOfBalance: perPeriod },
      ]);
      const { aprPercent, effectivePercent } = annualisedCost({ flows, periodsPerYear: 12, decimals: 6 });
      for (const rate of [rateByWorth(flows), rateByEnd(flows), rateByBalance(flows)]) {
        expect(rate.times(1200).toFixed(6), JSON.stringify({ terms, fee, perPeriod })).toBe(aprPercent);
        expect(rate.plus(1).pow(12).minus(1).times(100).toFixed(6)).toBe(effectivePercent);
      }
    }),
    runs,
  );
});

test('a loan without fees costs its own rate, whatever its method, unless interest is charged on repaid principal', () => {
  fc.assert(
    fc.property(loans, ({ terms }) => {
      const given = { ...terms, principal: `${Math.ceil(Number(terms.principal))}0000.00` } as ScheduleTerms;
      const { aprPercent } = annualisedCost({ flows: costFlows(given, buildSchedule(given), []), periodsPerYear: 12, decimals: 6 });
      // Rounding to the cent moves the rate of a large loan by less than a millionth.
      const distance = new Wide(aprPercent).minus(new Wide(terms.annualRate).times(100));
      if (terms.method === 'FLAT') expect(distance.gt(0)).toBe(true);
      else expect(distance.abs().lt('0.0001'), `${aprPercent} of ${JSON.stringify(given)}`).toBe(true);
    }),
    runs,
  );
});

/** The rate at which the flows are worth nothing on the first day, by halving. */
function rateByWorth(flows: readonly CostFlow[]): Decimal {
  return halve((rate) => flows.reduce((sum, { amount, period }) => sum.plus(new Wide(amount).div(rate.plus(1).pow(period))), new Wide(0)));
}

/** The rate at which everything carried forward to the last day comes to nothing, by Newton's steps. */
function rateByEnd(flows: readonly CostFlow[]): Decimal {
  const last = Math.max(...flows.map(({ period }) => period));
  let rate = new Wide('0.02');
  for (let round = 0; round < 60; round += 1) {
    let value = new Wide(0);
    let slope = new Wide(0);
    for (const { amount, period } of flows) {
      const left = last - period;
      value = value.plus(new Wide(amount).times(rate.plus(1).pow(left)));
      if (left > 0) slope = slope.plus(new Wide(amount).times(left).times(rate.plus(1).pow(left - 1)));
    }
    const step = value.div(slope);
    rate = rate.minus(step);
    if (step.abs().lt('1e-20')) return rate;
  }
  throw new Error('no rate was found');
}

/** The rate at which a balance that bears interest and is paid down, period by period, ends at nothing, by halving. */
function rateByBalance(flows: readonly CostFlow[]): Decimal {
  const last = Math.max(...flows.map(({ period }) => period));
  const byPeriod = Array.from({ length: last + 1 }, (_, period) =>
    flows.filter((flow) => flow.period === period).reduce((sum, flow) => sum.plus(flow.amount), new Wide(0)),
  );
  return halve((rate) => byPeriod.reduce((balance, amount) => balance.times(rate.plus(1)).plus(amount), new Wide(0)));
}

/** The root of a function that is below nothing at 0 and above it at 100 % a period. */
function halve(worth: (rate: Decimal) => Decimal): Decimal {
  let low = new Wide(0);
  let high = new Wide(1);
  for (let round = 0; round < 56; round += 1) {
    const middle = low.plus(high).div(2);
    if (worth(middle).lt(0)) low = middle;
    else high = middle;
  }
  return low;
}
