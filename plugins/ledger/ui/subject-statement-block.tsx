import { Select } from 'antd';
import { Link } from 'react-router';
import { type BlockProps, ErrorNotice, FieldWidget, formatMoney, Notice, SkeletonLines } from '../../../runtime-ui/kit/index.ts';
import type { Book } from '../reports/book.ts';
import type { SubjectAccount, SubjectStatement } from '../reports/subject-statement.ts';
import { StatementBar, useQuestion } from './statement-bar.tsx';
import { Money, StatementLines } from './statement-lines.tsx';
import { useOperation } from './use-operation.ts';
import { useLedgerWords } from './words.ts';
import './ledger.css';

const OPERATION = 'ledger.subject-statement';

/** What the book holds of one subject: its balance on each account, and its lines over a period. */
export function SubjectStatementBlock(props: BlockProps) {
  const words = useLedgerWords();
  const { get, from, to } = useQuestion();
  const book = useOperation<Book>('ledger.book', {});
  const dimension = get('dimension') ?? book.result?.dimensions[0]?.key ?? null;
  const subject = get('subject');
  const question = dimension === null || subject === null ? null : { dimension, subject, from, to };
  const { result, error, again } = useOperation<SubjectStatement>(OPERATION, question);
  if (book.error !== undefined) return <ErrorNotice error={book.error} onRetry={book.again} />;
  if (book.result === undefined || dimension === null) return <SkeletonLines lines={8} label={words.loading} />;
  const shown = question === null ? undefined : result;
  return (
    <div className="ledger-block">
      <StatementBar operation={OPERATION} question={question}>
        <SubjectFields dimensions={book.result.dimensions} dimension={dimension} label={shown?.subject.label} />
      </StatementBar>
      {error !== undefined && question !== null ? (
        <ErrorNotice error={error} onRetry={again} />
      ) : question === null ? (
        <Notice compact icon="search" title={words.dimension} help={words.chooseSubject} />
      ) : shown === undefined ? (
        <SkeletonLines lines={8} label={words.loading} />
      ) : (
        <>
          <h3>
            <Link to={`/record/${shown.subject.entity}/${shown.subject.id}`}>{shown.subject.label}</Link>
          </h3>
          <Accounts rows={shown.accounts} />
          <h3>{props.title}</h3>
          <StatementLines label={props.title} rows={shown.rows} complete={shown.complete} />
        </>
      )}
    </div>
  );
}

function SubjectFields(props: { readonly dimensions: Book['dimensions']; readonly dimension: string; readonly label: string | undefined }) {
  const words = useLedgerWords();
  const { get, set } = useQuestion();
  const chosen = props.dimensions.find(({ key }) => key === props.dimension);
  const subject = get('subject');
  return (
    <>
      <div className="ledger-field">
        <label htmlFor="ledger-dimension">{words.dimension}</label>
        <Select
          id="ledger-dimension"
          value={props.dimension}
          onChange={(value) => set({ dimension: value, subject: null })}
          options={props.dimensions.map(({ key, title }) => ({ value: key, label: title }))}
        />
      </div>
      <div className="ledger-field is-wide">
        <label htmlFor="ledger-subject">{chosen?.title ?? words.subject}</label>
        <FieldWidget
          key={props.dimension}
          id="ledger-subject"
          field={{
            key: 'subject',
            title: chosen?.title ?? '',
            type: 'reference',
            widget: 'reference',
            required: true,
            readOnly: false,
            right: 'write',
            to: chosen?.entity ?? '',
          }}
          value={subject === null ? null : { id: subject, label: props.label ?? '' }}
          onChange={(value) => set({ dimension: props.dimension, subject: (value as { readonly id: string } | null)?.id ?? null })}
          readOnly={false}
          invalid={false}
        />
      </div>
    </>
  );
}

function Accounts({ rows }: { readonly rows: readonly SubjectAccount[] }) {
  const words = useLedgerWords();
  if (rows.length === 0) return <Notice compact icon="search" title={words.empty} />;
  return (
    <>
      <div className="ledger-scroll ledger-wide">
        <table className="ledger-table" aria-label={words.account}>
          <thead>
            <tr>
              <th scope="col">{words.account}</th>
              <th scope="col">{words.title}</th>
              {[words.opening, words.debit, words.credit, words.closing].map((title) => (
                <th key={title} scope="col" className="is-amount">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.account} ${row.currency}`}>
                <td>
                  <Link to={`/page/account-statement?account=${encodeURIComponent(row.account)}`}>{row.account}</Link>
                </td>
                <td>{row.title}</td>
                <Money value={row.opening} />
                <Money value={row.debit} />
                <Money value={row.credit} />
                <Money value={row.closing} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="ledger-cards" aria-label={words.account}>
        {rows.map((row) => (
          <li key={`${row.account} ${row.currency}`}>
            <span className="is-text">{row.title}</span>
            <span className="is-amount">{formatMoney(row.closing)}</span>
            <span className="is-second">
              <Link to={`/page/account-statement?account=${encodeURIComponent(row.account)}`}>{row.account}</Link>
            </span>
            <span className="is-second is-amount">
              {words.opening} {formatMoney(row.opening)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
