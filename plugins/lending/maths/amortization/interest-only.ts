import { ZERO } from '../number/fraction.ts';
import type { AmortizationMethod } from './amortization.ts';

/** 先息后本: interest in every row, principal in the last. Source: calculation spec B.5, vector V3. */
export const interestOnly: AmortizationMethod = {
  id: 'INTEREST_ONLY',
  interestOn: 'BALANCE',
  plan: () => ({ instalment: null, rule: 'INTEREST_ONLY: principal at maturity', principalOf: () => ZERO }),
};
