import { describe, expect, test } from 'vitest';
import {
  type AllocationRule,
  buildSchedule,
  changePlan,
  instalmentStates,
  MathsRefusal,
  type OverdueTerms,
  overdueCharges,
  type PlanEvent,
  replayLoan,
  type ReplayTerms,
  type ScheduleTerms,
} from '../../plugins/lending/maths/index.ts';

const level: ScheduleTerms = {
  principal: '100000.00',
  annualRate: '0.12',
  method: 'LEVEL',
  termUnit: 'MONTH',
  interval: 1,
  periods: 6,
  disbursementDate: '2026-01-15',
  dayCount: 'MONTHLY_FIXED',
  levelRule: 'REGULAR',
  rounding: { mode: 'HALF_UP', money: '0.01' },
};

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (error instanceof MathsRefusal) return error.code;
    throw error;
  }
}

describe('grace and deferred interest', () => {
  const grace = { principalPeriods: 2, interestDeferredPeriods: 2 } as const;

  test('deferred interest is charged with the first payment after the grace', () => {
    const { rows } = buildSchedule({ ...level, grace });
    expect(rows.map((row) => row.interest).slice(0, 3)).toEqual(['0.00', '0.00', '3000.00']);
  });

  test('capitalised each period, the interest of the first month bears interest in the second', () => {
    const { rows, totals } = buildSchedule({ ...level, grace: { ...grace, deferredInterest: 'CAPITALISE' } });
    expect(rows.map((row) => row.balance).slice(0, 2)).toEqual(['101000.00', '102010.00']);
    expect(totals).toMatchObject({ principal: '102010.00', capitalised: '2010.00' });
  });

  test('capitalised at the end of the grace, it is simple interest', () => {
    const { rows } = buildSchedule({ ...level, grace: { ...grace, deferredInterest: 'CAPITALISE', capitalise: 'END_OF_GRACE' } });
    expect(rows.map((row) => row.balance).slice(0, 2)).toEqual(['100000.00', '102000.00']);
  });

  test('a payoff inside the grace pays the interest that was deferred', () => {
    const { payoff } = changePlan({ ...level, grace }, [{ seq: 1, type: 'PAYOFF', valueDate: '2026-02-15' }]);
    expect(payoff).toMatchObject({ principal: '100000.00', interest: '1000.00' });
  });
});

describe('refusals', () => {
  const prepay = (event: Partial<PlanEvent>): PlanEvent =>
    ({ seq: 1, type: 'PREPAYMENT', valueDate: '2026-04-25', mode: 'REDUCE_TERM', ...event }) as PlanEvent;

  test.each([
    ['a prepayment inside the lock-in', prepay({ amount: '5000.00', lockMonths: 6 } as never), 'PREPAYMENT_LOCKED'],
    ['cash that only covers the accrued interest', prepay({ amount: '100.00' } as never), 'BELOW_MINIMUM'],
    ['more principal than is left', prepay({ principalAmount: '60000.00' } as never), 'ABOVE_BALANCE'],
    ['a prepayment after the last row', prepay({ principalAmount: '1.00', valueDate: '2026-09-25' } as never), 'NOTHING_TO_PREPAY'],
    ['an extension inside a period', { seq: 1, type: 'EXTENSION', valueDate: '2026-04-25', periods: 3 } as PlanEvent, 'NOT_A_DUE_DATE'],
  ])('%s is refused by name', (_title, event, code) => {
    expect(codeOf(() => changePlan(level, [event]))).toBe(code);
  });

  test.each([
    ['a level amount that does not cover the first interest', { ...level, periods: 600, annualRate: '6' }, 'PAYMENT_BELOW_INTEREST'],
    ['custom dates that do not rise', { ...level, method: 'CUSTOM', rows: [{ date: '2026-03-01' }, { date: '2026-02-01' }] }, 'DATES_NOT_INCREASING'],
    ['custom principal that is not the loan', { ...level, method: 'CUSTOM', rows: [{ date: '2026-03-01', principal: '1.00' }] }, 'PRINCIPAL_SUM'],
    ['a date that does not exist', { ...level, disbursementDate: '2026-02-30' }, 'NOT_A_DATE'],
    ['a plan without periods', { ...level, periods: 0 }, 'BAD_TERMS'],
  ] as [string, ScheduleTerms, string][])('%s is refused by name', (_title, terms, code) => {
    expect(codeOf(() => buildSchedule(terms))).toBe(code);
  });
});

describe('lateness', () => {
  const late: OverdueTerms = {
    items: [{ n: 1, dueDate: '2026-05-15', principal: '36000.00', interest: '360.00' }],
    asOf: '2026-05-25',
    yearBasis: 360,
    contractRate: '0.12',
    rounding: { mode: 'HALF_UP', money: '0.01' },
    penalty: { mode: 'REPLACE', base: 'PRINCIPAL', rate: { kind: 'CONTRACT_FACTOR', m: '0.5' } },
  };

  test('a payment inside the grace days is free, a day later it costs from the due date or from the end of the grace', () => {
    const penaltyAsOf = (asOf: string, graceRetroactive: boolean): string =>
      overdueCharges({ ...late, asOf, penalty: { ...late.penalty, graceDays: 3, graceRetroactive } }).penalty;
    expect(penaltyAsOf('2026-05-18', true)).toBe('0.00');
    // 36 000 × 18 % / 360 is 18.00 a day.
    expect(penaltyAsOf('2026-05-19', true)).toBe('72.00');
    expect(penaltyAsOf('2026-05-19', false)).toBe('18.00');
  });

  test('what a cap leaves goes to continuing interest, then compound, then penalty', () => {
    const charges = overdueCharges({
      ...late,
      penalty: { ...late.penalty, mode: 'ADD' },
      compound: { enabled: true },
      cap: { annualRate: '0.12', yearBasis: 360, charged: '0.00', balances: [{ from: '2026-05-15', amount: '36300.00' }] },
    });
    // Ten days: interest 120.00, compound 1.20, penalty 60.00; the cap allows 121.00.
    expect(charges).toMatchObject({ capAmount: '121.00', continuingInterest: '120.00', compound: '1.00', penalty: '0.00', total: '121.00' });
    expect(charges.trimmed).toEqual({ continuingInterest: '0.00', compound: '0.20', penalty: '60.00' });
  });
});

describe('payments and what they pay', () => {
  const rule: AllocationRule = { axis: 'HORIZONTAL', dueOrder: ['penalty', 'fee', 'interest', 'principal'], advance: 'NEXT_INSTALMENT' };
  const instalments = [1, 2, 3].map((n) => ({ n, dueDate: `2026-0${n + 1}-15`, principal: '900.00', interest: '100.00' }));

  test('a payment covers the oldest overdue interest before any principal', () => {
    const { payments } = instalmentStates({ instalments, payments: [{ valueDate: '2026-03-20', amount: '1050.00' }], rule });
    expect(payments[0]?.lines.map((line) => [line.n, line.component, line.amount])).toEqual([
      [1, 'interest', '100.00'],
      [1, 'principal', '900.00'],
      [2, 'interest', '50.00'],
    ]);
  });

  test('each row says whether it was paid early, on time, in grace or late', () => {
    const states = (valueDate: string): (string | null)[] =>
      instalmentStates({ instalments, payments: [{ valueDate, amount: '1000.00' }], rule, asOf: '2026-04-01', graceDays: 3 }).standings.map((row) => row.state);
    expect(states('2026-02-10')).toEqual(['PAID_EARLY', 'OVERDUE', 'NOT_DUE']);
    expect(states('2026-02-15')[0]).toBe('PAID_ON_TIME');
    expect(states('2026-02-18')[0]).toBe('PAID_IN_GRACE');
    expect(states('2026-02-19')[0]).toBe('PAID_LATE');
  });
});

describe('a loan replayed from what was paid', () => {
  const terms: ReplayTerms = {
    ...level,
    levelRule: 'TRUE_FACTORS',
    interestBasis: 'ACTUAL_BALANCE',
    allocation: { axis: 'HORIZONTAL', order: ['interest', 'principal'], advance: 'NEXT_INSTALMENT' },
  };
  const start = { seq: 1, type: 'DISBURSEMENT', valueDate: '2026-01-15', amount: '100000.00' } as const;
  const payment = { seq: 2, type: 'REPAYMENT', valueDate: '2026-02-15', amount: '17254.84' } as const;

  test('a reversed payment never happened', () => {
    const reversal = { seq: 3, type: 'REVERSAL', valueDate: '2026-02-15', target: 2 } as const;
    expect(replayLoan(terms, [start, payment, reversal], '2026-02-15')).toEqual(replayLoan(terms, [start], '2026-02-15'));
  });

  test('a backdated payment gives the same loan as one booked in time', () => {
    const later = { seq: 3, type: 'REPAYMENT', valueDate: '2026-03-15', amount: '17254.84' } as const;
    const booked = replayLoan(terms, [start, payment, later], '2026-03-15');
    expect(replayLoan(terms, [start, { ...later, seq: 2 }, { ...payment, seq: 3 }], '2026-03-15')).toEqual(booked);
  });

  test('overdue principal keeps earning until the day of the statement', () => {
    const [, second] = replayLoan(terms, [start], '2026-03-01').rows;
    // 14 of 28 days on 100 000, 14 on 83 745.16, at one percent a month.
    expect(second?.interest).toBe('918.73');
  });
});
