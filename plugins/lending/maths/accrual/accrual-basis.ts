import { parseDay } from '../calendar/date.ts';
import { divide, type Fraction, fraction, multiply, parseDecimal } from '../number/fraction.ts';
import { parseUnit } from '../number/rounding.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';
import type { ScheduleRow } from '../schedule/schedule.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';

/** What the interest of one row needs to be accrued day by day without counting days again: k days after `from` the row
 *  has earned round(numerator × k / denominator) rounding units. Exact whole numbers, as text. */
export interface AccrualBasis {
  readonly from: string;
  readonly numerator: string;
  readonly denominator: string;
}

/** The basis of a row that was built with its trace. Holds for day counts whose parts are equal shares of real days
 *  (ACT_360, ACT_364, ACT_365F, and all that share a period by days); refuses UNSUPPORTED_CONVENTION for ACT_ACT_ISDA.
 *  A first row that carries the odd days of ADD_TO_FIRST earns its whole interest in equal shares from the disbursement.
 *  Source: calculation spec B.7; DEFINITIONS 7. */
export function accrualBasis(row: ScheduleRow, terms: ScheduleTerms): AccrualBasis {
  const { trace } = row;
  if (trace === undefined) throw new MathsRefusal('BAD_TERMS', { field: 'trace', value: '' });
  if (terms.dayCount === 'ACT_ACT_ISDA') throw unsupported('accrual of ACT_ACT_ISDA in equal days');
  const unit = parseUnit(terms.rounding.money ?? '0.01');
  const carriesStub = terms.stub?.policy === 'ADD_TO_FIRST' && row.n === 1 && row.startDate > terms.disbursementDate;
  const from = carriesStub ? terms.disbursementDate : row.startDate;
  const days = parseDay(row.dueDate) - parseDay(from);
  const exact = carriesStub ? parseDecimal(row.interest) : exactInterest(trace);
  const perDay = multiply(divide(exact, unit), fraction(1, days));
  return { from, numerator: perDay.numerator.toString(), denominator: perDay.denominator.toString() };
}

/** Balance × rate × time; with several rates the factor of the trace holds them already. */
function exactInterest(trace: NonNullable<ScheduleRow['trace']>): Fraction {
  const [top = '0', bottom = '1'] = trace.factor.split('/');
  const time = fraction(BigInt(top), BigInt(bottom));
  const base = multiply(parseDecimal(trace.balance), time);
  return trace.rate.includes(' then ') ? base : multiply(base, parseDecimal(trace.rate));
}
