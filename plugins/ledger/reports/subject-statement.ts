import { type OperationDefinition, type OperationSheet, Refusal } from '../../../engine/plugin-api/index.ts';
import { requireWholeBook } from './require-whole-book.ts';
import { statementSheet } from './statement-sheet.ts';
import { dayBefore, statementColumns, type StatementLine, subjectDimensions } from './subjects.ts';

const MOST_ROWS = 2000;

export interface SubjectAccount {
  readonly ledger: string;
  readonly currency: string;
  readonly account: string;
  readonly title: string;
  readonly opening: string;
  readonly debit: string;
  readonly credit: string;
  /** Debit positive, as opening. */
  readonly closing: string;
}

export interface SubjectStatement {
  readonly dimension: string;
  readonly subject: { readonly entity: string; readonly id: string; readonly label: string };
  readonly from: string | null;
  readonly to: string;
  readonly accounts: readonly SubjectAccount[];
  readonly rows: readonly StatementLine[];
  readonly complete: boolean;
}

/** What the book holds of one subject, such as a customer: its balance on each account, and its lines between two book dates
 *  with the running balance on their account. Refuses `ledger.no-such-subject`. */
export const subjectStatement: OperationDefinition<{ dimension: string; subject: string; from?: string; to?: string }, SubjectStatement> = {
  name: 'ledger.subject-statement',
  title: '辅助核算明细账',
  input: {
    type: 'object',
    properties: {
      dimension: { type: 'string' },
      subject: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
      from: { type: 'string', format: 'date' },
      to: { type: 'string', format: 'date' },
      record: {},
    },
    required: ['dimension', 'subject'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { accounts: { type: 'array' }, rows: { type: 'array' }, complete: { type: 'boolean' } } },
  readOnly: true,
  exports: 'journal-line',
  sheet: (statement: SubjectStatement, language): OperationSheet => statementSheet(statement.rows, language, `${statement.subject.label} ${statement.to}`),
  async run(context, { dimension, subject, from, to = context.businessDate }) {
    requireWholeBook(context);
    const dimensions = subjectDimensions(context.release);
    const found = dimensions.find(({ key }) => key === dimension);
    if (found === undefined) throw new Refusal('ledger.no-such-subject');
    const [known] = await context.sql<{ label: string | null }>(`select ${found.label}::text as label from {${found.entity}} where id = $1::uuid`, [subject]);
    if (known === undefined) throw new Refusal('ledger.no-such-subject');
    const before = dayBefore(from);
    const accounts = await context.sql<SubjectAccount>(
      `select ledger, currency, account, max(account_title) as title,
         coalesce(sum(debit - credit) filter (where book_date <= $2::date), 0.00)::text as opening,
         coalesce(sum(debit) filter (where $2::date is null or book_date > $2::date), 0.00)::text as debit,
         coalesce(sum(credit) filter (where $2::date is null or book_date > $2::date), 0.00)::text as credit, sum(debit - credit)::text as closing
       from {journal-line} where ${found.column} = $1::uuid and book_date <= $3::date group by ledger, currency, account order by ledger, currency, account`,
      [subject, before, to],
    );
    const { columns, joins } = statementColumns(dimensions);
    const rows = await context.sql<StatementLine>(
      `select * from (
         select ${columns}, l.line_no,
           (sum(l.debit - l.credit) over (partition by l.ledger, l.currency, l.account order by l.book_date, j.no, l.line_no))::text as balance
         from {journal-line} l ${joins} where l.${found.column} = $1::uuid and l.book_date <= $3::date
       ) running where $2::date is null or "bookDate"::date > $2::date order by "bookDate", no, line_no limit ${MOST_ROWS + 1}`,
      [subject, before, to],
    );
    const shown = { rows: rows.slice(0, MOST_ROWS), complete: rows.length <= MOST_ROWS };
    return { dimension, subject: { entity: found.entity, id: subject, label: known.label ?? '' }, from: from ?? null, to, accounts, ...shown };
  },
};
