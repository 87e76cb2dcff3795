import { describe, expect, test } from 'vitest';
import { deltaOf } from '../../plugins/lending/account/fold/delta-of.ts';
import { foldLoan } from '../../plugins/lending/account/fold/fold-loan.ts';
import { subtractMoney, sumMoney } from '../../plugins/lending/maths/index.ts';
import { type DatedFact, disbursement, eventsOf, foldFacts, termsOf } from './account-facts.ts';

const paid = (on: string, amount = '8884.88', booked = on): DatedFact => ({ kind: 'repayment', on, amount, booked });
const firstThree = [paid('2026-02-15'), paid('2026-03-15'), paid('2026-04-15')];
const late = { penalty: { mode: 'REPLACE', base: 'PRINCIPAL', rate: { kind: 'CONTRACT_FACTOR', m: '0.5' } }, yearBasis: 360 } as const;

describe('a loan paid as agreed', () => {
  test('owes the rows of its plan and ends at nothing', () => {
    const terms = termsOf();
    const due = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => paid(`2026-${month}-15`));
    const { state } = foldFacts(terms, [...due, paid('2027-01-15', '8884.85')], '2027-01-15');
    expect(state.totals.paid).toMatchObject({ principal: '100000.00', interest: '6618.53' });
    expect(state).toMatchObject({ balance: '0.00', surplus: '0.00', isSettled: true, accruedInterest: '6618.53' });
  });

  test('earns its interest day by day: the posts of a period differ by a cent at most and add up to it', () => {
    const terms = termsOf({ method: 'INTEREST_ONLY', dayCount: 'ACT_360' });
    const days = Array.from({ length: 31 }, (_, index) => new Date(Date.UTC(2026, 0, 16 + index)).toISOString().slice(0, 10));
    const cumulative = ['0.00', ...days.map((day) => foldFacts(terms, [], day).state.accruedInterest)];
    const posts = cumulative.slice(1).map((amount, index) => subtractMoney(amount, cumulative[index] ?? '0'));
    expect(new Set(posts)).toEqual(new Set(['33.33', '33.34']));
    expect(sumMoney(posts)).toBe('1033.33');
  });
});

describe('a prepayment', () => {
  const third = (mode: 'REDUCE_INSTALMENT' | 'REDUCE_TERM'): DatedFact => ({ kind: 'prepayment', on: '2026-04-15', mode, amount: '20000.00' });

  test('lowers the instalment: 6550.07 nine times, interest 2842.61', () => {
    const { state } = foldFacts(termsOf(), [...firstThree, third('REDUCE_INSTALMENT')], '2026-04-15');
    expect([state.balance, state.versions.at(-1)?.instalment]).toEqual(['56108.02', '6550.07']);
    const later = state.rows.slice(3);
    expect([later.length, sumMoney(later.map((row) => row.due.interest))]).toEqual([9, '2842.61']);
  });

  test('or the term: seven rows, the last 4948.87, interest 2150.13', () => {
    const { state } = foldFacts(termsOf(), [...firstThree, third('REDUCE_TERM')], '2026-04-15');
    const later = state.rows.slice(3);
    expect([later.length, sumMoney(later.map((row) => row.due.interest))]).toEqual([7, '2150.13']);
    expect(sumMoney([later.at(-1)?.due.principal ?? '', later.at(-1)?.due.interest ?? ''])).toBe('4948.87');
  });

  test('pays what is due before it pays principal', () => {
    const { state, splits } = foldFacts(
      termsOf(),
      [...firstThree.slice(0, 2), { ...third('REDUCE_INSTALMENT'), amount: '28884.88' } as DatedFact],
      '2026-04-15',
    );
    expect(splits.at(-1)).toMatchObject({ outside: { principal: '20000.00' }, surplus: '0.00' });
    expect(state.balance).toBe('56108.02');
  });

  test('in full pays interest to the day, 253.69 after ten days, and leaves the rest as credit', () => {
    const payOff = (amount: string): DatedFact => ({ kind: 'prepayment', on: '2026-04-25', mode: 'FULL', amount });
    const { state } = foldFacts(termsOf(), [...firstThree, payOff('76400.00')], '2026-04-25');
    expect(state.prepaid).toMatchObject({ principal: '76108.02', interest: '253.69' });
    expect(state).toMatchObject({ balance: '0.00', surplus: '38.29', isSettled: true });
    expect(() => foldFacts(termsOf(), [...firstThree, payOff('76361.70')], '2026-04-25')).toThrow('PAYOFF_SHORT: amount 76361.70, needed 76361.71');
  });

  test('in full counts what was paid in advance', () => {
    const ahead = paid('2026-04-20', '1000.00');
    const { state } = foldFacts(termsOf(), [...firstThree, ahead, { kind: 'prepayment', on: '2026-04-25', mode: 'FULL', amount: '75361.71' }], '2026-04-25');
    expect(state).toMatchObject({ balance: '0.00', surplus: '0.00', isSettled: true });
  });

  test('is refused where the method has no rule for it', () => {
    const terms = termsOf({ method: 'FLAT' });
    expect(() => foldFacts(terms, [{ kind: 'prepayment', on: '2026-02-15', mode: 'REDUCE_TERM', amount: '50000.00' }], '2026-02-15')).toThrow(
      'UNSUPPORTED_CONVENTION',
    );
  });
});

describe('a change of the contract', () => {
  test('of the rate after the sixth row solves 8869.62', () => {
    const { state } = foldFacts(termsOf(), [{ kind: 'rateChange', on: '2026-07-15', annualRate: '0.114' }], '2026-07-15');
    expect(state.versions.map((version) => [version.version, version.cause, version.instalment])).toEqual([
      [1, 'disbursement', '8884.88'],
      [2, 'rateChange', '8869.62'],
    ]);
  });

  test('moves money paid in advance to the rows as they are now, without losing a cent', () => {
    const { state } = foldFacts(
      termsOf(),
      [paid('2026-02-15'), paid('2026-02-20', '9500.00'), { kind: 'rateChange', on: '2026-02-25', annualRate: '0.06' }],
      '2026-02-25',
    );
    expect(sumMoney([state.totals.paid.principal, state.totals.paid.interest])).toBe('18384.88');
    expect(state.rows[1]?.outstanding).toMatchObject({ principal: '0.00', interest: '0.00' });
  });

  test('extends a bullet loan: 6033.33 at the old maturity, 3373.33 at the new', () => {
    const terms = termsOf({ method: 'BULLET', periods: 6, dayCount: 'ACT_360' });
    const { state } = foldFacts(terms, [{ kind: 'extension', on: '2026-07-15', annualRate: '0.132', newMaturity: '2026-10-15' }], '2026-07-15');
    expect(state.rows.map((row) => [row.due.interest, row.due.principal])).toEqual([
      ['6033.33', '0.00'],
      ['3373.33', '100000.00'],
    ]);
  });
});

describe('lateness', () => {
  test('costs 81.24 on the principal of the fourth row after twenty days, and days past due count', () => {
    const terms = termsOf({}, { lateness: late });
    const { state } = foldFacts(terms, firstThree, '2026-06-04');
    expect(state.rows[3]?.due.penalty).toBe('81.24');
    expect(state.daysPastDue.dpd).toBe(20);
    expect(state.rows[3]?.dueDate).toBe('2026-05-15');
  });

  test('costs nothing any more when a payment turns out to have come in time', () => {
    const terms = termsOf({}, { lateness: late });
    const events = eventsOf([disbursement(terms), ...firstThree, paid('2026-06-04'), paid('2026-05-15', '8884.88', '2026-06-10')]);
    const known = (on: string) => foldLoan(terms, events, { asOf: '2026-06-10', knownOn: on }).state;
    expect(known('2026-06-09').rows[3]?.paid.penalty).toBe('81.24');
    expect(known('2026-06-10').totals.due.penalty).toBe('0.00');
    const delta = deltaOf(known('2026-06-09'), known('2026-06-10'));
    expect(delta.paid.penalty).toBe('-81.24');
    expect(sumMoney([...Object.values(delta.paid), delta.surplus])).toBe('8884.88');
    expect(delta.closed).toEqual([4, 5]);
  });
});

test('a payoff leaves what lateness cost before it as it was', () => {
  const penalty = { mode: 'REPLACE', base: 'PRINCIPAL_INTEREST', rate: { kind: 'CONTRACT_FACTOR', m: '0.5' } } as const;
  const terms = termsOf({}, { lateness: { penalty, yearBasis: 360, compound: true } });
  const lateOnce = paid('2026-03-10', '9200.00');
  const before = foldFacts(terms, [lateOnce], '2026-03-10').state;
  const after = foldFacts(terms, [lateOnce, { kind: 'prepayment', on: '2026-03-12', mode: 'FULL', amount: '99999.00' }], '2026-03-12').state;
  expect(before.rows[0]?.closed).toEqual({ on: '2026-03-10', by: 'payment' });
  // 8884.88 × 18 % × 23 / 360; compound: 1000.00 × 12 % × 23 / 360, the contract rate, because the loan had not matured.
  expect(before.rows[0]?.due).toMatchObject({ penalty: '102.18', compound: '7.67' });
  expect(after.rows[0]).toEqual(before.rows[0]);
});

describe('a reversal', () => {
  test('of the first payment opens the last instalment that was paid, because later money moves up', () => {
    const terms = termsOf();
    const events = eventsOf([disbursement(terms), ...firstThree, { kind: 'reversal', on: '2026-04-20', target: 2 }]);
    const known = (on: string) => foldLoan(terms, events, { asOf: '2026-04-20', knownOn: on }).state;
    const delta = deltaOf(known('2026-04-19'), known('2026-04-20'));
    expect(delta.reopened).toEqual([3]);
    expect(delta.paid).toMatchObject({ principal: '-8043.37', interest: '-841.51' });
    expect(delta.balance).toBe('8043.37');
  });

  test('of a reversal brings its target back; of something reversed already it is refused', () => {
    const terms = termsOf();
    const facts = [disbursement(terms), ...firstThree, { kind: 'reversal', on: '2026-04-20', target: 2 } as const];
    const reading = { asOf: '2026-04-21', knownOn: '2026-04-21' };
    const back = foldLoan(terms, eventsOf([...facts, { kind: 'reversal', on: '2026-04-21', target: 5 }]), reading);
    expect(back).toEqual(foldLoan(terms, eventsOf(facts.slice(0, 4)), reading));
    expect(() => foldLoan(terms, eventsOf([...facts, { kind: 'reversal', on: '2026-04-21', target: 2 }]), reading)).toThrow('REVERSED_TWICE');
    expect(() => foldLoan(terms, eventsOf([...facts, { kind: 'reversal', on: '2026-04-21', target: 9 }]), reading)).toThrow('UNKNOWN_TARGET');
  });
});

describe('what is forgiven or lost', () => {
  test('a waiver takes at most what is open and closes a row that owes nothing more', () => {
    const { state } = foldFacts(
      termsOf(),
      [paid('2026-02-15', '7884.88'), { kind: 'waiver', on: '2026-02-15', n: 1, component: 'interest', amount: '5000.00' }],
      '2026-02-15',
    );
    expect(state.rows[0]).toMatchObject({ waived: { interest: '1000.00' }, outstanding: { interest: '0.00' }, closed: { by: 'payment' } });
    expect(state.surplus).toBe('0.00');
  });

  test('a write-off takes the balance and the interest earned so far; a recovery pays the claim', () => {
    const written: DatedFact = { kind: 'writeOff', on: '2026-04-25' };
    const { state } = foldFacts(termsOf(), [...firstThree, written, { kind: 'recovery', on: '2026-09-01', amount: '300.00' }], '2026-12-31');
    expect(state.totals.writtenOff).toMatchObject({ principal: '76108.02', interest: '253.69' });
    expect(state.recovered).toMatchObject({ interest: '253.69', principal: '46.31' });
    expect(state).toMatchObject({ balance: '0.00', accruedInterest: '3016.35', isSettled: false });
    expect(() => foldFacts(termsOf(), [written, paid('2026-05-15')], '2026-12-31')).toThrow('WRITTEN_OFF');
  });

  test('a fee falls due with its instalment, and at payoff at once', () => {
    const fee: DatedFact = { kind: 'charge', on: '2026-01-15', n: 5, component: 'fee', amount: '120.00' };
    const { state } = foldFacts(termsOf(), [...firstThree, fee, { kind: 'prepayment', on: '2026-04-25', mode: 'FULL', amount: '76481.71' }], '2026-04-25');
    expect(state).toMatchObject({ balance: '0.00', surplus: '0.00', isSettled: true, totals: { paid: { fee: '120.00' } } });
  });
});
