import type { OperationDefinition, OperationSheet } from '../../../engine/plugin-api/index.ts';
import { requireWholeBook } from './require-whole-book.ts';
import { dayBefore } from './subjects.ts';
import { totalsAt } from './totals-at.ts';

export interface TrialBalanceRow {
  readonly ledger: string;
  readonly currency: string;
  readonly account: string;
  readonly title: string;
  readonly openingDebit: string;
  readonly openingCredit: string;
  readonly debit: string;
  readonly credit: string;
  readonly closingDebit: string;
  readonly closingCredit: string;
}

export type TrialBalanceTotal = Pick<
  TrialBalanceRow,
  'ledger' | 'currency' | 'openingDebit' | 'openingCredit' | 'debit' | 'credit' | 'closingDebit' | 'closingCredit'
>;

export interface TrialBalance {
  readonly from: string | null;
  readonly to: string;
  readonly rows: readonly TrialBalanceRow[];
  readonly totals: readonly TrialBalanceTotal[];
}

/** Balances and movements by account between two book dates, inclusive. Both sides of each ledger add up to the same. */
export const trialBalance: OperationDefinition<{ from?: string; to?: string }, TrialBalance> = {
  name: 'ledger.trial-balance',
  title: '试算平衡表',
  input: {
    type: 'object',
    properties: { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' }, record: {} },
    additionalProperties: false,
  },
  output: { type: 'object', properties: { from: { type: ['string', 'null'] }, to: { type: 'string' }, rows: { type: 'array' }, totals: { type: 'array' } } },
  readOnly: true,
  exports: 'journal-line',
  sheet: ({ rows, to }: TrialBalance, language): OperationSheet => ({
    title: `${language === 'zh' ? '试算平衡表' : 'Trial balance'} ${to}`,
    columns: columns.map(([key, zh, en]) => ({
      key,
      title: language === 'zh' ? zh : en,
      type: key.endsWith('ebit') || key.endsWith('redit') ? 'money' : 'text',
    })),
    rows: rows.map((row) => ({ ...row })),
  }),
  async run(context, { from, to = context.businessDate }) {
    requireWholeBook(context);
    const days = [dayBefore(from), to];
    const rows = await context.sql<TrialBalanceRow>(
      `${byAccount} select ledger, currency, account, title, ${figures.map(([name, sql]) => `(${sql})::text as "${name}"`).join(', ')}
       from by_account order by ledger, currency, account`,
      days,
    );
    const totals = await context.sql<TrialBalanceTotal>(
      `${byAccount} select ledger, currency, ${figures.map(([name, sql]) => `sum(${sql})::text as "${name}"`).join(', ')}
       from by_account group by ledger, currency order by ledger, currency`,
      days,
    );
    return { from: from ?? null, to, rows, totals };
  },
};

const byAccount = `
  with by_account as (
    select ledger, currency, account, coalesce(b.title, a.title) as title, coalesce(a.debit - a.credit, 0.00) as opening,
      coalesce(b.debit, 0.00) - coalesce(a.debit, 0.00) as debit, coalesce(b.credit, 0.00) - coalesce(a.credit, 0.00) as credit
    from (${totalsAt('$2')}) b full join (${totalsAt('$1')}) a using (ledger, currency, account)
  )`;

const figures = [
  ['openingDebit', 'greatest(opening, 0.00)'],
  ['openingCredit', 'greatest(-opening, 0.00)'],
  ['debit', 'debit'],
  ['credit', 'credit'],
  ['closingDebit', 'greatest(opening + debit - credit, 0.00)'],
  ['closingCredit', 'greatest(credit - debit - opening, 0.00)'],
] as const;

const columns = [
  ['ledger', '账簿', 'Ledger'],
  ['account', '科目', 'Account'],
  ['title', '名称', 'Title'],
  ['currency', '币种', 'Currency'],
  ['openingDebit', '期初借方', 'Opening debit'],
  ['openingCredit', '期初贷方', 'Opening credit'],
  ['debit', '本期借方', 'Debit'],
  ['credit', '本期贷方', 'Credit'],
  ['closingDebit', '期末借方', 'Closing debit'],
  ['closingCredit', '期末贷方', 'Closing credit'],
] as const;
