/** Who receives a fee. The borrower's cost counts all of them. Source: calculation spec B.9. */
export const PAYEES = ['lender', 'guarantor', 'insurer', 'appraiser', 'registry', 'intermediary', 'entrustor'] as const;
export type Payee = (typeof PAYEES)[number];

/** What a fee is a share of; PER_INSTALMENT is an amount each period, TIERED a fraction that depends on the amount. */
export const FEE_BASES = ['FIXED', 'PCT_AMOUNT', 'PCT_BALANCE', 'PCT_INTEREST', 'PER_INSTALMENT', 'TIERED'] as const;
export type FeeBasis = (typeof FEE_BASES)[number];

/** When it is paid; ON_EVENT only if the event happens, so it is contingent and apart from the annual cost. */
export const FEE_TIMINGS = ['BEFORE', 'AT_DISBURSEMENT', 'PER_PERIOD', 'AT_CLOSURE', 'ON_EVENT'] as const;
export type FeeTiming = (typeof FEE_TIMINGS)[number];

/** A fee as analysts write it. */
export interface ProductFee {
  readonly title: string;
  readonly basis: FeeBasis;
  readonly value?: string;
  readonly tiers?: readonly { readonly upTo?: string; readonly value: string }[];
  readonly timing?: FeeTiming;
  readonly event?: string;
  readonly payee?: Payee;
  readonly inApr?: boolean;
}
