import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deltaOf } from '../../plugins/lending/account/fold/delta-of.ts';
import type { AccountEvent } from '../../plugins/lending/account/fold/account-event.ts';
import type { AccountTerms } from '../../plugins/lending/account/fold/account-terms.ts';
import { foldLoan, type FoldedLoan } from '../../plugins/lending/account/fold/fold-loan.ts';
import { planRepayment } from '../../plugins/lending/account/plan-repayment.ts';
import type { InstalmentRecord } from '../../plugins/lending/account/records.ts';
import { buildSchedule, compareMoney, formatDay, MathsRefusal, parseDay, sumMoney } from '../../plugins/lending/maths/index.ts';
import { type DatedFact, disbursement, eventsOf, termsOf } from './account-facts.ts';

const runs = (count: number): { numRuns: number } => ({ numRuns: process.env['LOOM_TEST_FULL'] === '1' ? count * 20 : count });
const START = '2026-01-15';
const END = '9999-12-31';
const dayAfter = (offset: number): string => formatDay(parseDay(START) + offset);
const money = (least: number, most: number): fc.Arbitrary<string> => fc.integer({ min: least, max: most }).map((cents) => (cents / 100).toFixed(2));

const terms: fc.Arbitrary<AccountTerms> = fc
  .record({
    method: fc.constantFrom('LEVEL' as const, 'EQUAL_PRINCIPAL' as const, 'INTEREST_ONLY' as const, 'FLAT' as const),
    dayCount: fc.constantFrom('MONTHLY_FIXED' as const, 'ACT_360' as const, 'ACT_ACT_ISDA' as const),
    principal: money(100000, 20000000),
    annualRate: fc.integer({ min: 0, max: 2400 }).map((basisPoints) => (basisPoints / 10000).toFixed(4)),
    periods: fc.integer({ min: 1, max: 18 }),
    isLateCharged: fc.boolean(),
    compound: fc.boolean(),
  })
  .map(({ isLateCharged, compound, ...schedule }) => {
    const penalty = { mode: 'REPLACE', base: 'PRINCIPAL_INTEREST', rate: { kind: 'CONTRACT_FACTOR', m: '0.5' }, graceDays: 3 } as const;
    return termsOf(schedule, isLateCharged ? { lateness: { penalty, yearBasis: 360, compound } } : {});
  });

const oneOfMany = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('repayment' as const), amount: money(1, 3000000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rateChange' as const), annualRate: fc.constantFrom('0', '0.06', '0.18') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('prepayment' as const),
      mode: fc.constantFrom('REDUCE_INSTALMENT' as const, 'REDUCE_TERM' as const, 'KEEP_PLAN' as const, 'FULL' as const),
      amount: money(100000, 20000000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('waiver' as const),
      n: fc.integer({ min: 1, max: 4 }),
      component: fc.constantFrom('interest' as const, 'penalty' as const, 'fee' as const),
      amount: money(1, 100000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('charge' as const),
      n: fc.integer({ min: 1, max: 4 }),
      component: fc.constant('fee' as const),
      amount: money(1, 50000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('writeOff' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('recovery' as const), amount: money(1, 1000000) }) },
);

/** Facts on days of their own: two changes of one day would have an order that no date tells. */
const facts: fc.Arbitrary<DatedFact[]> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 640 }), fc.integer({ min: 0, max: 40 }), oneOfMany), { maxLength: 9, selector: ([day]) => day })
  .map((entries) => entries.map(([day, delay, fact]) => ({ ...fact, on: dayAfter(day), booked: dayAfter(day + delay) }) as DatedFact));

/** Some random lives can not be: the refusal is right, and then there is nothing to compare. */
function folded(given: AccountTerms, events: readonly AccountEvent[], asOf = END, knownOn = END): FoldedLoan | null {
  try {
    return foldLoan(given, events, { asOf, knownOn });
  } catch (error) {
    if (error instanceof MathsRefusal) return null;
    throw error;
  }
}

/** Runs a property over lives that are possible and says that there were enough of them. */
function forLives(count: number, check: (given: AccountTerms, life: DatedFact[], whole: FoldedLoan, asOf: string) => void): void {
  let possible = 0;
  let tried = 0;
  fc.assert(
    fc.property(terms, facts, fc.integer({ min: 0, max: 60 }), (given, life, later) => {
      const all = [disbursement(given), ...life];
      const asOf = formatDay(Math.max(...all.map((fact) => parseDay(fact.on))) + later);
      const whole = folded(given, eventsOf(all), asOf);
      tried += 1;
      if (whole === null) return;
      possible += 1;
      check(given, all, whole, asOf);
    }),
    runs(count),
  );
  expect(possible).toBeGreaterThan(tried / 10);
}

test('principal adds up, no amount is negative, the last row absorbs, and every cent of money is somewhere', () => {
  forLives(300, (given, life, { state }) => {
    expect(sumMoney([state.totals.due.principal, state.prepaid.principal])).toBe(state.disbursed);
    expect(sumMoney(state.rows.map((row) => row.outstanding.principal))).toBe(state.balance);
    for (const row of state.rows) {
      for (const column of [row.due, row.paid, row.waived, row.writtenOff, row.outstanding]) {
        for (const amount of Object.values(column)) expect(compareMoney(amount, '0')).toBeGreaterThanOrEqual(0);
      }
      for (const component of ['cost', 'fee', 'penalty', 'compound', 'interest', 'principal'] as const) {
        const parts = [row.paid, row.waived, row.writtenOff, row.outstanding].map((column) => column[component]);
        expect(sumMoney(parts)).toBe(row.due[component]);
      }
    }
    for (const { rows, from, cause } of state.versions) {
      const last = rows.at(-1);
      // Where a prepayment took all that was left, no row after it absorbs anything.
      if (last !== undefined && last.dueDate > from && cause !== 'writeOff') expect(last.balance).toBe('0.00');
    }
    const money = life.flatMap((fact) => ('amount' in fact && ['repayment', 'prepayment', 'recovery'].includes(fact.kind) ? [fact.amount] : []));
    expect(sumMoney([...Object.values(state.totals.paid), ...Object.values(state.prepaid), ...Object.values(state.recovered), state.surplus])).toBe(
      sumMoney(money),
    );
    expect(given.schedule.principal).toBe(state.disbursed);
  });
});

test('facts entered in any order give the same state', () => {
  forLives(200, (given, life, whole, asOf) => {
    for (const order of [life.toReversed(), life.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))]) {
      expect(JSON.stringify(folded(given, eventsOf(order), asOf)?.state)).toBe(JSON.stringify(whole.state));
    }
  });
});

test('repayments of one day are one payment, whichever was entered first', () => {
  fc.assert(
    fc.property(terms, fc.array(money(1, 2000000), { minLength: 2, maxLength: 4 }), fc.integer({ min: 1, max: 500 }), (given, amounts, day) => {
      const life = amounts.map((amount): DatedFact => ({ kind: 'repayment', on: dayAfter(day), amount }));
      const state = (all: DatedFact[]): string =>
        JSON.stringify(foldLoan(given, eventsOf([disbursement(given), ...all]), { asOf: dayAfter(600), knownOn: END }).state);
      expect(state(life.toReversed())).toBe(state(life));
    }),
    runs(100),
  );
});

test('a reversal restores the bytes of the loan without its target', () => {
  forLives(200, (given, life, _whole, asOf) => {
    const events = eventsOf(life);
    events.forEach((target, index) => {
      const without = folded(
        given,
        events.filter((event) => event !== target),
        asOf,
      );
      const reversal: AccountEvent = { kind: 'reversal', seq: events.length + 1, target: index + 1, valueDate: asOf, bookDate: asOf };
      expect(JSON.stringify(folded(given, [...events, reversal], asOf))).toBe(JSON.stringify(without));
    });
  });
});

test('a loan read on a day is the loan of the facts up to it, by value date and by booking date', () => {
  forLives(150, (given, life, _whole, asOf) => {
    const events = eventsOf(life);
    for (const { valueDate, bookDate } of events) {
      const valued = folded(
        given,
        events.filter((event) => event.valueDate <= valueDate),
        valueDate,
      );
      expect(folded(given, events, valueDate)).toEqual(valued);
      const booked = folded(
        given,
        events.filter((event) => event.bookDate <= bookDate),
        asOf,
      );
      expect(folded(given, events, asOf, bookDate)).toEqual(booked);
    }
  });
});

test('a delta moves as much money as the facts between the two states', () => {
  forLives(150, (given, life, whole, asOf) => {
    const before = folded(given, eventsOf(life.slice(0, -1)), asOf);
    const last = life.at(-1);
    if (before === null || last === undefined || life.length < 2) return;
    const delta = deltaOf(before.state, whole.state);
    const money = 'amount' in last && ['repayment', 'prepayment', 'recovery'].includes(last.kind) ? last.amount : '0.00';
    expect(sumMoney([...Object.values(delta.paid), ...Object.values(delta.recovered), delta.surplus])).toBe(sumMoney([money]));
  });
});

test('interest only grows, and at the end of a period it is the interest of the periods so far', () => {
  fc.assert(
    fc.property(terms, (given) => {
      const events = eventsOf([disbursement(given)]);
      let before = '0.00';
      let sum = '0.00';
      for (const row of buildSchedule(given.schedule).rows) {
        const middle = formatDay(Math.floor((parseDay(row.startDate) + parseDay(row.dueDate)) / 2));
        const inside = foldLoan(given, events, { asOf: middle, knownOn: END }).state.accruedInterest;
        expect(compareMoney(inside, before)).toBeGreaterThanOrEqual(0);
        sum = sumMoney([sum, row.interest]);
        before = foldLoan(given, events, { asOf: row.dueDate, knownOn: END }).state.accruedInterest;
        expect(before).toBe(sum);
        expect(compareMoney(before, inside)).toBeGreaterThanOrEqual(0);
      }
    }),
    runs(40),
  );
});

test('a replay of everything is what posting each repayment on the rows as they stand gives', () => {
  const payments = fc.array(fc.tuple(fc.integer({ min: 0, max: 600 }), money(1, 4000000)), { maxLength: 8 });
  fc.assert(
    fc.property(terms, payments, ({ schedule, allocation }, entries) => {
      const given = { schedule, allocation };
      const life = entries.toSorted((a, b) => a[0] - b[0]).map(([day, amount]): DatedFact => ({ kind: 'repayment', on: dayAfter(day), amount }));
      let rows = buildSchedule(schedule).rows.map((row) => instalmentOf(row));
      let surplus = '0.00';
      for (const fact of life) {
        if (fact.kind !== 'repayment') continue;
        const plan = planRepayment({ instalments: rows, amount: fact.amount, valueDate: fact.on, rule: allocation });
        rows = rows.map((row) => ({ ...row, ...plan.changes.get(row.id) }) as InstalmentRecord);
        surplus = sumMoney([surplus, plan.surplus]);
      }
      const { state } = foldLoan(given, eventsOf([disbursement(given), ...life]), { asOf: dayAfter(700), knownOn: END });
      expect(state.rows.map((row) => [row.n, row.paid.interest, row.paid.principal])).toEqual(
        rows.map((row) => [row.periodNo, row.interestPaid, row.principalPaid]),
      );
      expect(state.surplus).toBe(surplus);
    }),
    runs(150),
  );
});

function instalmentOf(row: { n: number; dueDate: string; principal: string; interest: string; payment: string }): InstalmentRecord {
  const none = '0.00';
  const paid = { principalPaid: none, interestPaid: none, feePaid: none, penaltyPaid: none, totalPaid: none };
  const due = { principalDue: row.principal, interestDue: row.interest, feeDue: none, penaltyDue: none, totalDue: row.payment };
  return { id: String(row.n), loan: 'l', periodNo: row.n, dueOn: row.dueDate, ...due, ...paid, outstanding: row.payment } as unknown as InstalmentRecord;
}

test('a backdated payment in a loan of 36 months is replayed in less than 20 ms of a processor, so there are no snapshots', () => {
  const penalty = { mode: 'REPLACE', base: 'PRINCIPAL', rate: { kind: 'CONTRACT_FACTOR', m: '0.5' } } as const;
  const given = termsOf({ periods: 36 }, { lateness: { penalty, yearBasis: 360, compound: true } });
  const { rows } = buildSchedule(given.schedule);
  // Every payment four days late, so that each meets a penalty; the first is entered last.
  const life = rows.map((row): DatedFact => ({ kind: 'repayment', on: formatDay(parseDay(row.dueDate) + 4), amount: row.payment }));
  const changed: DatedFact = { kind: 'rateChange', on: '2027-01-20', annualRate: '0.10' };
  const events = eventsOf([disbursement(given), ...life.slice(1), changed, ...life.slice(0, 1)]);
  // Time of the processor, not of the clock: what else the machine does must not decide. The first runs warm up.
  const took = Array.from({ length: 25 }, () => {
    const begin = process.cpuUsage();
    foldLoan(given, events, { asOf: '2029-06-30', knownOn: END });
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  }).slice(10);
  expect(took.sort((a, b) => a - b)[7]).toBeLessThan(20);
});
