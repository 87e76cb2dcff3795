import { type AllocationRule, type CalendarData, MathsRefusal, type PenaltyTerms, type ScheduleTerms } from '../../maths/index.ts';

/** What a loan agreed to, for its whole life. */
export interface AccountTerms {
  readonly schedule: ScheduleTerms;
  readonly allocation: AllocationRule;
  /** Absent: lateness costs nothing. */
  readonly lateness?: LatenessTerms;
}

export interface LatenessTerms {
  readonly penalty: PenaltyTerms;
  /** Days of a year in penalty rates. */
  readonly yearBasis: 360 | 365;
  readonly compound?: boolean;
  /** All that the loan may cost in a year, as a fraction of the balance (B.8): a loan that reaches it is refused, because what
   *  was trimmed depends on the days on which somebody looked. */
  readonly costCap?: string;
  readonly calendar?: CalendarData;
}

/** Refuses UNSUPPORTED_CONVENTION where a row's figures would not say what the row owes: interest carried unrounded,
 *  interest that joins the principal in a grace, contract interest that runs beside the penalty, and a penalty on the
 *  whole balance. */
export function checkAccountTerms(terms: AccountTerms): void {
  const { schedule, lateness } = terms;
  if (schedule.rounding.interest === 'NONE') refuse('the account of a loan with unrounded interest');
  if (schedule.grace?.deferredInterest === 'CAPITALISE') refuse('the account of a loan whose grace interest joins the principal');
  if (lateness?.penalty.mode === 'ADD') refuse('the account of a loan with penalty on top of contract interest');
  if (lateness?.penalty.graceInterest === 'CONTRACT') refuse('the account of a loan with contract interest in free days');
  if (lateness?.penalty.base === 'OUTSTANDING') refuse('the account of a loan with penalty on the whole balance');
}

function refuse(what: string): never {
  throw new MathsRefusal('UNSUPPORTED_CONVENTION', { what });
}
