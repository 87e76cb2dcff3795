import { addMoney, parseDay } from '../maths/index.ts';
import { divide, fraction, multiply, parseDecimal } from '../maths/number/fraction.ts';
import { parseUnit, roundToUnit } from '../maths/number/rounding.ts';
import { formatMoney } from '../maths/number/money.ts';
import type { RoundingTerms } from '../maths/schedule/terms.ts';

/** What an instalment needs to say what it has earned on a day, as it is stored; nulls where no equal share of days does. */
export interface EarningRow {
  readonly dueOn: string;
  readonly accrualFrom: string | null;
  readonly accrualNumerator: string | null;
  readonly accrualDenominator: string | null;
  /** Interest of all rows before, and of what was prepaid before. */
  readonly interestBefore: string | null;
}

/** Interest earned through a day by the rows of a schedule: the same figure as the day-end's statement. Null when the running
 *  row has no basis; the fold says it then. Source: lending spec B.7. */
export function earnedInterest(
  rows: readonly EarningRow[],
  on: { readonly through: string; readonly total: string; readonly maturesOn: string; readonly disbursedOn: string; readonly rounding: RoundingTerms },
): string | null {
  const { through, rounding } = on;
  if (through >= on.maturesOn) return on.total;
  if (through <= on.disbursedOn) return '0.00';
  const row = rows.find((one) => one.accrualFrom !== null && one.accrualFrom < through && one.dueOn >= through);
  if (row === undefined || row.accrualFrom === null || row.accrualNumerator === null || row.accrualDenominator === null || row.interestBefore === null)
    return null;
  const unit = rounding.money ?? '0.01';
  const perDay = divide(parseDecimal(row.accrualNumerator), parseDecimal(row.accrualDenominator));
  const exact = multiply(multiply(perDay, parseUnit(unit)), fraction(parseDay(through) - parseDay(row.accrualFrom)));
  const earned = formatMoney(roundToUnit(exact, parseUnit(unit), rounding.mode));
  return addMoney(row.interestBefore, earned);
}
