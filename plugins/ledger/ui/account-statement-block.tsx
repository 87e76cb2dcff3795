import { Select } from 'antd';
import { type BlockProps, ErrorNotice, Notice, SkeletonLines } from '../../../runtime-ui/kit/index.ts';
import type { AccountStatement } from '../reports/account-statement.ts';
import type { Book } from '../reports/book.ts';
import { StatementBar, useQuestion } from './statement-bar.tsx';
import { StatementLines } from './statement-lines.tsx';
import { useOperation } from './use-operation.ts';
import { useLedgerWords } from './words.ts';
import './ledger.css';

const OPERATION = 'ledger.account-statement';

/** One account over a period: opening balance, lines, closing balance. */
export function AccountStatementBlock(props: BlockProps) {
  const words = useLedgerWords();
  const { get, set, from, to } = useQuestion();
  const book = useOperation<Book>('ledger.book', {});
  const account = get('account');
  const question = account === null ? null : { account, from, to };
  const { result, error, again } = useOperation<AccountStatement>(OPERATION, question);
  if (book.error !== undefined) return <ErrorNotice error={book.error} onRetry={book.again} />;
  if (book.result === undefined) return <SkeletonLines lines={8} label={words.loading} />;
  return (
    <div className="ledger-block">
      <StatementBar operation={OPERATION} question={question}>
        <div className="ledger-field is-wide">
          <label htmlFor="ledger-account">{words.account}</label>
          <Select
            id="ledger-account"
            value={account}
            placeholder={words.choose}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(value) => set({ account: value })}
            options={book.result.accounts.map(({ code, title }) => ({ value: code, label: `${code} ${title}` }))}
          />
        </div>
      </StatementBar>
      {error !== undefined ? (
        <ErrorNotice error={error} onRetry={again} />
      ) : question === null ? (
        <Notice compact icon="search" title={words.chooseAccount} />
      ) : result === undefined ? (
        <SkeletonLines lines={8} label={words.loading} />
      ) : (
        <StatementLines label={props.title} rows={result.rows} complete={result.complete} sums={result} />
      )}
    </div>
  );
}
