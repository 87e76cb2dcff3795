import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import type { AccountEvent, AccountFact } from './fold/account-event.ts';
import type { AccountTerms } from './fold/account-terms.ts';
import { ownerOf, type LoanRecord } from './records.ts';
import { dailyBasisOf } from '../product/daily-basis.ts';

/** A fact as it is booked: the day on which it acts, and what it came from. */
export type NewFact = AccountFact & {
  readonly valueDate: string;
  readonly receipt?: string;
  readonly reason?: string;
  /** Id of the event that a reversal takes out. */
  readonly reverses?: string;
};

/** A stored event; `id` is that of its record. */
export type StoredEvent = AccountEvent & { readonly id: string };

interface EventRow {
  readonly id: string;
  readonly seq: number | string;
  readonly kind: AccountFact['kind'];
  readonly valueDate: string;
  readonly bookDate: string;
  readonly receipt: string | null;
  readonly payload: object | null;
}

/** Every event of a loan in the order of booking. */
export async function eventsOf(context: OperationContext, loan: string): Promise<readonly StoredEvent[]> {
  const rows = await context.sql<EventRow>(
    `select e.id::text as id, e.seq::int as seq, e.kind, e.value_date::text as "valueDate", e.book_date::text as "bookDate", e.receipt::text as receipt, e.payload
     from {loan-event} e where e.loan = $1::uuid order by e.seq`,
    [loan],
  );
  return rows.map(
    ({ payload, seq, receipt, ...row }) => ({ ...row, ...payload, seq: Number(seq), ...(receipt === null ? {} : { cause: receipt }) }) as StoredEvent,
  );
}

/** Adds facts to a loan, booked today by the actor; the caller holds the lock of the loan. `last` is the number of its latest
 *  event, when the caller knows it. Answers them as stored. Source: lending spec B.13.1. */
export async function appendEvents(context: OperationContext, loan: LoanRecord, facts: readonly NewFact[], last?: number): Promise<readonly StoredEvent[]> {
  const before = last ?? (await lastSeqOf(context, loan.id));
  const bookDate = context.businessDate;
  const drafts = facts.map(({ valueDate, receipt, reason, reverses, kind, ...payload }, index) => ({
    about: { seq: before + index + 1, kind, valueDate, bookDate },
    from: { receipt: receipt ?? null, reason: reason ?? null, reverses: reverses ?? null },
    payload,
  }));
  const ids = await context.asSystem('记录借据事件').createMany(
    'loan-event',
    drafts.map(({ about, from, payload }) => ({ loan: loan.id, ...about, ...from, actor: context.actor.userId, payload, ...ownerOf(loan) })),
  );
  return drafts.map(
    ({ about, from, payload }, index) => ({ id: ids[index], ...about, ...payload, ...(from.receipt === null ? {} : { cause: from.receipt }) }) as StoredEvent,
  );
}

async function lastSeqOf(context: OperationContext, loan: string): Promise<number> {
  const [row] = await context.sql<{ seq: number | string | null }>('select max(e.seq)::int as seq from {loan-event} e where e.loan = $1::uuid', [loan]);
  return Number(row?.seq ?? 0);
}

/** What the fold needs of a loan: the terms that it pinned. */
export function accountTermsOf(loan: Pick<LoanRecord, 'terms'>): AccountTerms {
  const { schedule, allocation, penalty, costCap } = loan.terms;
  if (penalty === undefined || penalty === null) return { schedule, allocation };
  return {
    schedule,
    allocation,
    lateness: {
      penalty,
      yearBasis: dailyBasisOf(schedule.dayCount) ?? 360,
      ...(schedule.calendar === undefined ? {} : { calendar: schedule.calendar }),
      ...(costCap === undefined || costCap === null ? {} : { costCap }),
    },
  };
}
