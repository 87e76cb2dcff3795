import { roundToUnit, parseUnit, type RoundingMode } from '../number/rounding.ts';
import { parseDecimal } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { regularYields, solveLevelAmount } from '../amortization/level-amount.ts';
import { wholeNumber } from './terms.ts';

/** The level amount of a loan with equal periods, rounded at R1: P·i·(1+i)^n / ((1+i)^n − 1) with i = annual rate ×
 *  months / 12; P/n when the rate is 0. For a quick quote; a plan with real days needs `buildSchedule`.
 *  Refuses BAD_TERMS, NOT_A_DECIMAL. Source: calculation spec B.5, LEVEL; vectors V1, V18. */
export function levelInstalment(terms: {
  principal: string;
  annualRate: string;
  periods: number;
  /** Months of one period; 1 unless given. */
  monthsPerPeriod?: number;
  unit?: string;
  mode?: RoundingMode;
  /** Balance left for the last row (BALLOON). */
  balloon?: string;
}): string {
  const rows = wholeNumber(terms.periods, 'periods', 1);
  const amount = solveLevelAmount({
    balance: parseDecimal(terms.principal),
    yields: regularYields(parseDecimal(terms.annualRate), terms.monthsPerPeriod ?? 1, rows),
    ...(terms.balloon === undefined ? {} : { balloon: parseDecimal(terms.balloon) }),
  });
  return formatMoney(roundToUnit(amount, parseUnit(terms.unit ?? '0.01'), terms.mode ?? 'HALF_UP'));
}
