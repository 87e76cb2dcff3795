/** Changes of a plan whose rows count as paid as planned. Dates are ISO, money and rates decimal strings.
 *  On one date: RATE_CHANGE, EXTENSION, then PREPAYMENT and PAYOFF; then `seq`. Source: DEFINITIONS 6. */
export type PlanEvent = RateChange | Extension | Prepayment | Payoff;

interface EventFrame {
  readonly seq: number;
  readonly valueDate: string;
  readonly bookDate?: string;
}

export interface RateChange extends EventFrame {
  readonly type: 'RATE_CHANGE';
  readonly annualRate: string;
  /** IMMEDIATE (default) cuts the running period; NEXT_PERIOD waits for the first period start on or after the date. */
  readonly reset?: 'IMMEDIATE' | 'NEXT_PERIOD';
}

export interface Extension extends EventFrame {
  readonly type: 'EXTENSION';
  readonly annualRate?: string;
  /** Number of instalments from the date on; or … */
  readonly periods?: number;
  /** … one row to this date. */
  readonly newMaturity?: string;
  /** BULLET and INTEREST_ONLY at maturity: PAY (default) keeps the old maturity row without principal, CARRY adds
   *  its interest to the first new row. */
  readonly interestAtOldMaturity?: 'PAY' | 'CARRY';
}

export interface PrepaymentFee {
  readonly pct?: string;
  readonly min?: string;
  readonly max?: string;
  /** The first tier whose `beforeMonths` exceeds the whole months since disbursement; the last has none. */
  readonly tiers?: readonly { readonly beforeMonths?: number; readonly pct: string; readonly min?: string; readonly max?: string }[];
}

export interface Prepayment extends EventFrame {
  readonly type: 'PREPAYMENT';
  readonly mode: 'REDUCE_INSTALMENT' | 'REDUCE_TERM' | 'KEEP_PLAN' | 'ADVANCE_NEXT';
  /** Principal to repay; interest and fee come on top. */
  readonly principalAmount?: string;
  /** Cash: accrued interest, then fee, then principal. */
  readonly amount?: string;
  readonly accruedInterest?: 'PAY_NOW' | 'WITH_NEXT';
  readonly fee?: PrepaymentFee;
  readonly lockMonths?: number;
  readonly minAmount?: string;
}

export interface Payoff extends EventFrame {
  readonly type: 'PAYOFF';
  readonly fee?: PrepaymentFee;
  readonly lockMonths?: number;
  /** With fewer days since disbursement, interest is charged for this many days. */
  readonly minInterestDays?: number;
}
