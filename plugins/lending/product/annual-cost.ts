import { Decimal } from 'decimal.js';
import {
  addMonths,
  type AnnualisedCost,
  annualisedCost,
  type CostFlow,
  costFlows,
  type Fraction,
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

/** What the borrower receives and pays, and how often a year: null where only the dates say it. */
export interface CostedFlows {
  readonly flows: readonly CostFlow[];
  readonly perYear: Fraction | null;
}

/** The full cash flow, whoever receives it: `fees` as billed, and from the product what is paid later or to others.
 *  Source: calculation spec B.9, B.19. */
export function cashFlowsOf({ product, terms, schedule, fees }: PricedPlan): CostedFlows {
  const billed = fees.map((fee) => ({ code: fee.key, timing: 'AT_DISBURSEMENT' as const, amount: fee.amount, inApr: fee.inApr }));
  const others = chargesOf(product, { amount: terms.principal, disbursedOn: terms.disbursementDate, schedule })
    .filter((charge) => charge.inApr && !fees.some((fee) => fee.key === charge.key))
    .flatMap((charge) => charge.parts.map((part): CostFlow => ({ period: part.period, date: part.date, amount: `-${part.amount}` })))
    .filter((flow) => !/^-[0.]+$/.test(flow.amount));
  const flows = [...costFlows(terms, schedule, billed), ...others];
  // Rows that the frequency does not place have only their dates in common with a year.
  const isPlaced = terms.method !== 'CUSTOM' && schedule.rows[0]?.n !== 0 && !hasOddStart(terms);
  // A bullet has one period, as long as the loan.
  return { flows, perYear: isPlaced ? periodsPerYear(product.every, terms.method === 'BULLET' ? (terms.periods ?? 1) : 1) : null };
}

/** The yearly cost to the borrower, against the product's own cap. Source: calculation spec B.19. */
export function annualCostOf(plan: PricedPlan): AnnualisedCost {
  return costOfFlows(cashFlowsOf(plan), plan.product.capAprPercent);
}

/** The three annualised figures of a cash flow, and whether it is within a cap on the first of them. */
export function costOfFlows({ flows, perYear }: CostedFlows, cap: string | null): AnnualisedCost {
  if (perYear === null) return costOnDates(flows, cap);
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
