import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import { Refusal } from '../../../engine/plugin-api/index.ts';
import type { Chart } from '../documents/chart-of-accounts.ts';
import { inForce, type Posting } from '../documents/posting.ts';
import { buildLines, type Signs } from './build-lines.ts';
import { type PostOutput, writeJournal } from './write-journal.ts';

export interface PostInput {
  /** Event code of a posting document, e.g. `C02`. */
  readonly event: string;
  /** Named amounts, decimal strings. */
  readonly amounts: Readonly<Record<string, string>>;
  /** When the money moved; the book date is today's business date. */
  readonly valueDate: string;
  /** Values for properties of the same name on the journal and its lines, e.g. `{customer, unit}`. */
  readonly dimensions?: Readonly<Record<string, string | null>>;
  readonly memo?: string;
  /** The fact that the journal follows from, in the caller's own words, e.g. the id of an event of its own. */
  readonly cause?: string;
  /** ISO 4217; one currency an event. */
  readonly currency?: string;
}

/** Writes one event as a balanced journal that nobody can change afterwards; no amount is below zero. */
export function postEvent(context: OperationContext, input: PostInput): Promise<PostOutput> {
  return post(context, input, 'positive');
}

/** Writes what an event would have moved more or less than was booked: a negative amount goes to the other side of its
 *  accounts, so that lines stay positive. For corrections of what stands in earlier journals. */
export function postDifference(context: OperationContext, input: PostInput): Promise<PostOutput> {
  return post(context, input, 'either');
}

function post(context: OperationContext, input: PostInput, signs: Signs): Promise<PostOutput> {
  const posting = inForce(postingOf(context, input.event), (setting) => context.setting(setting));
  const chart = context.release.plugins.get('chart-of-accounts')?.get(posting.chart)?.compiled as Chart | undefined;
  if (chart === undefined) throw new Refusal('ledger.unknown-chart', { chart: posting.chart });
  const lines = buildLines(posting, chart, input.amounts, signs).map(({ account, debit, credit }) => ({
    ledger: account.ledger,
    account: account.code,
    accountTitle: account.title,
    role: account.role,
    debit,
    credit,
  }));
  const head = {
    event: input.event,
    rule: `${posting.name}@${posting.hash}`,
    chart: `${chart.name}@${chart.hash}`,
    memo: input.memo ?? null,
    cause: input.cause ?? null,
    reverses: null,
    valueDate: input.valueDate,
    currency: input.currency ?? 'CNY',
    dimensions: input.dimensions ?? {},
  };
  return writeJournal(context, head, lines);
}

function postingOf(context: OperationContext, event: string): Posting {
  for (const document of context.release.plugins.get('posting')?.values() ?? []) {
    const compiled = document.compiled as Posting;
    if (compiled.event === event) return compiled;
  }
  throw new Refusal('ledger.unknown-event', { event });
}
