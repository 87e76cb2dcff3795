import { ZERO } from '../number/fraction.ts';
import type { AmortizationMethod } from './amortization.ts';

/** 一次性还本付息: one row with all principal and interest. Source: calculation spec B.5, vector V4. */
export const bullet: AmortizationMethod = {
  id: 'BULLET',
  interestOn: 'BALANCE',
  plan: () => ({ instalment: null, rule: 'BULLET: one row repays all', principalOf: () => ZERO }),
};
