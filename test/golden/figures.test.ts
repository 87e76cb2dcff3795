import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  accrueInterest,
  annualisedCost,
  annualRateOf,
  buildSchedule,
  costFlows,
  countDays,
  type DayCountId,
  levelInstalment,
  overdueCharges,
  type OverdueTerms,
  type QuotedRate,
  statementInterest,
  sumMoney,
} from '../../plugins/lending/maths/index.ts';
import { multiply, parseDecimal } from '../../plugins/lending/maths/number/fraction.ts';
import { formatFixed } from '../../plugins/lending/maths/number/rounding.ts';

const figures = JSON.parse(readFileSync(join(import.meta.dirname, 'figures.json'), 'utf8'));

describe('golden figures', () => {
  test.each(figures.dayCounts as { dayCount: DayCountId; from: string; to: string; days: number }[])(
    '$dayCount counts $days days from $from to $to',
    ({ dayCount, from, to, days }) => {
      expect(countDays(dayCount, from, to).days).toBe(days);
    },
  );

  test('ACT/ACT splits a span at the year end, ACT/365F does not', () => {
    const { from, to, days, isda, principal, rate, isdaInterest, fixedInterest } = figures.yearEnd;
    const yearly = multiply(parseDecimal(principal), parseDecimal(rate));
    const split = countDays('ACT_ACT_ISDA', from, to);
    expect(split.days).toBe(days);
    expect(formatFixed(split.factor, 10)).toBe(isda);
    expect(formatFixed(multiply(yearly, split.factor), 2)).toBe(isdaInterest);
    expect(formatFixed(multiply(yearly, countDays('ACT_365F', from, to).factor), 2)).toBe(fixedInterest);
  });

  test.each(figures.rateUnits as [QuotedRate['unit'], string, NonNullable<QuotedRate['scale']>, 360 | 365 | null, string][])(
    'a rate quoted per %s as %s %s on basis %s is %s a year',
    (unit, value, scale, basis, annual) => {
      expect(annualRateOf({ unit, value, scale, ...(basis ? { basis } : {}) })).toBe(annual);
    },
  );

  test('V10: twenty days late cost by base, mode and compound what the vector says', () => {
    const { item, asOf, onPrincipal, onPrincipalAndInterest, compound, incremental } = figures.penalty;
    const late = (penalty: Pick<OverdueTerms['penalty'], 'mode' | 'base'>): OverdueTerms => ({
      items: [item],
      asOf,
      yearBasis: 360,
      contractRate: '0.12',
      rounding: { mode: 'HALF_UP', money: '0.01' },
      penalty: { ...penalty, rate: { kind: 'CONTRACT_FACTOR', m: '0.5' } },
      compound: { enabled: true },
      maturityDate: '2026-05-15',
    });
    expect(overdueCharges(late({ mode: 'REPLACE', base: 'PRINCIPAL' }))).toMatchObject({ penalty: onPrincipal, compound });
    expect(overdueCharges(late({ mode: 'REPLACE', base: 'PRINCIPAL_INTEREST' })).penalty).toBe(onPrincipalAndInterest);
    expect(overdueCharges(late({ mode: 'ADD', base: 'PRINCIPAL' })).penalty).toBe(
      // ADD charges contract × m, here six percent on top of the contract rate.
      sumMoney([incremental]),
    );
  });

  test('V11: a statement charges every night its own balance, rounded once', () => {
    const { dailyRate, movements, statement, balanceDays, interest } = figures.revolving;
    const result = statementInterest({
      dailyRate,
      rounding: { mode: 'HALF_UP', money: '0.01' },
      from: '2026-03-01',
      statements: [statement],
      movements: movements.map(([type, valueDate, amount]: ['DRAW' | 'REPAY', string, string], index: number) => ({ seq: index + 1, type, valueDate, amount })),
    });
    expect(result.statements[0]).toMatchObject({ balanceDays, interest });
  });

  test('V16: a loan paid out 5 000 short costs 21.8559 percent when enforced as written', () => {
    const terms = {
      principal: '100000.00',
      annualRate: '0.12',
      method: 'LEVEL',
      termUnit: 'MONTH',
      interval: 1,
      periods: 12,
      disbursementDate: '2026-01-15',
      dayCount: 'MONTHLY_FIXED',
      rounding: { mode: 'HALF_UP', money: '0.01', instalment: '0.01' },
    } as const;
    const flows = costFlows(terms, buildSchedule(terms), []).map((flow) => (flow.period === 0 ? { ...flow, amount: figures.paidOutShort.received } : flow));
    expect(annualisedCost({ flows, periodsPerYear: 12, decimals: 4 }).aprPercent).toBe(figures.paidOutShort.aprPercent);
    expect(levelInstalment({ principal: figures.paidOutShort.received, annualRate: '0.12', periods: 12 })).toBe('8440.63');
  });

  test('V17: thirty-one daily posts are 33.33 or 33.34 and sum to the period interest', () => {
    const { from, to, balance, rate, total, posts } = figures.accrual;
    const accrual = accrueInterest({
      from,
      to,
      dayCount: 'ACT_360',
      segments: [{ from, balance, annualRate: rate }],
      rounding: { mode: 'HALF_UP', money: '0.01' },
    });
    expect(accrual.posts).toHaveLength(31);
    expect(new Set(accrual.posts.map((post) => post.amount))).toEqual(new Set(posts));
    expect(sumMoney(accrual.posts.map((post) => post.amount))).toBe(total);
  });

  test('non-accrual moves uncollected book interest to memo and keeps the whole sum', () => {
    const { from, to, balance, rate, total } = figures.accrual;
    const accrual = accrueInterest({
      from,
      to,
      dayCount: 'ACT_360',
      segments: [{ from, balance, annualRate: rate }],
      rounding: { mode: 'HALF_UP', money: '0.01' },
      nonAccrualFrom: '2026-01-25',
      collected: '100.00',
    });
    expect(accrual).toMatchObject({ reversal: { date: '2026-01-25', amount: '233.33' }, book: '100.00' });
    expect(sumMoney([accrual.book, accrual.memo])).toBe(total);
  });
});
