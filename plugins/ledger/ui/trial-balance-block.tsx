import { Link } from 'react-router';
import { type BlockProps, ErrorNotice, formatMoney, Notice, SkeletonLines } from '../../../runtime-ui/kit/index.ts';
import type { TrialBalance, TrialBalanceRow, TrialBalanceTotal } from '../reports/trial-balance.ts';
import { StatementBar, useQuestion } from './statement-bar.tsx';
import { Money } from './statement-lines.tsx';
import { useOperation } from './use-operation.ts';
import { type LedgerWords, useLedgerWords } from './words.ts';
import './ledger.css';

const OPERATION = 'ledger.trial-balance';
const AMOUNTS = ['openingDebit', 'openingCredit', 'debit', 'credit', 'closingDebit', 'closingCredit'] as const;

/** Balances by account over a period; the totals of both sides stand below each ledger, each account leads to its statement. */
export function TrialBalanceBlock(props: BlockProps) {
  const words = useLedgerWords();
  const { from, to } = useQuestion();
  const question = { from, to };
  const { result, error, again } = useOperation<TrialBalance>(OPERATION, question);
  return (
    <div className="ledger-block">
      <StatementBar operation={OPERATION} question={question} />
      {error !== undefined ? (
        <ErrorNotice error={error} onRetry={again} />
      ) : result === undefined ? (
        <SkeletonLines lines={8} label={words.loading} />
      ) : result.rows.length === 0 ? (
        <Notice compact icon="search" title={words.empty} />
      ) : (
        result.totals.map((total) => (
          <LedgerTable
            key={`${total.ledger} ${total.currency}`}
            label={`${props.title} ${nameOf(total, words)}`}
            total={total}
            rows={result.rows.filter((row) => row.ledger === total.ledger && row.currency === total.currency)}
            period={question}
          />
        ))
      )}
    </div>
  );
}

function nameOf({ ledger, currency }: TrialBalanceTotal, words: LedgerWords): string {
  return `${ledger === 'memo' ? words.memo : words.main}${currency === 'CNY' ? '' : ` ${currency}`}`;
}

function LedgerTable(props: {
  readonly label: string;
  readonly total: TrialBalanceTotal;
  readonly rows: readonly TrialBalanceRow[];
  readonly period: Readonly<Record<string, string>>;
}) {
  const words = useLedgerWords();
  const name = nameOf(props.total, words);
  const statementOf = (account: string): string => `/page/account-statement?${new URLSearchParams({ account, ...props.period })}`;
  return (
    <section>
      <h3>{name}</h3>
      <div className="ledger-scroll ledger-wide">
        <table className="ledger-table" aria-label={props.label}>
          <thead>
            <tr>
              <th scope="col">{words.account}</th>
              <th scope="col">{words.title}</th>
              {AMOUNTS.map((key) => (
                <th key={key} scope="col" className="is-amount">
                  {words[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <tr key={row.account}>
                <td>
                  <Link to={statementOf(row.account)}>{row.account}</Link>
                </td>
                <td>{row.title}</td>
                {AMOUNTS.map((key) => (
                  <Money key={key} value={row[key]} />
                ))}
              </tr>
            ))}
            <tr className="is-sum">
              <th scope="row" colSpan={2}>
                {name} {words.total}
              </th>
              {AMOUNTS.map((key) => (
                <Money key={key} value={props.total[key]} />
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <ul className="ledger-cards" aria-label={props.label}>
        {props.rows.map((row) => (
          <li key={row.account}>
            <span className="is-text">{row.title}</span>
            <Closing row={row} />
            <span className="is-second">
              <Link to={statementOf(row.account)}>{row.account}</Link>
            </span>
            <span className="is-second is-amount">
              {words.debitShort} {formatMoney(row.debit)} {words.creditShort} {formatMoney(row.credit)}
            </span>
          </li>
        ))}
        <li className="is-sum">
          <span>{words.total}</span>
          <span className="is-amount">
            {words.debitShort} {formatMoney(props.total.closingDebit)}
          </span>
          <span />
          <span className="is-amount">
            {words.creditShort} {formatMoney(props.total.closingCredit)}
          </span>
        </li>
      </ul>
    </section>
  );
}

/** The side on which the account stands. */
function Closing({ row }: { readonly row: TrialBalanceRow }) {
  const words = useLedgerWords();
  const isCredit = row.closingDebit === '0.00' && row.closingCredit !== '0.00';
  return (
    <span className="is-amount">
      {isCredit ? words.creditShort : words.debitShort} {formatMoney(isCredit ? row.closingCredit : row.closingDebit)}
    </span>
  );
}
