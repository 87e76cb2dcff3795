import { type OperationContext, type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { bookChange } from '../account/book-change.ts';
import { type ChangePreview, previewOf } from '../account/change-preview.ts';
import { eventsOf, type NewFact } from '../account/loan-events.ts';
import { planChange } from '../account/plan-change.ts';
import type { LoanRecord } from '../account/records.ts';
import { found } from '../refuse.ts';

/** Takes a posted receipt back: the loan is what it would be without it, and the difference is booked today (C14, C15). The
 *  receipt and its journals stay. Refuses `lending.receipt-not-posted` and what a replay refuses. Source: lending spec B.13, C.3, D.20. */
export const reverseReceipt: OperationDefinition<{ receipt: string; reason: string }, { journal: string | null }> = {
  name: 'lending.reverse-receipt',
  title: '还款冲正',
  input: {
    type: 'object',
    properties: { receipt: { type: 'string' }, reason: { type: 'string', minLength: 1 } },
    required: ['receipt', 'reason'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { journal: { type: ['string', 'null'], format: 'uuid' } } },
  async run(context, { receipt, reason }) {
    const records = context.asSystem('还款冲正');
    const { loan: id } = found(await records.get('receipt', receipt));
    const loan = found(await records.lock('loan', String(id))) as LoanRecord;
    const { journal } = await bookChange(context, loan, { ...(await reversalOf(context, loan, receipt)), reason }, 'reversal');
    return { journal };
  },
};

/** What the reversal would change: by component, and the instalments that it opens again. */
export const previewReversal: OperationDefinition<{ record: string }, ChangePreview> = {
  name: 'lending.preview-reversal',
  title: '预览冲正',
  input: { type: 'object', properties: { record: { type: 'string' } }, required: ['record'] },
  output: { type: 'object' },
  readOnly: true,
  on: 'receipt',
  async run(context, { record }) {
    const receipt = found(await context.records.get('receipt', record));
    const loan = found(await context.asSystem('预览冲正').get('loan', String(receipt['loan']))) as LoanRecord;
    return previewOf(await planChange(context, loan, await reversalOf(context, loan, record)));
  },
};

async function reversalOf(context: OperationContext, loan: LoanRecord, receipt: string): Promise<NewFact> {
  const events = await eventsOf(context, loan.id);
  const reversed = new Set(events.flatMap((event) => (event.kind === 'reversal' ? [event.target] : [])));
  const target = events.find((event) => event.cause === receipt && event.kind !== 'reversal' && !reversed.has(event.seq));
  if (target === undefined) throw new Refusal('lending.receipt-not-posted');
  return { kind: 'reversal', target: target.seq, valueDate: target.valueDate, reverses: target.id, receipt };
}
