import { Button } from 'antd';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { type BlockProps, ErrorNotice, formatInstant, Icon, SkeletonLines, StateTag, useLanguage } from '../../../runtime-ui/kit/index.ts';
import type { Figure } from '../checks/figure.ts';
import { useOperation } from './use-operation.ts';
import { useLedgerWords } from './words.ts';
import './ledger.css';

interface Check {
  readonly number: number;
  readonly title: Figure['title'];
  readonly figures: readonly Figure[];
}

/** Checks of the book by the block's operation, each with its verdict, its figures and a link to what breaks it. */
export function ChecksBlock(props: BlockProps) {
  const words = useLedgerWords();
  const language = useLanguage();
  const { result, error, isWaiting, again } = useOperation<{ readonly asOf?: string; readonly checks: readonly Check[] }>(
    props.operation ?? 'ledger.check-invariants',
    {},
  );
  if (error !== undefined) return <ErrorNotice error={error} onRetry={again} />;
  if (result === undefined) return <SkeletonLines lines={12} label={words.checking} />;
  const broken = result.checks.filter(({ figures }) => figures.some(({ holds }) => !holds)).length;
  return (
    <div className="ledger-block" aria-busy={isWaiting}>
      <div className="ledger-bar" style={{ alignItems: 'center', marginBottom: 4 }}>
        <StateTag color={broken === 0 ? 'green' : 'red'} title={broken === 0 ? words.allHold : `${broken} ${words.someBroken}`} />
        {result.asOf === undefined ? null : (
          <span style={{ color: 'var(--ink-third)' }}>
            {words.checkedAt} {formatInstant(result.asOf)}
          </span>
        )}
        <span className="spring" />
        <Button loading={isWaiting} onClick={again} icon={<Icon name="refresh" size={15} />}>
          {words.check}
        </Button>
      </div>
      <ol className="ledger-checks">
        {result.checks.map((check) => {
          const holds = check.figures.every((figure) => figure.holds);
          return (
            <li key={check.number} className="ledger-check" data-holds={holds}>
              <span className="is-number">{check.number}</span>
              <h3>{check.title[language]}</h3>
              <StateTag color={holds ? 'green' : 'red'} title={holds ? words.holds : words.broken} />
              <div className="ledger-figures">
                {check.figures.map((figure) => (
                  <FigureRow key={figure.title.en} figure={figure} />
                ))}
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function FigureRow({ figure }: { readonly figure: Figure }) {
  const words = useLedgerWords();
  const language = useLanguage();
  const amounts = [
    [words.expected, figure.expected],
    [words.found, figure.found],
    [words.difference, figure.difference],
  ] as const;
  return (
    <>
      <span className="is-name">{figure.title[language]}</span>
      {amounts.map(([label, value]) => (
        <span key={label} className="is-amount">
          <span>{label}</span>
          {shown(value)}
        </span>
      ))}
      {figure.holds ? null : (
        <ul className="ledger-broken" aria-label={words.rows}>
          {figure.rows.length === 0 ? <li>{words.noRow}</li> : null}
          {figure.rows.map((row, index) => (
            <Fragment key={index}>
              <li>
                <Link to={`/record/${row.entity}/${row.id}`}>{row.title}</Link>
                <span>
                  {words.expected} {shown(row.expected)} · {words.found} {shown(row.found)}
                </span>
              </li>
            </Fragment>
          ))}
        </ul>
      )}
    </>
  );
}

/** Counts are whole, amounts have two decimals. */
function shown(value: string): string {
  const [whole = '0', decimals] = value.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals.padEnd(2, '0').slice(0, 2)}`;
}
