import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import { refuseClosed } from '../periods/refuse-closed.ts';

/** One line as it is stored; exactly one of debit and credit is above zero. */
export interface WrittenLine {
  readonly ledger: string;
  readonly account: string;
  readonly accountTitle: string;
  readonly role: string;
  readonly debit: string;
  readonly credit: string;
}

export interface JournalHead {
  readonly event: string;
  /** `name@hash` of the posting and of the chart by which the lines were made. */
  readonly rule: string;
  readonly chart: string;
  readonly memo: string | null;
  readonly cause: string | null;
  /** Id of the journal that this one takes back. */
  readonly reverses: string | null;
  /** When the money moved; the book date is today's business date. */
  readonly valueDate: string;
  readonly currency: string;
  /** Values for properties of the same name on the journal and its lines. */
  readonly dimensions: Readonly<Record<string, unknown>>;
}

export interface PostOutput {
  /** Null when every amount is zero: nothing happened, so nothing is written. */
  readonly journal: string | null;
  readonly no: string | null;
}

/** Stores a journal and its lines under the next number; nobody can change it afterwards. No lines, no journal.
 *  Refuses `ledger.period-closed` when today's period is closed. */
export async function writeJournal(context: OperationContext, head: JournalHead, lines: readonly WrittenLine[]): Promise<PostOutput> {
  if (lines.length === 0) return { journal: null, no: null };
  await refuseClosed(context, context.businessDate);
  const { event, rule, chart, memo, cause, reverses, valueDate, currency, dimensions } = head;
  const records = context.asSystem(`记账 ${event}`);
  const shared = { bookDate: context.businessDate, valueDate, currency, ...dimensions };
  const journal = await records.create('journal', {
    no: await context.number('PZ{yyyyMMdd}{seq:5}'),
    event,
    rule,
    chart,
    memo,
    cause,
    reverses,
    amount: lines.reduce((sum, line) => (line.ledger === 'main' && line.debit !== '0.00' ? add(sum, line.debit) : sum), '0.00'),
    ...shared,
  });
  await records.createMany(
    'journal-line',
    lines.map((line, index) => ({ journal: journal.id, lineNo: index + 1, ...line, ...shared })),
  );
  return { journal: journal.id, no: String(journal.no) };
}

/** Sum of two amounts with two decimals. */
function add(a: string, b: string): string {
  const cents = BigInt(a.replace('.', '')) + BigInt(b.replace('.', ''));
  const digits = cents.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
