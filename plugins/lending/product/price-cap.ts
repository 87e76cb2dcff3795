import { Decimal } from 'decimal.js';
import type { AnnualisedCost } from '../maths/index.ts';
import { costOfFlows, type CostedFlows } from './annual-cost.ts';
import type { Product } from './product.ts';

/** Which of the three annualised figures is compared. What a supervisor takes is not settled, so a limit says it. */
export type CostBasis = 'apr' | 'effective' | 'xirr';

/** A limit on what a loan may cost in a year, and whose it is. */
export interface CostLimit {
  /** `product`, or the code of a legal limit. */
  readonly code: string;
  /** Of a legal limit; the product's own needs none. */
  readonly title: string | null;
  readonly percent: string;
  readonly basis: CostBasis;
  /** `warn` is shown and counted; only `refuse` stops a loan. */
  readonly effect: 'refuse' | 'warn';
  /** Where it stands: a rule's number, or the product version; empty for a cap that was typed. */
  readonly source: string;
  /** First day on which it holds; null: as long as the product version. */
  readonly since: string | null;
}

export interface LimitVerdict extends CostLimit {
  /** The figure that was compared, in percent. */
  readonly found: string;
  readonly within: boolean;
  /** Limit − figure in percentage points; negative when above. */
  readonly margin: string;
}

/** What all limits of a date say about a plan. */
export interface CapVerdict {
  /** False when a limit that refuses is broken; null without such a limit. */
  readonly within: boolean | null;
  /** Those that refuse before those that warn, each strictest first. */
  readonly limits: readonly LimitVerdict[];
}

/** The cap that the product sets itself. */
export function ownLimitOf(product: Product): readonly CostLimit[] {
  if (product.capAprPercent === null) return [];
  const source = product.hash === '' ? '' : `${product.name}@${product.hash.slice(0, 12)}`;
  return [{ code: 'product', title: null, percent: product.capAprPercent, basis: 'apr', effect: 'refuse', source, since: null }];
}

/** The full cash flow, third parties' fees included, against every limit. An annual rate is compared on exact fractions, so that a loan priced at the cap itself is within. Source: calculation spec B.19, B.20. */
export function judgeCost(flows: CostedFlows, cost: AnnualisedCost, limits: readonly CostLimit[]): CapVerdict {
  const judged = limits
    .map((limit): LimitVerdict => {
      const found = figureOf(cost, limit.basis);
      const within = limit.basis === 'apr' ? costOfFlows(flows, limit.percent).withinCap === true : new Decimal(found).lte(limit.percent);
      return { ...limit, found, within, margin: new Decimal(limit.percent).minus(found).toFixed(4) };
    })
    .sort((a, b) => (a.effect === b.effect ? new Decimal(a.percent).cmp(b.percent) : a.effect === 'refuse' ? -1 : 1));
  const refusing = judged.filter((limit) => limit.effect === 'refuse');
  return { within: refusing.length === 0 ? null : refusing.every((limit) => limit.within), limits: judged };
}

function figureOf(cost: AnnualisedCost, basis: CostBasis): string {
  if (basis === 'effective') return cost.effectivePercent;
  return basis === 'xirr' ? (cost.xirrPercent ?? cost.effectivePercent) : cost.aprPercent;
}
