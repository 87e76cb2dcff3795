import { annualRateOf, COMPONENTS, type MethodId, type PenaltyTerms } from '../maths/index.ts';
import type { Product, ProductContent } from './product.ts';

/** Fills the defaults and turns quoted rates into annual fractions. Source: calculation spec B.0.3, B.1, B.11. */
export function compileProduct(content: ProductContent, place: { readonly name: string; readonly hash: string }): Product {
  const { rate, rounding = {}, dueDates = {}, allocation = {}, eligibility = {} } = content;
  const basis = rate.basis ?? (content.dayCount === 'ACT_365F' ? 365 : 360);
  const annual = (value: string): string => annualRateOf({ unit: rate.unit, scale: rate.scale, value, basis });
  const mode = rounding.mode ?? 'HALF_UP';
  const unit = rounding.unit ?? '0.01';
  return {
    ...place,
    code: content.code,
    customers: content.customers,
    amount: { ...content.amount, step: content.amount.step ?? null },
    term: content.term,
    annualRate: { min: annual(rate.min), max: annual(rate.max), usual: rate.usual === undefined ? null : annual(rate.usual) },
    quote: { unit: rate.unit, scale: rate.scale, basis },
    methods: Object.keys(content.methods) as MethodId[],
    dayCount: content.dayCount,
    dueDates: { day: dueDates.day ?? null, monthEnd: dueDates.monthEnd ?? 'LAST_DAY', stub: dueDates.stub ?? null, mergeDays: dueDates.mergeDays ?? null },
    rounding: { mode, unit, instalmentMode: rounding.instalmentMode ?? mode, instalmentUnit: rounding.instalmentUnit ?? unit },
    fees: Object.entries(content.fees ?? {}).map(([key, fee]) => ({ key, ...fee })),
    allocation: { axis: allocation.axis ?? 'HORIZONTAL', order: allocation.order ?? COMPONENTS, advance: allocation.advance ?? 'NEXT_INSTALMENT' },
    penalty: penaltyOf(content),
    guaranteeModes: content.guaranteeModes ?? null,
    eligibility: {
      minimumAge: eligibility.minimumAge ?? null,
      maximumAge: eligibility.maximumAge ?? null,
      maximumDebtRatio: eligibility.maximumDebtRatio ?? null,
    },
    capAprPercent: content.capAprPercent ?? null,
  };
}

function penaltyOf({ penalty }: ProductContent): PenaltyTerms | null {
  if (penalty === undefined) return null;
  return {
    mode: 'REPLACE',
    base: penalty.base ?? 'PRINCIPAL',
    rate: { kind: 'CONTRACT_FACTOR', m: penalty.factor },
    graceDays: penalty.graceDays ?? 0,
    graceRetroactive: penalty.graceRetroactive ?? false,
  };
}
