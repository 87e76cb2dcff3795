import { type Day, parseDay } from '../calendar/date.ts';
import { add, compare, type Fraction, parseDecimal, sum, ZERO } from '../number/fraction.ts';

/** Unpaid amounts of a due date. */
export interface UnpaidAmount {
  readonly dueDate: string;
  readonly principal?: string;
  readonly interest?: string;
  readonly fee?: string;
}

export interface DaysPastDue {
  readonly dpdPrincipal: number;
  readonly dpdInterest: number;
  readonly dpd: number;
}

/** Business date − due date of the oldest unpaid amount above the tolerance, for principal and for interest with fees;
 *  amounts of one due date are added before the comparison. Source: calculation spec B.21, DEFINITIONS 9. */
export function daysPastDue(items: readonly UnpaidAmount[], bizDate: string, tolerance = '0'): DaysPastDue {
  const today = parseDay(bizDate);
  const least = parseDecimal(tolerance);
  const family = (amountOf: (item: UnpaidAmount) => Fraction): number => {
    const byDate = new Map<Day, Fraction>();
    for (const item of items) {
      const due = parseDay(item.dueDate);
      byDate.set(due, add(byDate.get(due) ?? ZERO, amountOf(item)));
    }
    const late = [...byDate].filter(([due, amount]) => due < today && compare(amount, least) > 0).map(([due]) => due);
    return late.length === 0 ? 0 : today - Math.min(...late);
  };
  const dpdPrincipal = family((item) => parseDecimal(item.principal ?? '0'));
  const dpdInterest = family((item) => sum([parseDecimal(item.interest ?? '0'), parseDecimal(item.fee ?? '0')]));
  return { dpdPrincipal, dpdInterest, dpd: Math.max(dpdPrincipal, dpdInterest) };
}
