import { Decimal } from 'decimal.js';
import { Refusal } from '../../../engine/plugin-api/index.ts';
import type { Account, Chart } from '../documents/chart-of-accounts.ts';
import type { Posting } from '../documents/posting.ts';

export interface EntryLine {
  readonly account: Account;
  /** Exactly one of the two is above zero. */
  readonly debit: string;
  readonly credit: string;
}

/** `either`: a line whose sum is below zero goes to the other side. */
export type Signs = 'positive' | 'either';

/** The lines of one event: each named amount goes to its account, zero lines fall away, and both ledgers balance.
 *  Refuses `ledger.unknown-amount` (an amount no line takes would vanish), `ledger.negative-amount`, `ledger.negative-line`,
 *  `ledger.unknown-account` and `ledger.unbalanced`. Source: lending spec C.2, C.3. */
export function buildLines(posting: Posting, chart: Chart, amounts: Readonly<Record<string, string>>, signs: Signs = 'positive'): readonly EntryLine[] {
  refuseWrongAmounts(posting, amounts, signs);
  const lines = posting.lines.flatMap((line): EntryLine[] => {
    const amount = line.amounts.reduce((sum, { name, times }) => sum.plus(new Decimal(amounts[name] ?? '0').times(times)), new Decimal(0));
    if (amount.isZero()) return [];
    if (signs === 'positive' && amount.isNegative()) throw new Refusal('ledger.negative-line', { account: line.account, event: posting.event });
    const account = chart.byRole.get(line.account);
    if (account === undefined) throw new Refusal('ledger.unknown-account', { role: line.account, chart: chart.name });
    const isDebit = (line.side === 'debit') !== amount.isNegative();
    const text = amount.abs().toFixed(2);
    return [{ account, debit: isDebit ? text : '0.00', credit: isDebit ? '0.00' : text }];
  });
  for (const ledger of ['main', 'memo'] as const) refuseImbalance(posting, ledger, lines);
  return lines;
}

function refuseWrongAmounts(posting: Posting, amounts: Readonly<Record<string, string>>, signs: Signs): void {
  const known = new Set(posting.lines.flatMap((line) => line.amounts.map(({ name }) => name)));
  for (const [name, text] of Object.entries(amounts)) {
    const amount = new Decimal(text);
    if (signs === 'positive' && amount.isNegative() && !amount.isZero()) throw new Refusal('ledger.negative-amount', { name, event: posting.event });
    if (amount.decimalPlaces() > 2) throw new Refusal('ledger.not-in-cents', { name, event: posting.event });
    if (!amount.isZero() && !known.has(name)) throw new Refusal('ledger.unknown-amount', { name, event: posting.event });
  }
}

function refuseImbalance(posting: Posting, ledger: 'main' | 'memo', lines: readonly EntryLine[]): void {
  const own = lines.filter((line) => line.account.ledger === ledger);
  const debit = own.reduce((sum, line) => sum.plus(line.debit), new Decimal(0));
  const credit = own.reduce((sum, line) => sum.plus(line.credit), new Decimal(0));
  if (!debit.equals(credit)) throw new Refusal('ledger.unbalanced', { event: posting.event, debit: debit.toFixed(2), credit: credit.toFixed(2) });
}
