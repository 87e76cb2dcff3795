import type { OfferedProduct } from '../../operations/offered-products.ts';
import type { QuoteInput } from '../../operations/quote-schedule.ts';

/** A fee that a person adds to a plan; amounts as typed. */
export interface FeeDraft {
  readonly title: string;
  readonly payee: string;
  readonly basis: 'FIXED' | 'PCT_AMOUNT' | 'PCT_BALANCE' | 'PER_INSTALMENT';
  /** An amount, or percent of what the basis names. */
  readonly value: string | null;
  readonly timing: 'BEFORE' | 'AT_DISBURSEMENT' | 'PER_PERIOD' | 'AT_CLOSURE';
}

/** A plan as it is typed. What is wrong in it is kept, so that it can be mended. */
export interface PlanDraft {
  /** A product's name, or null: conventions chosen by hand. */
  readonly product: string | null;
  readonly method: string;
  readonly amount: string | null;
  readonly rate: string | null;
  /** `YEAR PERCENT`, `MONTH PERMILLE`… */
  readonly rateUnit: string;
  readonly periods: number | string | null;
  readonly date: string | null;
  readonly dueDay: number | string | null;
  readonly fees: readonly FeeDraft[];
  readonly every: 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
  readonly dayCount: string;
  readonly stub: string;
  readonly grace: number | string | null;
  readonly balloon: string | null;
  readonly stepEvery: number | string | null;
  readonly stepGrowth: string | null;
  readonly interestOnly: number | string | null;
  readonly payment: string | null;
  readonly cap: string | null;
}

export type DraftKey = keyof PlanDraft;

/** A plan to begin with: the product's usual terms, or a level loan by hand. */
export function newDraft(product: OfferedProduct | undefined, today: string): PlanDraft {
  const base: PlanDraft = {
    product: null,
    method: 'LEVEL',
    amount: '100000',
    rate: '12',
    rateUnit: 'YEAR PERCENT',
    periods: 12,
    date: today,
    dueDay: null,
    fees: [],
    every: 'MONTH',
    dayCount: '30_360_US',
    stub: 'ADD_TO_FIRST',
    grace: null,
    balloon: '30',
    stepEvery: 12,
    stepGrowth: '10',
    interestOnly: 6,
    payment: null,
    cap: '24',
  };
  return product === undefined ? base : withProduct(base, product);
}

/** The plan moved to a product: what it offers is kept, the rest becomes its own. */
export function withProduct(draft: PlanDraft, product: OfferedProduct): PlanDraft {
  const periods = typeof draft.periods === 'number' ? Math.min(Math.max(draft.periods, product.term.min), product.term.max) : product.term.min;
  return {
    ...draft,
    product: product.name,
    method: product.methods.includes(draft.method as never) ? draft.method : (product.methods[0] ?? 'LEVEL'),
    rate: product.rate.usual ?? product.rate.min,
    rateUnit: `${product.rate.unit} ${product.rate.scale}`,
    periods,
    every: product.every.unit,
  };
}

const POSITIVE = /^\d{1,15}(\.\d{1,2})?$/;
const RATE = /^\d{1,4}(\.\d{1,12})?$/;

/** What the operation is asked, or which fields do not allow to ask. */
export function questionOf(draft: PlanDraft): { readonly question: QuoteInput } | { readonly wrong: ReadonlySet<string> } {
  const wrong = new Set<string>();
  const need = (key: string, isRight: boolean): void => void (isRight || wrong.add(key));
  need('amount', POSITIVE.test(draft.amount ?? '') && Number(draft.amount) > 0);
  need('rate', RATE.test(draft.rate ?? ''));
  need('periods', isWhole(draft.periods, 1, 600));
  need('date', /^\d{4}-\d{2}-\d{2}$/.test(draft.date ?? ''));
  need('dueDay', draft.dueDay === null || isWhole(draft.dueDay, 1, 31));
  draft.fees.forEach((fee, index) =>
    need(`fee${index}`, fee.title.trim() !== '' && RATE_OR_MONEY.test(fee.value ?? '') && (isShare(fee) ? Number(fee.value) < 100 : true)),
  );
  if (draft.method === 'FIXED_PAYMENT') need('payment', POSITIVE.test(draft.payment ?? ''));
  if (draft.product === null) needByHand(draft, need);
  if (wrong.size > 0) return { wrong };
  const [unit, scale] = draft.rateUnit.split(' ');
  return {
    question: {
      ...(draft.product === null ? { free: freeTerms(draft) } : { product: draft.product }),
      method: draft.method as NonNullable<QuoteInput['method']>,
      amount: draft.amount ?? '0',
      rate: { value: draft.rate ?? '0', unit, scale } as NonNullable<QuoteInput['rate']>,
      periods: Number(draft.periods),
      ...(draft.date === null ? {} : { date: draft.date }),
      ...(draft.dueDay === null ? {} : { dueDay: Number(draft.dueDay) }),
      ...(draft.method === 'FIXED_PAYMENT' && draft.payment !== null ? { payment: draft.payment } : {}),
      ...(draft.fees.length === 0 ? {} : { fees: draft.fees.map(feeOf) as NonNullable<QuoteInput['fees']> }),
    },
  };
}

const RATE_OR_MONEY = /^\d{1,15}(\.\d{1,6})?$/;

function needByHand(draft: PlanDraft, need: (key: string, isRight: boolean) => void): void {
  const periods = Number(draft.periods);
  need('cap', draft.cap === null || RATE.test(draft.cap));
  need('grace', draft.grace === null || isWhole(draft.grace, 1, periods - 1));
  if (draft.method === 'BALLOON') need('balloon', RATE.test(draft.balloon ?? '') && Number(draft.balloon) > 0 && Number(draft.balloon) < 100);
  if (draft.method === 'STEP') {
    need('stepEvery', isWhole(draft.stepEvery, 1, 600));
    need('stepGrowth', /^-?\d{1,3}(\.\d{1,6})?$/.test(draft.stepGrowth ?? '') && Number(draft.stepGrowth) > -100);
  }
  if (draft.method === 'COMBO') need('interestOnly', isWhole(draft.interestOnly, 1, periods - 1));
}

function freeTerms(draft: PlanDraft): NonNullable<QuoteInput['free']> {
  const [unit, scale] = draft.rateUnit.split(' ');
  return {
    method: draft.method,
    parameters: parametersOf(draft),
    dayCount: draft.dayCount,
    rate: { unit, scale },
    ...(draft.every === 'MONTH' ? {} : { every: { unit: draft.every } }),
    ...(draft.dueDay === null ? {} : { stub: draft.stub }),
    ...(draft.grace === null || WITHOUT_GRACE.has(draft.method) ? {} : { grace: { principalPeriods: Number(draft.grace) } }),
    ...(draft.cap === null ? {} : { capAprPercent: draft.cap }),
  } as NonNullable<QuoteInput['free']>;
}

/** Methods that take no grace: they repay once, or their stages do the same. */
export const WITHOUT_GRACE: ReadonlySet<string> = new Set(['BULLET', 'COMBO', 'INTEREST_ONLY']);

function parametersOf(draft: PlanDraft): NonNullable<NonNullable<QuoteInput['free']>['parameters']> {
  switch (draft.method) {
    case 'BALLOON':
      return { balloonShare: shareOf(draft.balloon ?? '0') };
    case 'STEP':
      return { everyPeriods: Number(draft.stepEvery), growth: shareOf(draft.stepGrowth ?? '0') };
    case 'COMBO':
      return { stages: [{ periods: Number(draft.interestOnly), method: 'INTEREST_ONLY' }, { method: 'LEVEL' }] };
    case 'FIXED_PAYMENT':
      return { minShare: '0' };
    default:
      return {};
  }
}

function isShare(fee: FeeDraft): boolean {
  return fee.basis === 'PCT_AMOUNT' || fee.basis === 'PCT_BALANCE';
}

function feeOf(fee: FeeDraft): object {
  const perPeriod = fee.basis === 'PCT_BALANCE' || fee.basis === 'PER_INSTALMENT';
  return {
    title: fee.title.trim(),
    payee: fee.payee,
    basis: fee.basis,
    value: isShare(fee) ? shareOf(fee.value ?? '0') : (fee.value ?? '0'),
    timing: perPeriod ? 'PER_PERIOD' : fee.timing,
  };
}

/** Percent as a fraction, exact: the point moves two places. */
function shareOf(percent: string): string {
  const sign = percent.startsWith('-') ? '-' : '';
  const [whole = '0', part = ''] = percent.replace('-', '').split('.');
  const digits = whole.padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${part}`;
}

function isWhole(value: number | string | null, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

/** Plans in the address, so that a colleague opens the same; what is no plan is left out. */
export function draftsFrom(text: string | null, today: string): readonly PlanDraft[] {
  if (text === null) return [];
  try {
    const parsed = JSON.parse(text) as unknown;
    if (!Array.isArray(parsed)) return [];
    const usual = newDraft(undefined, today);
    return parsed
      .filter((one): one is Partial<PlanDraft> => typeof one === 'object' && one !== null)
      .slice(0, MOST_PLANS)
      .map((one) => ({ ...usual, ...one, fees: Array.isArray(one.fees) ? one.fees : [] }));
  } catch {
    return [];
  }
}

/** Only what differs from a new plan. */
export function draftsText(drafts: readonly PlanDraft[], today: string): string {
  const usual = newDraft(undefined, today) as unknown as Record<string, unknown>;
  return JSON.stringify(
    drafts.map((draft) => Object.fromEntries(Object.entries(draft).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(usual[key])))),
  );
}

export const MOST_PLANS = 3;
