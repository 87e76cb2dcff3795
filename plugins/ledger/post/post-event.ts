import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import { Refusal } from '../../../engine/plugin-api/index.ts';
import type { Chart } from '../documents/chart-of-accounts.ts';
import type { Posting } from '../documents/posting.ts';
import { buildLines } from './build-lines.ts';

export interface PostInput {
  /** Event code of a posting document, e.g. `C02`. */
  readonly event: string;
  /** Named amounts, decimal strings not below zero. */
  readonly amounts: Readonly<Record<string, string>>;
  /** When the money moved; the book date is today's business date. */
  readonly valueDate: string;
  /** Values for properties of the same name on the journal and its lines, e.g. `{loan, customer, unit}`. */
  readonly dimensions?: Readonly<Record<string, string | null>>;
  readonly memo?: string;
  /** ISO 4217; one currency an event. */
  readonly currency?: string;
}

export interface PostOutput {
  /** Null when every amount is zero: nothing happened, so nothing is written. */
  readonly journal: string | null;
  readonly no: string | null;
}

/** Writes one event as a balanced journal that nobody can change afterwards. */
export async function postEvent(context: OperationContext, input: PostInput): Promise<PostOutput> {
  const posting = postingOf(context, input.event);
  const chart = context.release.plugins.get('chart-of-accounts')?.get(posting.chart)?.compiled as Chart | undefined;
  if (chart === undefined) throw new Refusal('ledger.unknown-chart', { chart: posting.chart });
  const lines = buildLines(posting, chart, input.amounts);
  if (lines.length === 0) return { journal: null, no: null };
  const records = context.asSystem(`记账 ${input.event}`);
  const shared = { bookDate: context.businessDate, valueDate: input.valueDate, currency: input.currency ?? 'CNY', ...input.dimensions };
  const journal = await records.create('journal', {
    no: await context.number('PZ{yyyyMMdd}{seq:5}'),
    event: input.event,
    rule: `${posting.name}@${posting.hash}`,
    chart: `${chart.name}@${chart.hash}`,
    memo: input.memo ?? null,
    amount: lines.reduce((most, line) => (line.account.ledger === 'main' && line.debit !== '0.00' ? add(most, line.debit) : most), '0.00'),
    ...shared,
  });
  await records.createMany(
    'journal-line',
    lines.map((line, index) => ({
      journal: journal.id,
      lineNo: index + 1,
      ledger: line.account.ledger,
      account: line.account.code,
      accountTitle: line.account.title,
      role: line.account.role,
      debit: line.debit,
      credit: line.credit,
      ...shared,
    })),
  );
  return { journal: journal.id, no: String(journal.no) };
}

function postingOf(context: OperationContext, event: string): Posting {
  for (const document of context.release.plugins.get('posting')?.values() ?? []) {
    const compiled = document.compiled as Posting;
    if (compiled.event === event) return compiled;
  }
  throw new Refusal('ledger.unknown-event', { event });
}

/** Sum of two amounts in cents; both come from `buildLines` with two decimals. */
function add(a: string, b: string): string {
  const cents = BigInt(a.replace('.', '')) + BigInt(b.replace('.', ''));
  const digits = cents.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
