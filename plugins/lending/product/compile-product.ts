import { annualRateOf, COMPONENTS, type MethodId } from '../maths/index.ts';
import { dailyBasisOf } from './daily-basis.ts';
import { penaltyOf } from './lateness.ts';
import type { Product, ProductContent } from './product.ts';

/** Fills the defaults and turns quoted rates into annual fractions. Source: calculation spec B.0.3, B.1, B.11. */
export function compileProduct(content: ProductContent, place: { readonly name: string; readonly hash: string }): Product {
  const { rate, rounding = {}, dueDates = {}, allocation = {}, eligibility = {} } = content;
  const basis = rate.basis ?? dailyBasisOf(content.dayCount) ?? 360;
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
    methodParameters: content.methods,
    dayCount: content.dayCount,
    dueDates: { day: dueDates.day ?? null, monthEnd: dueDates.monthEnd ?? 'LAST_DAY', stub: dueDates.stub ?? null, mergeDays: dueDates.mergeDays ?? null },
    every: { unit: dueDates.every?.unit ?? 'MONTH', interval: dueDates.every?.interval ?? 1 },
    businessDay: dueDates.businessDay ?? null,
    calendar: content.calendar ?? null,
    grace: content.grace ?? null,
    rounding: { mode, unit, instalmentMode: rounding.instalmentMode ?? mode, instalmentUnit: rounding.instalmentUnit ?? unit },
    fees: Object.entries(content.fees ?? {}).map(([key, fee]) => ({ key, ...fee })),
    penalty: content.penalty === undefined ? null : penaltyOf(content.penalty),
    prepayment: content.prepayment ?? null,
    allocation: { axis: allocation.axis ?? 'HORIZONTAL', order: allocation.order ?? COMPONENTS, advance: allocation.advance ?? 'NEXT_INSTALMENT' },
    guaranteeModes: content.guaranteeModes ?? null,
    eligibility: {
      minimumAge: eligibility.minimumAge ?? null,
      maximumAge: eligibility.maximumAge ?? null,
      maximumDebtRatio: eligibility.maximumDebtRatio ?? null,
    },
    capAprPercent: content.capAprPercent ?? null,
  };
}
