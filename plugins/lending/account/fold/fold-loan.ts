import { type AccountEvent, actingEvents } from './account-event.ts';
import { type AccountTerms, checkAccountTerms } from './account-terms.ts';
import { applyEvent } from './apply-event.ts';
import { type EventSplit, startCourse } from './course.ts';
import { type LoanState, readCourse } from './loan-state.ts';

export interface FoldedLoan {
  readonly state: LoanState;
  /** What each event did when it acted, in the order in which they acted. A later change of the plan may have moved
   *  money that was paid in advance; the rows say where it stands. */
  readonly splits: readonly EventSplit[];
}

/** A loan from its facts alone: as it stands on the value date `asOf`, as the company knew it on the booking date
 *  `knownOn`. Events need no order. Refuses what `checkAccountTerms`, `actingEvents` and `applyEvent` refuse.
 *  Source: lending spec B.7–B.16. */
export function foldLoan(terms: AccountTerms, events: readonly AccountEvent[], reading: { readonly asOf: string; readonly knownOn: string }): FoldedLoan {
  checkAccountTerms(terms);
  const course = actingEvents(events, reading).reduce(applyEvent, startCourse(terms));
  return { state: readCourse(course, reading.asOf), splits: course.splits };
}
