import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';
import { addMoney, compareMoney, subtractMoney } from '../maths/index.ts';
import { found } from '../refuse.ts';
import { allocationsOf } from './allocations-of.ts';
import { type BookedAs, differenceJournals } from './difference-journals.ts';
import { appendEvents, type NewFact, type StoredEvent } from './loan-events.ts';
import { planChange, type PlannedChange } from './plan-change.ts';
import type { LoanRecord } from './records.ts';
import { settleContract } from './settle-contract.ts';
import { writeProjection } from './write-projection.ts';

export interface BookedChange {
  readonly change: PlannedChange;
  readonly event: StoredEvent;
  readonly journal: string | null;
}

/** Books one fact: the loan is computed anew from all of its facts, its records are rewritten, and what differs in the books is
 *  posted today with the fact as its cause; what is posted stays. The caller holds the lock of the loan.
 *  Refuses what `planChange` refuses, and `lending.credit-used`. Source: lending spec B.13. */
export async function bookChange(context: OperationContext, loan: LoanRecord, fact: NewFact, as: BookedAs): Promise<BookedChange> {
  const change = await planChange(context, loan, fact);
  const [event] = await appendEvents(context, loan, [fact], change.known.at(-1)?.seq ?? 0);
  await writeProjection(context, change);
  await moveAllocations(context, change);
  const journal = await postJournals(context, change, { as, cause: event?.id ?? '' });
  await moveCredit(context, loan.customer, subtractMoney(change.after.surplus, change.before.surplus));
  await settleContract(context, loan.contract);
  return { change, event: event as StoredEvent, journal };
}

async function postJournals(
  context: OperationContext,
  change: PlannedChange,
  { as, cause }: { readonly as: BookedAs; readonly cause: string },
): Promise<string | null> {
  const { loan, fact } = change;
  const post = context.capability<object, { readonly journal: string | null }>('ledger.post-difference');
  let first: string | null = null;
  for (const { event, amounts } of differenceJournals(change.before, change.after, as)) {
    const { journal } = await post({
      event,
      amounts,
      valueDate: fact.valueDate,
      dimensions: { loan: loan.id, customer: loan.customer, unit: loan.ownerUnit },
      memo: `${MEMO[as]} ${loan.no}`,
      cause,
    });
    first ??= journal;
  }
  return first;
}

const MEMO: Readonly<Record<BookedAs, string>> = { ordinary: '借据变更', reversal: '还款冲正', waiver: '减免', difference: '重算差额' };

/** Receipts whose money now stands on other instalments say so. */
async function moveAllocations(context: OperationContext, { moved }: PlannedChange): Promise<void> {
  const records = context.asSystem('重算还款分配');
  for (const { event, split } of moved) {
    if (event.cause !== undefined) await records.update('receipt', event.cause, { allocations: allocationsOf(split), surplus: split.surplus });
  }
}

/** What nobody owes becomes the customer's credit; what is taken back must still be there. */
export async function moveCredit(context: OperationContext, customerId: string, more: string): Promise<void> {
  if (compareMoney(more, '0') === 0) return;
  const records = context.asSystem('客户余额');
  const customer = found(await records.lock('customer', customerId));
  const creditBalance = addMoney(String(customer['creditBalance'] ?? '0.00'), more);
  if (compareMoney(creditBalance, '0') < 0)
    throw new Refusal('lending.credit-used', { needed: subtractMoney('0', more), left: String(customer['creditBalance']) });
  await records.update('customer', customerId, { creditBalance });
}
