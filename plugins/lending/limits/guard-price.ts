import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';
import type { AnnualisedCost } from '../maths/index.ts';
import { costOfFlows, type CostedFlows } from '../product/annual-cost.ts';
import { type CapVerdict, judgeCost, ownLimitOf } from '../product/price-cap.ts';
import type { Product } from '../product/product.ts';
import { costLimitsOn } from './cost-limits.ts';

/** A price with the limits that it is held against. */
export interface JudgedPrice {
  readonly cost: AnnualisedCost;
  readonly verdict: CapVerdict;
}

/** The yearly cost of a full cash flow, third parties' fees included, against the product's cap and every legal limit that
 *  holds on `date`. */
export async function judgePrice(context: OperationContext, product: Product, flows: CostedFlows, date: string): Promise<JudgedPrice> {
  const limits = [...ownLimitOf(product), ...(await costLimitsOn(context.asSystem('读取成本上限'), date))];
  const cost = costOfFlows(flows, product.capAprPercent);
  return { cost, verdict: judgeCost(flows, cost, limits) };
}

/** The price-cap guard. Refuses `lending.above-cap` with the figure found, the limit, whose it is and since when; the
 *  strictest limit that is broken answers. Source: calculation spec B.19, B.20. */
export async function guardPrice(context: OperationContext, product: Product, flows: CostedFlows, date: string): Promise<JudgedPrice> {
  const judged = await judgePrice(context, product, flows, date);
  const broken = judged.verdict.limits.find((limit) => limit.effect === 'refuse' && !limit.within);
  if (broken !== undefined)
    throw new Refusal('lending.above-cap', {
      apr: broken.found,
      cap: broken.percent,
      limit: broken.title ?? { zh: '产品上限', en: 'cap of the product' },
      source: broken.source,
      since: broken.since ?? { zh: '产品发布', en: 'its publication' },
    });
  return judged;
}

/** The strictest limit that refuses, as a fraction of the balance a year; null without one. What lateness may add to the
 *  interest is held below it. */
export function strictestCap({ limits }: CapVerdict): string | null {
  return limits.find((limit) => limit.effect === 'refuse')?.percent ?? null;
}
