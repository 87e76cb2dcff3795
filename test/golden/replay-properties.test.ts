import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareMoney, formatDay, type LoanEvent, parseDay, replayLoan, type ReplayTerms, sumMoney } from '../../plugins/lending/maths/index.ts';

const START = '2024-03-15';
const runs = process.env['LOOM_TEST_FULL'] === '1' ? 5000 : 150;
const money = (least: number, most: number): fc.Arbitrary<string> => fc.integer({ min: least, max: most }).map((cents) => (cents / 100).toFixed(2));
const dayUpTo = (most: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: most }).map((offset) => formatDay(parseDay(START) + offset));
const dayFrom = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((offset) => formatDay(parseDay(START) + offset));
const rate = fc.integer({ min: 0, max: 3000 }).map((basisPoints) => (basisPoints / 10000).toFixed(4));

type Happening = LoanEvent extends infer Kind ? (Kind extends LoanEvent ? Omit<Kind, 'seq'> : never) : never;

const happening = (days: number): fc.Arbitrary<Happening> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('REPAYMENT' as const), valueDate: dayFrom(21, days), amount: money(1, 300000) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('RATE_CHANGE' as const), valueDate: dayUpTo(days), annualRate: rate }) },
    { weight: 1, arbitrary: dayUpTo(days).map((valueDate) => ({ type: 'INTEREST_PAUSE' as const, valueDate, endDate: formatDay(parseDay(valueDate) + 9) })) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('PAYOFF' as const), valueDate: dayFrom(21, days) }) },
  ) as fc.Arbitrary<Happening>;

test('whatever happens to a loan, its principal adds up, nothing is negative and every cent paid is on a row or surplus', () => {
  const loan = fc.record({
    principal: money(10000, 500000),
    annualRate: rate,
    periods: fc.integer({ min: 1, max: 12 }),
    dayCount: fc.constantFrom('MONTHLY_FIXED' as const, 'ACT_360' as const, 'ACT_ACT_ISDA' as const),
    interestBasis: fc.constantFrom('ACTUAL_BALANCE' as const, 'SCHEDULED_BALANCE' as const),
    advance: fc.constantFrom('NEXT_INSTALMENT' as const, 'LAST_INSTALMENT' as const),
  });
  // Tranches come before payments here: see the limits in the README of `replay`.
  const tranches = fc.array(fc.record({ type: fc.constant('DISBURSEMENT' as const), valueDate: dayUpTo(20), amount: money(1000, 200000) }), { maxLength: 2 });
  fc.assert(
    fc.property(loan, tranches, fc.array(happening(400), { maxLength: 6 }), fc.nat(60), ({ advance, ...terms }, early, happenings, later) => {
      const given: ReplayTerms = {
        ...terms,
        method: 'LEVEL',
        termUnit: 'MONTH',
        interval: 1,
        disbursementDate: START,
        levelAdjust: 'SPREAD_LAST_DIFF',
        rounding: { mode: 'HALF_EVEN', money: '0.01' },
        levelRule: 'TRUE_FACTORS',
        allocation: { axis: 'HORIZONTAL', order: ['interest', 'principal'], advance },
      };
      const first: LoanEvent = { seq: 1, type: 'DISBURSEMENT', valueDate: START, amount: terms.principal };
      const events: LoanEvent[] = [first, ...[...early, ...happenings].map((event, index) => ({ ...event, seq: index + 2 }) as LoanEvent)];
      const latest = Math.max(...events.map((event) => parseDay(event.valueDate)));
      const replayed = replayLoan(given, events, formatDay(latest + later));
      const maturity = replayed.rows.at(-1)?.dueDate ?? START;
      const disbursed = events.flatMap((event) => (event.type === 'DISBURSEMENT' && event.valueDate < maturity ? [event.amount] : []));
      expect(replayed.totals.principal).toBe(sumMoney(disbursed));
      for (const row of replayed.rows) {
        for (const amount of [row.principal, row.interest, row.paid, row.outstanding]) expect(compareMoney(amount, '0')).toBeGreaterThanOrEqual(0);
      }
      expect(sumMoney(replayed.allocations.flatMap((payment) => [payment.principal, payment.interest]))).toBe(replayed.totals.paid);
    }),
    { numRuns: runs },
  );
});
