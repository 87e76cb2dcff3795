/** Where a statement finds the row of the schedule that runs on a date: on the accrual `a`, or in the schedule `i` itself. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly numerator: string;
  readonly denominator: string;
  /** Interest of all rows before it. */
  readonly before: string;
}

export const carried: Period = { from: 'a.period_from', to: 'a.period_to', numerator: 'a.numerator', denominator: 'a.denominator', before: 'a.before' };
export const scheduled: Period = {
  from: 'i.accrual_from',
  to: 'i.due_on',
  numerator: 'i.accrual_numerator',
  denominator: 'i.accrual_denominator',
  before: 'i.interest_before',
};

/** SQL of the interest that the loan `l` with the accrual `a` has earned before a date: periods that have ended count whole, the
 *  running one by its days. The date is an expression of type date. Source: lending spec B.0, B.7. */
export function earnedBefore(date: string, period: Period): string {
  return `case
    when ${date} >= a.matures_on then a.total
    when ${date} <= l.disbursed_on then 0
    else ${period.before} + ${units(date, period)} * a.rounding_unit
  end`;
}

/** Rounding units that the running period has earned, in the loan's mode; both sides are whole numbers, so it is exact. */
function units(date: string, { from, numerator, denominator }: Period): string {
  const earned = `${numerator} * (${date} - ${from})`;
  return `case a.rounding_mode
    when 'HALF_UP' then div(2 * ${earned} + ${denominator}, 2 * ${denominator})
    when 'DOWN' then div(${earned}, ${denominator})
    when 'UP' then div(${earned} + ${denominator} - 1, ${denominator})
    when 'HALF_EVEN' then div(2 * ${earned} + ${denominator}, 2 * ${denominator})
      - case when mod(2 * ${earned} + ${denominator}, 2 * ${denominator}) = 0 and mod(div(2 * ${earned} + ${denominator}, 2 * ${denominator}), 2) = 1 then 1 else 0 end
  end`;
}
