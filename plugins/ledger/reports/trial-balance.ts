import type { OperationDefinition } from '../../../engine/plugin-api/index.ts';
import { requireWholeBook } from './require-whole-book.ts';

export interface TrialBalanceRow {
  readonly ledger: string;
  readonly account: string;
  readonly title: string;
  readonly openingDebit: string;
  readonly openingCredit: string;
  readonly debit: string;
  readonly credit: string;
  readonly closingDebit: string;
  readonly closingCredit: string;
}

/** Balances and movements by account between two book dates, inclusive. Both sides of each ledger add up to the same. */
export const trialBalance: OperationDefinition<
  { from?: string; to?: string },
  { from: string | null; to: string; rows: readonly TrialBalanceRow[]; totals: readonly object[] }
> = {
  name: 'ledger.trial-balance',
  title: '试算平衡表',
  input: {
    type: 'object',
    properties: { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' }, record: {} },
    additionalProperties: false,
  },
  output: { type: 'object', properties: { from: { type: ['string', 'null'] }, to: { type: 'string' }, rows: { type: 'array' }, totals: { type: 'array' } } },
  readOnly: true,
  async run(context, { from, to = context.businessDate }) {
    requireWholeBook(context);
    const rows = await context.sql<TrialBalanceRow>(
      `${BY_ACCOUNT}
      select ledger, account, title, greatest(opening, 0.00)::text as "openingDebit", greatest(-opening, 0.00)::text as "openingCredit",
        debit::text, credit::text, greatest(opening + debit - credit, 0.00)::text as "closingDebit", greatest(credit - debit - opening, 0.00)::text as "closingCredit"
      from by_account order by ledger, account`,
      [from ?? null, to],
    );
    const totals = await context.sql<object>(
      `${BY_ACCOUNT}
      select ledger, sum(debit)::text as debit, sum(credit)::text as credit,
        sum(greatest(opening + debit - credit, 0.00))::text as "closingDebit", sum(greatest(credit - debit - opening, 0.00))::text as "closingCredit"
      from by_account group by ledger order by ledger`,
      [from ?? null, to],
    );
    return { from: from ?? null, to, rows, totals };
  },
};

const BY_ACCOUNT = `
  with by_account as (
    select ledger, account, max(account_title) as title,
      coalesce(sum(debit - credit) filter (where $1::date is not null and book_date < $1::date), 0.00) as opening,
      coalesce(sum(debit) filter (where $1::date is null or book_date >= $1::date), 0.00) as debit,
      coalesce(sum(credit) filter (where $1::date is null or book_date >= $1::date), 0.00) as credit
    from {journal-line} where book_date <= $2::date group by ledger, account
  )`;
