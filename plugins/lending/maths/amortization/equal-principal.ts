import { type AmortizationMethod, equalShare } from './amortization.ts';

/** 等额本金: p = R3(P/n) in every row, interest on the balance. Source: calculation spec B.5, vector V2. */
export const equalPrincipal: AmortizationMethod = {
  id: 'EQUAL_PRINCIPAL',
  interestOn: 'BALANCE',
  plan(input) {
    const share = equalShare(input.terms, input.balance, input.periods.length);
    return { instalment: share, rule: 'EQUAL_PRINCIPAL: principal = R3(P/n)', principalOf: () => share };
  },
};
