import type { PenaltyTerms, Prepayment, PrepaymentFee } from '../maths/index.ts';

/** What lateness costs, as analysts write it. Source: calculation spec B.8. */
export interface PenaltyContent {
  readonly mode?: PenaltyTerms['mode'];
  readonly base?: PenaltyTerms['base'];
  readonly rate: { readonly kind: PenaltyTerms['rate']['kind']; readonly value: string };
  readonly graceDays?: number;
  readonly graceRetroactive?: boolean;
  readonly freeToNextBusinessDay?: boolean;
  readonly compound?: boolean;
}

/** How a loan may be repaid early, as analysts write it. Source: calculation spec B.10. */
export interface PrepaymentContent {
  readonly modes: readonly Prepayment['mode'][];
  readonly lockMonths?: number;
  readonly minAmount?: string;
  readonly minInterestDays?: number;
  readonly fee?: PrepaymentFee;
}

export interface Penalty {
  readonly terms: PenaltyTerms;
  /** Interest on unpaid interest (复利). */
  readonly compound: boolean;
}

/** The terms that the penalty mathematics takes. */
export function penaltyOf(content: PenaltyContent): Penalty {
  const { rate, compound, mode, base, ...grace } = content;
  return { terms: { mode: mode ?? 'REPLACE', base: base ?? 'PRINCIPAL', rate: penaltyRate(rate), ...grace }, compound: compound === true };
}

function penaltyRate({ kind, value }: PenaltyContent['rate']): PenaltyTerms['rate'] {
  switch (kind) {
    case 'CONTRACT_FACTOR':
      return { kind, m: value };
    case 'AMOUNT_PER_INSTALMENT':
      return { kind, amount: value };
    default:
      return { kind, rate: value };
  }
}
