import { Decimal } from 'decimal.js';
import {
  addMonths,
  type AnnualisedCost,
  annualisedCost,
  type CostFlow,
  costFlows,
  formatDay,
  parseDay,
  type Schedule,
  type ScheduleTerms,
} from '../maths/index.ts';
import { chargesOf, onceOf } from './charges.ts';
import { periodsPerYear } from './frequency.ts';
import type { Product } from './product.ts';

export interface LoanFee {
  readonly key: string;
  readonly title: string;
  readonly amount: string;
  readonly inApr: boolean;
}

/** A plan with what is billed besides: all that a yearly cost is made of. */
export interface PricedPlan {
  readonly product: Product;
  readonly terms: ScheduleTerms;
  readonly schedule: Schedule;
  /** As the lender bills them. */
  readonly fees: readonly LoanFee[];
}

/** The fees that the lender itself bills when a loan of this amount is paid out, rounded at R6. */
export function feesOf(product: Product, amount: string): readonly LoanFee[] {
  return product.fees
    .filter((fee) => (fee.payee ?? 'lender') === 'lender' && (fee.timing ?? 'AT_DISBURSEMENT') === 'AT_DISBURSEMENT')
    .map((fee) => ({ key: fee.key, title: fee.title, inApr: fee.inApr !== false, amount: onceOf(product, fee, amount) }));
}

/** What the borrower receives and pays, whoever receives it: `fees` as billed, and from the product what is paid later or to
 *  others. Source: calculation spec B.9, B.19. */
function cashFlowsOf({ product, terms, schedule, fees }: PricedPlan): readonly CostFlow[] {
  const billed = fees.map((fee) => ({ code: fee.key, timing: 'AT_DISBURSEMENT' as const, amount: fee.amount, inApr: fee.inApr }));
  const others = chargesOf(product, { amount: terms.principal, disbursedOn: terms.disbursementDate, schedule })
    .filter((charge) => charge.inApr && !fees.some((fee) => fee.key === charge.key))
    .flatMap((charge) => charge.parts.map((part): CostFlow => ({ period: part.period, date: part.date, amount: `-${part.amount}` })))
    .filter((flow) => !/^-[0.]+$/.test(flow.amount));
  return [...costFlows(terms, schedule, billed), ...others];
}

/** The yearly cost to the borrower, against the product's own cap unless another is given. Source: calculation spec B.19. */
export function annualCostOf(plan: PricedPlan, cap: string | null = plan.product.capAprPercent): AnnualisedCost {
  const { product, terms, schedule } = plan;
  const flows = cashFlowsOf(plan);
  // Rows that the frequency does not place have only their dates in common with a year.
  if (terms.method === 'CUSTOM' || schedule.rows[0]?.n === 0 || hasOddStart(terms)) return costOnDates(flows, cap);
  // A bullet has one period, as long as the loan.
  const perYear = periodsPerYear(product.every, terms.method === 'BULLET' ? (terms.periods ?? 1) : 1);
  return annualisedCost({ flows, periodsPerYear: perYear, decimals: 4, ...(cap === null ? {} : { capAprPercent: cap }) });
}

/** Whether the first period is longer or shorter than the others: counted as a whole one it would misstate the year. */
function hasOddStart({ disbursementDate, dueDay, termUnit = 'MONTH' }: ScheduleTerms): boolean {
  if (dueDay === undefined || termUnit === 'DAY' || termUnit === 'WEEK') return false;
  const day = Number(disbursementDate.slice(8));
  const monthEnd = Number(formatDay(addMonths(parseDay(`${disbursementDate.slice(0, 8)}01`), 1) - 1).slice(8));
  return day !== Math.min(dueDay, monthEnd);
}

/** Irregular rows: the yearly rate on real dates, and the monthly rate equal to it times twelve. */
function costOnDates(flows: readonly CostFlow[], cap: string | null): AnnualisedCost {
  const exact = annualisedCost({ flows, periodsPerYear: 12, decimals: 16 });
  const yearly = new Decimal(exact.xirrPercent ?? exact.effectivePercent);
  const monthly = yearly.div(100).plus(1).pow(new Decimal(1).div(12)).minus(1).times(1200);
  const shown = (value: Decimal): string => value.toFixed(4, Decimal.ROUND_HALF_UP);
  return {
    aprPercent: shown(monthly),
    effectivePercent: shown(yearly),
    xirrPercent: shown(yearly),
    totalCost: exact.totalCost,
    withinCap: cap === null ? null : monthly.lte(cap),
  };
}
