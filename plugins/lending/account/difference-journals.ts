import { addMoney, compareMoney, subtractMoney } from '../maths/index.ts';
import type { BookFigures } from './plan-change.ts';

export interface JournalEntry {
  readonly event: string;
  /** Not zero; below zero goes to the other side. */
  readonly amounts: Readonly<Record<string, string>>;
}

/** What a change is to the books: an ordinary entry of the day, the taking back of a repayment, a waiver, or the difference that a
 *  replay leaves. */
export type BookedAs = 'ordinary' | 'reversal' | 'waiver' | 'difference';

/** Journals that bring the books from one state of a loan to another. The sum of all is the same however it is booked, because
 *  every account follows from the figures of the state. Source: lending spec C.3 (C05, C07–C09, C11, C14–C16, C20). */
export function differenceJournals(before: BookFigures, after: BookFigures, as: BookedAs): readonly JournalEntry[] {
  const more = (key: keyof BookFigures): string => subtractMoney(after[key], before[key]);
  const principal = more('principalPaid');
  const overduePrincipal = fromOverdue(principal, before.overdueBooked, after.overdueBooked);
  const overdue = subtractMoney(after.overdueBooked, subtractMoney(before.overdueBooked, overduePrincipal));
  const paid = {
    principal: subtractMoney(principal, overduePrincipal),
    overduePrincipal,
    interest: more('interestPaid'),
    fee: more('feePaid'),
    penalty: more('penaltyPaid'),
  };
  const recognised = { accrued: more('recognised'), penaltyAccrued: more('penaltyCharged'), memoInterest: more('memo'), overdue };
  const surplus = more('surplus');
  const fee = { event: 'C08', amounts: { charged: more('feeCharged') } };
  const waived = more('penaltyWaived');
  const entries: JournalEntry[] = [];
  switch (as) {
    case 'difference':
      entries.push(fee, { event: 'C15', amounts: { ...recognised, ...paid, surplus } }, { event: 'C20', amounts: { penalty: waived } });
      break;
    case 'reversal':
      entries.push(
        { event: 'C14', amounts: negated(paid) },
        fee,
        { event: 'C15', amounts: { ...recognised, surplus } },
        { event: 'C20', amounts: { penalty: waived } },
      );
      break;
    case 'waiver':
      entries.push(
        { event: 'C07', amounts: { penalty: recognised.penaltyAccrued } },
        fee,
        { event: 'C20', amounts: { penalty: waived, ...negated({ interest: recognised.accrued, memoInterest: recognised.memoInterest }) } },
        { event: 'C15', amounts: { overdue, ...paid, surplus } },
      );
      break;
    case 'ordinary':
      entries.push(
        { event: 'C05', amounts: { interest: recognised.accrued } },
        { event: 'C07', amounts: { penalty: recognised.penaltyAccrued } },
        fee,
        { event: 'C09', amounts: paid },
        { event: 'C11', amounts: { surplus } },
        { event: 'C15', amounts: { memoInterest: recognised.memoInterest } },
        { event: 'C20', amounts: { penalty: waived } },
        { event: 'C16', amounts: compareMoney(overdue, '0') >= 0 ? { overdue } : { back: subtractMoney('0', overdue) } },
      );
  }
  return entries
    .map(({ event, amounts }) => ({ event, amounts: Object.fromEntries(Object.entries(amounts).filter(([, amount]) => compareMoney(amount, '0') !== 0)) }))
    .filter(({ amounts }) => Object.keys(amounts).length > 0);
}

/** The part of repaid principal that the overdue account gives, or gets back. */
function fromOverdue(principal: string, before: string, after: string): string {
  const isTakenBack = compareMoney(principal, '0') < 0;
  const size = isTakenBack ? subtractMoney('0', principal) : principal;
  const booked = isTakenBack ? after : before;
  const part = compareMoney(size, booked) < 0 ? size : booked;
  return isTakenBack ? subtractMoney('0', part) : addMoney('0', part);
}

function negated<Key extends string>(amounts: Readonly<Record<Key, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries<string>(amounts).map(([key, amount]) => [key, subtractMoney('0', amount)]));
}
