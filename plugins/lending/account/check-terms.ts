import { Decimal } from 'decimal.js';
import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';
import { guardPrice } from '../limits/guard-price.ts';
import { buildSchedule, compareMoney, type MethodId } from '../maths/index.ts';
import { cashFlowsOf, feesOf, type PricedPlan } from '../product/annual-cost.ts';
import { type Product, scheduleTermsOf } from '../product/product.ts';
import { showRate } from '../product/show-rate.ts';
import { calculate } from '../refuse.ts';

export interface ProposedTerms {
  readonly amount: string;
  readonly annualRate: string;
  readonly periods: number;
  readonly method: string;
  readonly date: string;
  readonly dueDay?: number;
}

/** A reason why terms are not offered: a problem code with its figures. */
export interface NotOffered {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Refuses terms that the product does not offer, and a yearly cost above its cap or a legal limit of the date. The first
 *  that fails answers: amount, step, term, rate, method, price. Source: lending spec, B.20. */
export async function checkTerms(context: OperationContext, product: Product, terms: ProposedTerms): Promise<void> {
  const reason = whyNotOffered(product, terms);
  if (reason !== null) throw new Refusal(reason.code, reason.params);
  await guardPrice(
    context,
    product,
    calculate(() => cashFlowsOf(planOf(product, terms))),
    terms.date,
  );
}

/** The plan of proposed terms with what is billed besides. */
export function planOf(product: Product, proposed: ProposedTerms): PricedPlan {
  const terms = scheduleTermsOf(product, {
    amount: proposed.amount,
    annualRate: proposed.annualRate,
    periods: proposed.periods,
    method: proposed.method as MethodId,
    disbursementDate: proposed.date,
    ...(proposed.dueDay === undefined ? {} : { dueDay: proposed.dueDay }),
  });
  return { product, terms, schedule: calculate(() => buildSchedule(terms)), fees: feesOf(product, proposed.amount) };
}

/** The first bound of the product that the terms break; null when they lie within all of them. */
export function whyNotOffered(product: Product, terms: Omit<ProposedTerms, 'date' | 'dueDay'>): NotOffered | null {
  const { amount, term, annualRate } = product;
  if (compareMoney(terms.amount, amount.min) < 0 || compareMoney(terms.amount, amount.max) > 0)
    return { code: 'lending.amount-outside', params: { min: amount.min, max: amount.max } };
  if (amount.step !== null && !new Decimal(terms.amount).mod(amount.step).isZero()) return { code: 'lending.amount-step', params: { step: amount.step } };
  if (terms.periods < term.min || terms.periods > term.max) return { code: 'lending.term-outside', params: { min: term.min, max: term.max } };
  if (compareMoney(terms.annualRate, annualRate.min) < 0 || compareMoney(terms.annualRate, annualRate.max) > 0)
    return { code: 'lending.rate-outside', params: { min: showRate(product, annualRate.min), max: showRate(product, annualRate.max) } };
  if (!product.methods.includes(terms.method as MethodId)) return { code: 'lending.method-not-offered', params: { method: terms.method } };
  return null;
}
