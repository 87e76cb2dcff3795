import { parseDay } from '../calendar/date.ts';
import { compare, parseDecimal, subtract, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';
import { contextOf } from '../schedule/build-periods.ts';
import type { Period } from '../schedule/period.ts';
import type { PlanTerms } from '../schedule/terms.ts';
import type { AmortizationMethod } from './amortization.ts';

/** 自定义计划: rows state a principal, a payment, or only a date (which pays the balance).
 *  Refuses DATES_NOT_INCREASING, PRINCIPAL_SUM (a row above the balance, or a balance left),
 *  PAYMENT_BELOW_INTEREST. Source: DEFINITIONS 5, CUSTOM. */
export const custom: AmortizationMethod = {
  id: 'CUSTOM',
  interestOn: 'BALANCE',
  plan({ terms }) {
    const rows = terms.given.rows ?? [];
    const stated = rows.filter((row) => row.principal !== undefined).map((row) => parseDecimal(row.principal ?? '0'));
    if (stated.length === rows.length && compare(sum(stated), terms.principal) !== 0) {
      throw new MathsRefusal('PRINCIPAL_SUM', { stated: formatMoney(sum(stated)), principal: formatMoney(terms.principal) });
    }
    return {
      instalment: null,
      rule: 'CUSTOM: principal as stated in the row',
      statesLastRow: true,
      principalOf({ index, balance, interest }) {
        const row = rows[index];
        const isLast = index === rows.length - 1;
        const principal =
          row?.principal !== undefined ? parseDecimal(row.principal) : row?.payment !== undefined ? subtract(parseDecimal(row.payment), interest) : balance;
        if (row?.payment !== undefined && compare(principal, ZERO) < 0) {
          throw new MathsRefusal('PAYMENT_BELOW_INTEREST', { payment: row.payment, interest: formatMoney(interest) });
        }
        if (compare(principal, balance) > 0 || (isLast && compare(principal, balance) !== 0)) {
          throw new MathsRefusal('PRINCIPAL_SUM', { row: String(index + 1), balance: formatMoney(balance) });
        }
        return principal;
      },
    };
  },
};

/** The periods of a custom plan: real dates from the disbursement on. */
export function customPeriods(terms: PlanTerms): Period[] {
  const rows = terms.given.rows;
  if (!rows || rows.length === 0) throw unsupported('CUSTOM without rows');
  const days = rows.map((row) => parseDay(row.date));
  const context = contextOf(terms, days.at(-1) ?? terms.disbursement);
  let start = terms.disbursement;
  return days.map((end, index) => {
    if (end <= start) throw new MathsRefusal('DATES_NOT_INCREASING', { row: String(index + 1) });
    const counted = terms.dayCount.count(start, end, context);
    const free = index < terms.interestFreeRows;
    const period: Period = {
      n: index + 1,
      start,
      end,
      due: end,
      factor: free ? ZERO : counted.factor,
      days: counted.days,
      rates: [{ at: ZERO, rate: terms.rate }],
      charged: ZERO,
    };
    start = end;
    return period;
  });
}
