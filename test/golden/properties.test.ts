import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMonths,
  allocatePayment,
  type AllocationRule,
  buildSchedule,
  buildScheduleGeneral,
  changePlan,
  COMPONENTS,
  compareMoney,
  formatDay,
  MathsRefusal,
  type OpenInstalment,
  parseDay,
  replayLoan,
  type ReplayTerms,
  roundMoney,
  type RoundingMode,
  type Schedule,
  type ScheduleTerms,
  splitByLargestRemainder,
  subtractMoney,
  sumMoney,
} from '../../plugins/lending/maths/index.ts';
import { naiveSchedule } from './naive-schedule.ts';

/** More runs before a release than on every save. */
const runs = (count: number): { numRuns: number } => ({ numRuns: process.env['LOOM_TEST_FULL'] === '1' ? count * 50 : count });

const money = (least: number, most: number): fc.Arbitrary<string> => fc.integer({ min: least, max: most }).map((cents) => (cents / 100).toFixed(2));
const rate = fc.integer({ min: 0, max: 3600 }).map((basisPoints) => (basisPoints / 10000).toFixed(4));
const day = fc.integer({ min: 0, max: 3650 }).map((offset) => formatDay(parseDay('2024-01-01') + offset));
const mode = fc.constantFrom<RoundingMode>('HALF_UP', 'HALF_EVEN', 'UP', 'DOWN');

const terms: fc.Arbitrary<ScheduleTerms> = fc.record({
  principal: money(100000, 100000000),
  annualRate: rate,
  method: fc.constantFrom('LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'FLAT', 'STEP'),
  termUnit: fc.constant('MONTH' as const),
  interval: fc.constantFrom(1, 1, 1, 2, 3),
  periods: fc.integer({ min: 1, max: 48 }),
  disbursementDate: day,
  dayCount: fc.constantFrom('MONTHLY_FIXED', 'ACT_360', 'ACT_365F', 'ACT_ACT_ISDA', '30_360_US', '30E_360'),
  levelRule: fc.constantFrom('REGULAR', 'TRUE_FACTORS'),
  rounding: fc.record({ mode, money: fc.constant('0.01'), instalment: fc.constantFrom('0.01', '0.01', '1') }),
  step: fc.constant({ everyPeriods: 6, growth: '0.02' }),
}) as fc.Arbitrary<ScheduleTerms>;

/** Very short loans at a high rate may not be payable at all: that refusal is right. */
function built(given: ScheduleTerms): Schedule | null {
  try {
    return buildSchedule(given);
  } catch (error) {
    if (error instanceof MathsRefusal && error.code === 'PAYMENT_BELOW_INTEREST') return null;
    throw error;
  }
}

describe('properties of plans', () => {
  test('the principal of all rows is the loan, and the last row leaves nothing', () => {
    fc.assert(
      fc.property(terms, (given) => {
        const schedule = built(given);
        if (!schedule) return;
        expect(sumMoney(schedule.rows.map((row) => row.principal))).toBe(given.principal);
        expect(schedule.rows.at(-1)?.balance).toBe('0.00');
        expect(schedule.totals.total).toBe(sumMoney(schedule.rows.map((row) => row.payment)));
      }),
      runs(300),
    );
  });

  test('balances never rise, no row is negative, and the last row alone absorbs the rounding', () => {
    fc.assert(
      fc.property(terms, (given) => {
        const schedule = given.method === 'STEP' ? null : built(given);
        if (!schedule) return;
        let before = given.principal;
        schedule.rows.forEach((row, index) => {
          expect(compareMoney(row.principal, '0')).toBeGreaterThanOrEqual(0);
          expect(compareMoney(row.interest, '0')).toBeGreaterThanOrEqual(0);
          expect(compareMoney(row.balance, before)).toBeLessThanOrEqual(0);
          expect(subtractMoney(before, row.principal)).toBe(row.balance);
          const isLast = index === schedule.rows.length - 1;
          if (given.method === 'LEVEL' && !isLast && compareMoney(row.balance, '0') > 0) expect(row.payment).toBe(schedule.instalment);
          before = row.balance;
        });
      }),
      runs(300),
    );
  });

  test('the last level payment differs by less than the rounding of all rows before it', () => {
    fc.assert(
      fc.property(terms, (given) => {
        const regular = { ...given, method: 'LEVEL', dayCount: 'MONTHLY_FIXED', levelRule: 'REGULAR', rounding: { mode: 'HALF_UP', money: '0.01' } } as const;
        const schedule = built({ ...regular, annualRate: '0.06' });
        if (!schedule || schedule.instalment === null) return;
        const difference = Math.abs(Number(subtractMoney(schedule.rows.at(-1)?.payment ?? '0', schedule.instalment)));
        expect(difference).toBeLessThan(0.01 * (regular.periods ?? 1) * 2);
      }),
      runs(200),
    );
  });

  test('the fast path and the general walk give the same plan', () => {
    const fast = terms.map((given) => ({ ...given, method: 'LEVEL', dayCount: 'MONTHLY_FIXED', levelRule: 'REGULAR' }) as ScheduleTerms);
    fc.assert(
      fc.property(fast, (given) => {
        const schedule = built(given);
        if (schedule) expect(schedule).toEqual(buildScheduleGeneral(given));
      }),
      runs(200),
    );
  });

  test('a plan is the same as a textbook computes it on wide decimals', () => {
    const months = fc.record({ principal: money(100000, 100000000), annualRate: rate, periods: fc.integer({ min: 1, max: 60 }) });
    fc.assert(
      fc.property(months, fc.constantFrom('LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'FLAT'), fc.boolean(), day, (loan, method, realDays, start) => {
        const given: ScheduleTerms = {
          ...loan,
          method,
          termUnit: 'MONTH',
          interval: 1,
          disbursementDate: start,
          dayCount: realDays ? 'ACT_360' : 'MONTHLY_FIXED',
          levelRule: realDays ? 'TRUE_FACTORS' : 'REGULAR',
          rounding: { mode: 'HALF_UP', money: '0.01', instalment: '0.01' },
        };
        const schedule = built(given);
        if (!schedule) return;
        const days = schedule.rows.map((row) => parseDay(row.dueDate) - parseDay(row.startDate));
        const naive = naiveSchedule({ ...loan, method, ...(realDays ? { days } : {}) });
        expect(schedule.rows.map(({ principal, interest, balance }) => ({ principal, interest, balance }))).toEqual(naive);
      }),
      runs(200),
    );
  });

  test('a loan replayed with every payment on its day is the plan itself', () => {
    fc.assert(
      fc.property(money(100000, 10000000), rate, fc.integer({ min: 1, max: 18 }), day, (principal, annualRate, periods, disbursementDate) => {
        const given = {
          principal,
          annualRate,
          method: 'LEVEL',
          termUnit: 'MONTH',
          interval: 1,
          periods,
          disbursementDate,
          dayCount: 'ACT_365F',
          levelRule: 'TRUE_FACTORS',
          rounding: { mode: 'HALF_EVEN', money: '0.01' },
        } as const;
        const plan = buildSchedule(given);
        const replayed: ReplayTerms = {
          ...given,
          interestBasis: 'ACTUAL_BALANCE',
          allocation: { axis: 'HORIZONTAL', order: ['interest', 'principal'], advance: 'NEXT_INSTALMENT' },
        };
        const payments = plan.rows.map((row, index) => ({ seq: index + 2, type: 'REPAYMENT', valueDate: row.dueDate, amount: row.payment }) as const);
        const loan = replayLoan(
          replayed,
          [{ seq: 1, type: 'DISBURSEMENT', valueDate: disbursementDate, amount: principal }, ...payments],
          plan.rows.at(-1)?.dueDate ?? '',
        );
        expect(loan.rows.map((row) => [row.principal, row.interest, row.paid, row.outstanding])).toEqual(
          plan.rows.map((row) => [row.principal, row.interest, row.payment, '0.00']),
        );
      }),
      runs(60),
    );
  });

  test('a prepayment is repaid once: all principal adds up whatever happens to the plan', () => {
    fc.assert(
      fc.property(
        money(1000000, 10000000),
        fc.constantFrom('LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY'),
        fc.constantFrom('REDUCE_INSTALMENT', 'REDUCE_TERM', 'KEEP_PLAN'),
        money(10000, 900000),
        fc.integer({ min: 0, max: 330 }),
        (principal, method, modeOfGoingOn, amount, after) => {
          const given: ScheduleTerms = {
            principal,
            annualRate: '0.12',
            method,
            termUnit: 'MONTH',
            interval: 1,
            periods: 12,
            disbursementDate: '2026-01-15',
            dayCount: 'ACT_360',
            levelRule: 'TRUE_FACTORS',
            rounding: { mode: 'HALF_UP', money: '0.01' },
          };
          const valueDate = formatDay(parseDay('2026-01-15') + after);
          try {
            const changed = changePlan(given, [{ seq: 1, type: 'PREPAYMENT', valueDate, mode: modeOfGoingOn, principalAmount: amount }]);
            expect(changed.totals.principal).toBe(principal);
            expect(sumMoney([...changed.rows.map((row) => row.principal), amount])).toBe(principal);
          } catch (error) {
            if (!(error instanceof MathsRefusal) || error.code !== 'ABOVE_BALANCE') throw error;
          }
        },
      ),
      runs(200),
    );
  });
});

describe('properties of rounding, splitting and allocation', () => {
  test('a rounded amount is a whole multiple of the unit and the nearest one the mode allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom('0.01', '0.1', '1', '10'), mode, (thousandths, unit, how) => {
        const value = (thousandths / 1000).toFixed(3);
        const units = thousandths / (Number(unit) * 1000);
        const down = Math.trunc(units);
        const up = down + Math.sign(units);
        const rest = Math.abs(thousandths) % Math.round(Number(unit) * 1000);
        const half = Math.round(Number(unit) * 500);
        const away = rest !== 0 && (how === 'UP' || (how !== 'DOWN' && (rest > half || (rest === half && (how === 'HALF_UP' || Math.abs(down) % 2 === 1)))));
        const wanted = ((away ? up : down) * Math.round(Number(unit) * 100)) / 100;
        expect(compareMoney(roundMoney(value, { mode: how, unit }), wanted.toFixed(2))).toBe(0);
      }),
      runs(1000),
    );
  });

  test('parts of a split sum exactly and differ from their exact share by less than a unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e8, max: 1e8 }), fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 }), (cents, weights) => {
        const total = weights.reduce((all, weight) => all + weight, 0);
        fc.pre(total > 0);
        const amount = (cents / 100).toFixed(2);
        const parts = splitByLargestRemainder({ amount, shares: weights.map(String) });
        expect(compareMoney(sumMoney(parts), amount)).toBe(0);
        parts.forEach((part, index) => expect(Math.abs(Number(part) * 100 - (cents * (weights[index] ?? 0)) / total)).toBeLessThan(1.0001));
      }),
      runs(500),
    );
  });

  test('a payment is divided to the cent, and no component receives more than is open', () => {
    const instalment = (n: number): fc.Arbitrary<OpenInstalment> =>
      fc.tuple(...COMPONENTS.map(() => money(0, 50000))).map((amounts) => ({
        n,
        dueDate: formatDay(addMonths(parseDay('2026-01-15'), n)),
        ...Object.fromEntries(COMPONENTS.map((component, index) => [component, amounts[index] ?? '0.00'])),
      }));
    const rule: fc.Arbitrary<AllocationRule> = fc.record({
      axis: fc.constantFrom('HORIZONTAL', 'VERTICAL'),
      dueOrder: fc.shuffledSubarray([...COMPONENTS], { minLength: 6, maxLength: 6 }),
      advance: fc.constantFrom('NEXT_INSTALMENT', 'LAST_INSTALMENT', 'NONE'),
    });
    fc.assert(
      fc.property(fc.tuple(instalment(1), instalment(2), instalment(3), instalment(4)), money(0, 900000), rule, (instalments, amount, how) => {
        const { lines, surplus } = allocatePayment({ instalments, amount, valueDate: '2026-03-15', rule: how });
        expect(sumMoney([...lines.map((line) => line.amount), surplus])).toBe(sumMoney([amount]));
        for (const { n, component, amount: part } of lines) {
          expect(compareMoney(part, instalments.find((open) => open.n === n)?.[component] ?? '0')).toBeLessThanOrEqual(0);
        }
        const dueLeft = how.advance === 'NONE' ? instalments.filter((open) => open.n <= 2) : instalments;
        const open = sumMoney(dueLeft.flatMap((each) => COMPONENTS.map((component) => each[component] ?? '0')));
        if (compareMoney(surplus, '0') > 0) expect(sumMoney(lines.map((line) => line.amount))).toBe(open);
      }),
      runs(300),
    );
  });
});
