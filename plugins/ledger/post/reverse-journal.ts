import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';
import { dimensionsOf } from './dimensions.ts';
import { type PostOutput, type WrittenLine, writeJournal } from './write-journal.ts';

export interface ReverseInput {
  /** Id of the journal that is taken back. */
  readonly journal: string;
  /** Event of the mirror; that of the journal unless given. */
  readonly event?: string;
  /** Value date of the mirror; that of the journal unless given, so that both vanish together from any date on. */
  readonly valueDate?: string;
  readonly memo?: string;
  readonly cause?: string;
}

/** Takes a posted journal back: the same lines with their sides exchanged, booked today and linked to it. The first one stays.
 *  The journal's row is locked, so of two at once the second finds it reversed; a unique index holds even without the lock.
 *  Refuses `ledger.unknown-journal`, `ledger.already-reversed`, `ledger.is-reversal`. Source: lending spec C.2. */
export async function reverseJournal(context: OperationContext, input: ReverseInput): Promise<PostOutput> {
  const records = context.asSystem(`冲销 ${input.journal}`);
  const original = await records.lock('journal', input.journal);
  if (original === undefined) throw new Refusal('ledger.unknown-journal');
  const no = String(original['no']);
  if (original['reverses'] !== null && original['reverses'] !== undefined) throw new Refusal('ledger.is-reversal', { no });
  const [earlier] = await records.find('journal', { reverses: original.id }, { limit: 1 });
  if (earlier !== undefined) throw new Refusal('ledger.already-reversed', { no, by: String(earlier['no']) });
  const lines = await records.find('journal-line', { journal: original.id }, { orderBy: ['lineNo'], limit: 10_000 });
  const head = {
    event: input.event ?? String(original['event']),
    rule: String(original['rule']),
    chart: String(original['chart']),
    memo: input.memo ?? `冲销 ${no}`,
    cause: input.cause ?? null,
    reverses: original.id,
    valueDate: input.valueDate ?? String(original['valueDate']),
    currency: String(original['currency']),
    dimensions: Object.fromEntries(dimensionsOf(context.release).map((key) => [key, original[key] ?? null])),
  };
  return writeJournal(context, head, lines.map(mirrored));
}

function mirrored(line: Readonly<Record<string, unknown>>): WrittenLine {
  return {
    ledger: String(line['ledger']),
    account: String(line['account']),
    accountTitle: String(line['accountTitle']),
    role: String(line['role']),
    debit: String(line['credit']),
    credit: String(line['debit']),
  };
}
