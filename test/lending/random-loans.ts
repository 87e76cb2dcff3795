import { compileProduct } from '../../plugins/lending/product/compile-product.ts';
import type { MethodParameters } from '../../plugins/lending/product/method-families.ts';
import type { LoanTerms, Product } from '../../plugins/lending/product/product.ts';
import type { DayCountId, MethodId, RoundingMode } from '../../plugins/lending/maths/index.ts';

/** Numbers of a seed: the same ones in the same order. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  pick<Item>(items: readonly Item[]): Item;
  /** A whole number, both ends included. */
  within(low: number, high: number): number;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
    within: (low, high) => low + Math.floor(next() * (high - low + 1)),
  };
}

/** Methods that a loan of a contract can have, with what their products fix. */
const methods: readonly (readonly [MethodId, MethodParameters])[] = [
  ['LEVEL', {}],
  ['EQUAL_PRINCIPAL', {}],
  ['INTEREST_ONLY', {}],
  ['BULLET', {}],
  ['FLAT', {}],
  ['BALLOON', { balloonShare: '0.2' }],
  ['STEP', { everyPeriods: 3, growth: '0.1' }],
  ['COMBO', { stages: [{ periods: 2, method: 'INTEREST_ONLY' }, { method: 'EQUAL_PRINCIPAL' }] }],
];
const dayCounts: readonly DayCountId[] = ['ACT_360', 'ACT_365F', '30_360_US', 'MONTHLY_FIXED', '30_365', '30E_360', 'ACT_364'];
const penaltyKinds = ['CONTRACT_FACTOR', 'ANNUAL_FIXED', 'DAILY_FIXED', 'AMOUNT_PER_INSTALMENT'] as const;
const penaltyValues = {
  CONTRACT_FACTOR: ['0.3', '0.5'],
  ANNUAL_FIXED: ['0.1825', '0.24'],
  DAILY_FIXED: ['0.0005', '0.00033'],
  AMOUNT_PER_INSTALMENT: ['50.00', '12.34'],
} as const;

/** A product of its own and the terms of one loan under it; with the index every method meets every day count and penalty. */
export function randomLoan(
  index: number,
  { next, pick, within }: Random,
  dayOf: (offset: number) => string,
): { readonly product: Product; readonly terms: LoanTerms } {
  const [method, parameters] = methods[index % methods.length] as (typeof methods)[number];
  const dayCount = dayCounts[(index + Math.floor(index / methods.length)) % dayCounts.length] as DayCountId;
  const kind = penaltyKinds[Math.floor(index / 2) % penaltyKinds.length] ?? 'ANNUAL_FIXED';
  const isFreeToBusinessDay = next() < 0.4;
  const dueDay = next() < 0.5 ? within(1, 31) : undefined;
  const stub = dueDay === undefined ? undefined : pick(['SEPARATE_STUB', 'ADD_TO_FIRST', 'MERGE'] as const);
  const product = compileProduct(
    {
      code: 'RAND',
      customers: ['individual'],
      amount: { min: '1000.00', max: '5000000.00' },
      term: { min: 1, max: 36 },
      rate: { unit: 'YEAR', scale: 'PERCENT', min: '4', max: '20' },
      methods: { [method]: parameters },
      dayCount,
      rounding: { mode: pick<RoundingMode>(['HALF_UP', 'HALF_UP', 'HALF_EVEN', 'UP', 'DOWN']) },
      penalty: {
        rate: { kind, value: pick<string>(penaltyValues[kind]) },
        base: pick(['PRINCIPAL', 'PRINCIPAL_INTEREST', 'INTEREST']),
        ...(isFreeToBusinessDay ? { freeToNextBusinessDay: true } : {}),
        graceDays: pick([0, 0, 3, 10]),
        graceRetroactive: next() < 0.5,
      },
      ...(isFreeToBusinessDay
        ? { calendar: { weekend: ['SAT', 'SUN'], holidays: ['2026-05-01', '2026-05-04', '2026-10-01', '2026-10-02'], workdays: ['2026-05-09'] } }
        : {}),
      ...(dueDay === undefined || stub === undefined ? {} : { dueDates: { day: dueDay, stub, ...(stub === 'MERGE' ? { mergeDays: 10 } : {}) } }),
    },
    { name: 'random', hash: `${index}` },
  );
  const terms: LoanTerms = {
    amount: (within(100_000, 90_000_000) / 100).toFixed(2),
    annualRate: (within(400, 2000) / 10_000).toString(),
    periods: within(method === 'COMBO' ? 3 : 1, 15),
    method,
    disbursementDate: dayOf(within(0, 19)),
  };
  return { product, terms };
}
