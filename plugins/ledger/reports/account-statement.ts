import { type OperationDefinition, type OperationSheet, Refusal } from '../../../engine/plugin-api/index.ts';
import { accountsOf } from './book.ts';
import { requireWholeBook } from './require-whole-book.ts';
import { statementSheet } from './statement-sheet.ts';
import { dayBefore, statementColumns, type StatementLine, subjectDimensions } from './subjects.ts';
import { totalsAt } from './totals-at.ts';

const MOST_ROWS = 2000;

export interface AccountStatement {
  readonly account: string;
  readonly title: string;
  readonly from: string | null;
  readonly to: string;
  readonly opening: string;
  readonly debit: string;
  readonly credit: string;
  readonly closing: string;
  readonly rows: readonly StatementLine[];
  /** False when the period has more lines than are shown; the sums are whole all the same. */
  readonly complete: boolean;
}

/** One account's lines between two book dates, inclusive, with the running balance (debit positive). At most 2,000 lines.
 *  Refuses `ledger.no-such-account`. */
export const accountStatement: OperationDefinition<{ account: string; from?: string; to?: string }, AccountStatement> = {
  name: 'ledger.account-statement',
  title: '科目明细账',
  input: {
    type: 'object',
    properties: { account: { type: 'string' }, from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' }, record: {} },
    required: ['account'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { opening: { type: 'string' }, closing: { type: 'string' }, rows: { type: 'array' }, complete: { type: 'boolean' } } },
  readOnly: true,
  exports: 'journal-line',
  sheet: (statement: AccountStatement, language): OperationSheet =>
    statementSheet(statement.rows, language, `${statement.account} ${statement.title} ${statement.to}`, statement),
  async run(context, { account, from, to = context.businessDate }) {
    requireWholeBook(context);
    const known = accountsOf(context.release).find(({ code }) => code === account);
    if (known === undefined) throw new Refusal('ledger.no-such-account', { account });
    const before = dayBefore(from);
    const [sums] = await context.sql<{ opening: string; debit: string; credit: string; closing: string }>(
      `select coalesce(o.balance, 0.00)::text as opening, (coalesce(c.debit, 0.00) - coalesce(o.debit, 0.00))::text as debit,
         (coalesce(c.credit, 0.00) - coalesce(o.credit, 0.00))::text as credit, coalesce(c.balance, 0.00)::text as closing
       from (select sum(debit) as debit, sum(credit) as credit, sum(debit - credit) as balance from (${totalsAt('$3', '$1')}) t) c,
         (select sum(debit) as debit, sum(credit) as credit, sum(debit - credit) as balance from (${totalsAt('$2', '$1')}) t) o`,
      [account, before, to],
    );
    const { columns, joins } = statementColumns(subjectDimensions(context.release));
    const found = await context.sql<StatementLine>(
      `select ${columns}, ($4::numeric + sum(l.debit - l.credit) over (order by l.book_date, j.no, l.line_no))::text as balance
       from {journal-line} l ${joins}
       where l.ledger = $5 and l.account = $1 and ($2::date is null or l.book_date > $2::date) and l.book_date <= $3::date
       order by l.book_date, j.no, l.line_no limit ${MOST_ROWS + 1}`,
      [account, before, to, sums?.opening ?? '0.00', known.ledger],
    );
    const { opening = '0.00', debit = '0.00', credit = '0.00', closing = '0.00' } = sums ?? {};
    const shown = { rows: found.slice(0, MOST_ROWS), complete: found.length <= MOST_ROWS };
    return { account, title: known.title, from: from ?? null, to, opening, debit, credit, closing, ...shown };
  },
};
