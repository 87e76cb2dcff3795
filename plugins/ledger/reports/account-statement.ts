import type { OperationDefinition } from '../../../engine/plugin-api/index.ts';
import { requireWholeBook } from './require-whole-book.ts';

const MOST_ROWS = 2000;

/** One account's lines between two book dates with the running balance (debit positive). At most 2,000 lines. */
export const accountStatement: OperationDefinition<{ account: string; from?: string; to?: string }, object> = {
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
  async run(context, { account, from, to = context.businessDate }) {
    requireWholeBook(context);
    const [before] = await context.sql<{ opening: string }>(
      'select coalesce(sum(debit - credit), 0.00)::text as opening from {journal-line} where account = $1 and $2::date is not null and book_date < $2::date',
      [account, from ?? null],
    );
    const rows = await context.sql<{ balance: string }>(
      `
      select l.book_date::text as "bookDate", l.value_date::text as "valueDate", j.no, j.event, j.memo, l.debit::text, l.credit::text,
        ($4::numeric + sum(l.debit - l.credit) over (order by l.book_date, j.no, l.line_no))::text as balance
      from {journal-line} l join {journal} j on j.id = l.journal
      where l.account = $1 and ($2::date is null or l.book_date >= $2::date) and l.book_date <= $3::date
      order by l.book_date, j.no, l.line_no limit ${MOST_ROWS + 1}`,
      [account, from ?? null, to, before?.opening ?? '0.00'],
    );
    const shown = rows.slice(0, MOST_ROWS);
    return { opening: before?.opening ?? '0.00', closing: shown.at(-1)?.balance ?? before?.opening ?? '0.00', rows: shown, complete: rows.length <= MOST_ROWS };
  },
};
