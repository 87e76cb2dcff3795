import { describe, expect, test } from 'vitest';
import { classify, daysPastDue, interestWithPrincipal, moveLine, provisionFor } from '../../plugins/lending/maths/index.ts';

describe('five-tier classification', () => {
  test.each([
    [0, 'NORMAL'],
    [1, 'SPECIAL_MENTION'],
    [90, 'SPECIAL_MENTION'],
    [91, 'SUBSTANDARD'],
    [271, 'DOUBTFUL'],
    [361, 'LOSS'],
  ])('%i days past due are %s', (dpdPrincipal, tier) => {
    expect(classify({ facts: { dpdPrincipal } }).tier).toBe(tier);
  });

  test('the stricter of matrix and rules counts', () => {
    const facts = { dpdPrincipal: 100, guaranteeMode: 'PLEDGE' } as const;
    expect(classify({ facts, policy: { mode: 'MATRIX' } }).tier).toBe('SPECIAL_MENTION');
    expect(classify({ facts, policy: { mode: 'BOTH' } }).tier).toBe('SUBSTANDARD');
  });

  test('a non-performing loan moves up only when arrears are cleared, months are normal and ability is sustainable', () => {
    const passing = { arrearsCleared: true, normalMonths: 6, periodMonths: 3, abilitySustainable: true };
    const tier = (upgrade: object): string => classify({ facts: {}, previousTier: 'DOUBTFUL', upgrade }).tier;
    expect(tier(passing)).toBe('NORMAL');
    expect(tier({ ...passing, normalMonths: 5 })).toBe('DOUBTFUL');
    expect(tier({ ...passing, arrearsCleared: false })).toBe('DOUBTFUL');
  });

  test('days past due count from the oldest date whose sum is above the tolerance', () => {
    const items = [
      { dueDate: '2026-04-15', principal: '0.50', interest: '0.00' },
      { dueDate: '2026-05-15', principal: '900.00', interest: '0.40', fee: '0.40' },
    ];
    expect(daysPastDue(items, '2026-05-20', '0.50')).toEqual({ dpdPrincipal: 5, dpdInterest: 5, dpd: 5 });
    expect(daysPastDue(items, '2026-05-15', '0.50').dpd).toBe(0);
  });
});

describe('provision', () => {
  test('is rounded per item, and entrusted or written-off loans need none', () => {
    const result = provisionFor({
      scheme: 'CK_2012_20',
      existing: '100.00',
      items: [
        { id: 'a', tier: 'NORMAL', principal: '1000.33' },
        { id: 'b', tier: 'DOUBTFUL', principal: '500.00' },
        { id: 'c', tier: 'LOSS', principal: '900.00', bookType: 'ENTRUSTED' },
        { id: 'd', tier: 'LOSS', principal: '900.00', writtenOff: true },
      ],
    });
    expect(result.items).toEqual(['15.00', '300.00', '0.00', '0.00']);
    expect(result).toMatchObject({ required: '315.00', charge: '215.00', coveragePercent: '63.00', nplPercent: '33.33' });
  });
});

describe('a credit line', () => {
  const movement = (seq: number, type: string, amount?: string, target?: number): never =>
    ({ seq, date: '2026-01-05', type, ...(amount ? { amount } : {}), ...(target ? { target } : {}) }) as never;

  test('always adds up, refuses by name and changes nothing when it refuses', () => {
    const states = moveLine({
      limit: '1000.00',
      revolving: true,
      movements: [movement(1, 'RESERVE', '600.00'), movement(2, 'DRAW', '500.00'), movement(3, 'CONSUME', '600.00'), movement(4, 'REPAY', '700.00')],
    });
    expect(states.map((state) => state.reason ?? 'accepted')).toEqual(['accepted', 'INSUFFICIENT', 'accepted', 'ABOVE_USED']);
    expect(states.at(-1)).toMatchObject({ used: '600.00', reserved: '0.00', available: '400.00', drawable: '400.00' });
  });

  test('that does not revolve burns the limit with a repayment and restores it with its reversal', () => {
    const states = moveLine({
      limit: '1000.00',
      revolving: false,
      movements: [movement(1, 'DRAW', '600.00'), movement(2, 'REPAY', '600.00'), movement(3, 'REVERSE_REPAY', undefined, 2)],
    });
    expect(states.map((state) => state.limit)).toEqual(['1000.00', '400.00', '1000.00']);
  });

  test('freezes itself when a reversal makes it overdrawn', () => {
    const states = moveLine({
      limit: '1000.00',
      revolving: true,
      movements: [movement(1, 'DRAW', '600.00'), movement(2, 'REPAY', '600.00'), movement(3, 'DRAW', '900.00'), movement(4, 'REVERSE_REPAY', undefined, 2)],
    });
    expect(states.at(-1)).toMatchObject({ available: '-500.00', drawable: '0.00' });
  });
});

describe('a revolving loan', () => {
  test('that pays interest with its principal charges at least the minimum days', () => {
    const { repayments } = interestWithPrincipal({
      dailyRate: '0.0005',
      minInterestDays: 10,
      rounding: { mode: 'HALF_UP', money: '0.01' },
      movements: [
        { seq: 1, type: 'DRAW', valueDate: '2026-03-01', amount: '10000.00' },
        { seq: 2, type: 'REPAY', valueDate: '2026-03-04', amount: '4000.00' },
        { seq: 3, type: 'REPAY', valueDate: '2026-03-21', amount: '6000.00' },
      ],
    });
    expect(repayments.map((repayment) => repayment.interest)).toEqual(['20.00', '60.00']);
  });
});
