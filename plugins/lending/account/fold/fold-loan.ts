import { type AccountEvent, actingEvents } from './account-event.ts';
import { type AccountTerms, checkAccountTerms } from './account-terms.ts';
import { applyEvent } from './apply-event.ts';
import { refuseAboveCap, withBalance } from './cost-cap.ts';
import { type EventSplit, type LoanCourse, startCourse } from './course.ts';
import { type LoanState, readCourse } from './loan-state.ts';

export interface FoldedLoan {
  readonly state: LoanState;
  /** What each event did when it acted, in the order in which they acted. A later change of the plan may have moved
   *  money that was paid in advance; the rows say where it stands. */
  readonly splits: readonly EventSplit[];
}

/** A loan from its facts alone: as it stands on the value date `asOf`, as the company knew it on the booking date
 *  `knownOn`. Events need no order. Refuses what `checkAccountTerms`, `actingEvents` and `applyEvent` refuse, and
 *  COST_CAP_REACHED. Source: lending spec B.7–B.16. */
export function foldLoan(terms: AccountTerms, events: readonly AccountEvent[], reading: Reading): FoldedLoan {
  const course = foldCourse(terms, events, reading);
  return { state: readCourse(course, reading.asOf), splits: course.splits };
}

export interface Reading {
  readonly asOf: string;
  readonly knownOn: string;
}

/** The same before it is read: plan, rows and splits after the last event. */
export function foldCourse(terms: AccountTerms, events: readonly AccountEvent[], reading: Reading): LoanCourse {
  checkAccountTerms(terms);
  const course = actingEvents(events, reading).reduce((before, event) => {
    if (before.versions.length > 0) refuseAboveCap(before, event.valueDate);
    return withBalance(applyEvent(before, event), event.valueDate);
  }, startCourse(terms));
  if (course.versions.length > 0) refuseAboveCap(course, reading.asOf);
  return course;
}
