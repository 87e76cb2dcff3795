import { unsupported } from '../refusal.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';
export type LoanEvent = { type: 'DISBURSEMENT' | 'REPAYMENT' | 'PAYOFF' | 'REVERSAL' | 'RATE_CHANGE' | 'INTEREST_PAUSE' };
export interface ReplayTerms extends ScheduleTerms { interestBasis: string; allocation: { axis: string; order: string[]; advance: string } }
export interface ReplayedRow { n: number; derivation: string }
export interface ReplayedLoan { rows: ReplayedRow[] }
export function replayLoan(_terms: ReplayTerms, _events: readonly LoanEvent[], _asOf: string): ReplayedLoan { throw unsupported('replay'); }
