import type { CalendarData } from '../calendar/business-day.ts';
import type { RoundingTerms } from '../schedule/terms.ts';

/** Unpaid parts of a due instalment. */
export interface OverdueItem {
  readonly n: number;
  readonly dueDate: string;
  readonly principal: string;
  readonly interest: string;
}

export interface OverduePayment {
  /** Number of the item. */
  readonly item: number;
  readonly valueDate: string;
  readonly principal: string;
  readonly interest: string;
}

/** CONTRACT_FACTOR m: contract × (1 + m) under REPLACE, contract × m under ADD. ANNUAL_FIXED and DAILY_FIXED: `rate`.
 *  AMOUNT_PER_INSTALMENT: `amount` once per late item. Source: DEFINITIONS 8.5. */
export type PenaltyRate =
  | { readonly kind: 'CONTRACT_FACTOR'; readonly m: string }
  | { readonly kind: 'ANNUAL_FIXED'; readonly rate: string }
  | { readonly kind: 'DAILY_FIXED'; readonly rate: string }
  | { readonly kind: 'AMOUNT_PER_INSTALMENT'; readonly amount: string };

export interface PenaltyTerms {
  /** REPLACE: the penalty rate stands in place of the contract rate. ADD: on top of it. */
  readonly mode: 'REPLACE' | 'ADD';
  readonly base: 'PRINCIPAL' | 'PRINCIPAL_INTEREST' | 'INTEREST' | 'OUTSTANDING';
  readonly rate: PenaltyRate;
  readonly graceDays?: number;
  /** A payment after the grace days is charged from the due date; else from the end of the grace. */
  readonly graceRetroactive?: boolean;
  /** REPLACE only: contract interest in days without penalty. */
  readonly graceInterest?: 'CONTRACT' | 'NONE';
  readonly freeToNextBusinessDay?: boolean;
}

export interface DatedAmount {
  readonly from: string;
  readonly amount: string;
}

/** Total-cost cap on the real balance and real days. */
export interface CostCap {
  readonly annualRate: string;
  readonly yearBasis: number;
  /** Interest and fees already charged. */
  readonly charged: string;
  readonly balances: readonly DatedAmount[];
}

export interface OverdueTerms {
  readonly items: readonly OverdueItem[];
  readonly payments?: readonly OverduePayment[];
  readonly asOf: string;
  readonly yearBasis: number;
  readonly contractRate?: string;
  readonly contractRates?: readonly { readonly from: string; readonly annualRate: string }[];
  readonly rounding: RoundingTerms;
  readonly penalty: PenaltyTerms;
  readonly compound?: { readonly enabled: boolean };
  readonly maturityDate?: string;
  readonly outstanding?: readonly DatedAmount[];
  readonly calendar?: CalendarData;
  readonly cap?: CostCap;
}
