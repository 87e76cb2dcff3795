import { Link } from 'react-router';
import { formatMoney, Notice } from '../../../runtime-ui/kit/index.ts';
import type { StatementLine } from '../reports/subjects.ts';
import { useLedgerWords } from './words.ts';

interface Sums {
  readonly opening: string;
  readonly debit: string;
  readonly credit: string;
  readonly closing: string;
}

interface LinesProps {
  readonly label: string;
  readonly rows: readonly StatementLine[];
  readonly complete: boolean;
  /** Of one account: balances around the lines. Without them each line says its account. */
  readonly sums?: Sums;
}

/** Lines of the book with the running balance; each leads to its journal and to what it is about. */
export function StatementLines(props: LinesProps) {
  const words = useLedgerWords();
  if (props.rows.length === 0 && props.sums === undefined) return <Notice compact icon="search" title={words.noLines} help={words.noLinesHelp} />;
  return (
    <>
      <div className="ledger-scroll ledger-wide">
        <WideTable {...props} />
      </div>
      <ul className="ledger-cards" aria-label={props.label}>
        {props.sums === undefined ? null : <SumCard label={words.opening} value={props.sums.opening} />}
        {props.rows.map((row, index) => (
          <LineCard key={index} row={row} isOfOne={props.sums !== undefined} />
        ))}
        {props.sums === undefined ? null : <SumCard label={words.closing} value={props.sums.closing} />}
      </ul>
      {props.complete ? null : <p className="ledger-cut">{words.cut}</p>}
    </>
  );
}

function WideTable({ label, rows, sums }: LinesProps) {
  const words = useLedgerWords();
  const texts = [words.date, words.journal, words.summary, ...(sums === undefined ? [words.account] : []), words.subject];
  const amounts = [words.debit, words.credit, words.balance];
  return (
    <table className="ledger-table" aria-label={label}>
      <thead>
        <tr>
          {texts.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
          {amounts.map((title) => (
            <th key={title} scope="col" className="is-amount">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sums === undefined ? null : (
          <tr className="is-sum">
            <th scope="row" colSpan={texts.length + 2}>
              {words.opening}
            </th>
            <td className="is-amount">{formatMoney(sums.opening)}</td>
          </tr>
        )}
        {rows.map((row, index) => (
          <tr key={index}>
            <td>{row.bookDate}</td>
            <td>
              <Link to={`/record/journal/${row.journal}`}>{row.no}</Link>
            </td>
            <td className="is-text" title={row.memo ?? ''}>
              {row.memo}
            </td>
            {sums === undefined ? (
              <td>
                {row.account} {row.title}
              </td>
            ) : null}
            <td>
              <Subject row={row} />
            </td>
            <Money value={row.debit} />
            <Money value={row.credit} />
            <td className="is-amount">{formatMoney(row.balance)}</td>
          </tr>
        ))}
        {sums === undefined ? null : (
          <tr className="is-sum">
            <th scope="row" colSpan={texts.length}>
              {words.closing}
            </th>
            <Money value={sums.debit} />
            <Money value={sums.credit} />
            <td className="is-amount">{formatMoney(sums.closing)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function LineCard({ row, isOfOne }: { readonly row: StatementLine; readonly isOfOne: boolean }) {
  const words = useLedgerWords();
  const isDebit = !isZero(row.debit);
  return (
    <li>
      <span className="is-text">{row.memo ?? row.no}</span>
      <span className="is-amount">
        {isDebit ? words.debitShort : words.creditShort} {formatMoney(isDebit ? row.debit : row.credit)}
      </span>
      <span className="is-second is-text">
        {row.bookDate} <Link to={`/record/journal/${row.journal}`}>{row.no}</Link> {isOfOne ? <Subject row={row} /> : `${row.account} ${row.title}`}
      </span>
      <span className="is-second is-amount">{formatMoney(row.balance)}</span>
    </li>
  );
}

function SumCard(props: { readonly label: string; readonly value: string }) {
  return (
    <li className="is-sum">
      <span>{props.label}</span>
      <span className="is-amount">{formatMoney(props.value)}</span>
    </li>
  );
}

function Subject({ row }: { readonly row: StatementLine }) {
  return row.subject === null ? null : <Link to={`/record/${row.subject.entity}/${row.subject.id}`}>{row.subject.label}</Link>;
}

/** A zero stays quiet. */
export function Money({ value }: { readonly value: string }) {
  return <td className={isZero(value) ? 'is-amount is-quiet' : 'is-amount'}>{formatMoney(value)}</td>;
}

function isZero(value: string): boolean {
  return /^-?0(\.0*)?$/.test(value);
}
