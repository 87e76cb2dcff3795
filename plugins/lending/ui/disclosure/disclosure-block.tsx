import { Button } from 'antd';
import { type BlockProps, ErrorNotice, formatMoney, Icon, Notice, SkeletonLines } from '../../../../runtime-ui/kit/index.ts';
import type { ContingentItem, DisclosureSheet } from '../../disclosure/disclosure-sheet.ts';
import type { ContractDisclosure } from '../../operations/disclose-cost.ts';
import { CapVerdictView } from '../simulator/cap-verdict.tsx';
import { useSimulatorWords } from '../simulator/simulator-words.ts';
import { useOperation } from '../use-operation.ts';
import { type DisclosureWords, useDisclosureWords } from './disclosure-words.ts';
import '../simulator/simulator.css';
import './disclosure.css';

/** The cost-disclosure sheet of a contract, as it is handed over. It is asked for anew when the contract changes. */
export function DisclosureBlock(props: BlockProps) {
  const words = useDisclosureWords();
  const version = (props.record as { readonly version?: number } | null)?.version ?? 0;
  return <CurrentSheet key={version} recordId={props.recordId} words={words} />;
}

function CurrentSheet({ recordId, words }: { readonly recordId: string | null; readonly words: DisclosureWords }) {
  const { result, error, again } = useOperation<ContractDisclosure | null>('lending.contract-disclosure', recordId === null ? null : { record: recordId });
  if (error !== undefined) return <ErrorNotice error={error} onRetry={again} />;
  if (result === undefined) return <SkeletonLines lines={10} label={words('loading')} />;
  if (result === null) return <Notice icon="file" compact title={words('none')} help={words('noneHelp')} />;
  return <DisclosureView disclosure={result} words={words} />;
}

function DisclosureView({ disclosure, words }: { readonly disclosure: ContractDisclosure; readonly words: DisclosureWords }) {
  const { sheet } = disclosure;
  const within = sheet.limits.filter((limit) => limit.effect === 'refuse').every((limit) => limit.within);
  return (
    <article className="disclosure" aria-label={words('title')}>
      {disclosure.isCurrent ? null : (
        <p className="sim-not-offered" role="alert">
          <Icon name="warning" size={15} /> {words('stale')}
        </p>
      )}
      <header>
        <h2>{words('title')}</h2>
        <span className="quiet">{disclosure.no}</span>
        <Button className="no-print" icon={<Icon name="file" size={15} />} onClick={() => globalThis.print()}>
          {words('print')}
        </Button>
      </header>
      <dl className="disclosure-facts">
        {factsOf(sheet, words).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <dl className="disclosure-annual">
        <div>
          <dt>{words('apr')}</dt>
          <dd>{percent(sheet.annualised.aprPercent)}</dd>
          <dd className="quiet">{words('aprHelp')}</dd>
        </div>
        <div>
          <dt>{words('effective')}</dt>
          <dd>{percent(sheet.annualised.effectivePercent)}</dd>
        </div>
        <div>
          <dt>{words('xirr')}</dt>
          <dd>{sheet.annualised.xirrPercent === null ? '–' : percent(sheet.annualised.xirrPercent)}</dd>
        </div>
      </dl>
      <ItemTable sheet={sheet} words={words} />
      <section>
        <h3>{words('contingent')}</h3>
        {sheet.contingent.length === 0 ? <p className="quiet">{words('noContingent')}</p> : null}
        <ul>
          {sheet.contingent.map((item, index) => (
            <li key={index}>
              <span>{item.title ?? words(item.kind === 'compound' ? 'compound' : 'penalty')}</span>
              <span className="tabular">{contingentText(item, words)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{words('limits')}</h3>
        <CapVerdictView verdict={{ within: sheet.limits.length === 0 ? null : within, limits: sheet.limits }} />
      </section>
      <footer className="quiet">
        <span>
          {words('madeOn')} {disclosure.madeOn}
        </span>
        <span>
          {words('acknowledgedOn')} {disclosure.acknowledgedOn ?? words('notYet')}
        </span>
        <span>
          {words('hash')} <code>{disclosure.sheetHash.slice(0, 16)}</code>
        </span>
      </footer>
    </article>
  );
}

function ItemTable({ sheet, words }: { readonly sheet: DisclosureSheet; readonly words: DisclosureWords }) {
  const lending = useSimulatorWords();
  return (
    <section>
      <h3>{words('items')}</h3>
      <table className="plain-table" aria-label={words('items')}>
        <thead>
          <tr>
            <th scope="col">{words('item')}</th>
            <th scope="col">{words('payee')}</th>
            <th scope="col">{words('timing')}</th>
            <th scope="col" data-align="right">
              {words('money')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sheet.items.map((item, index) => (
            <tr key={index}>
              <td>{item.title ?? words('interest')}</td>
              <td>{lending.choice('payee', item.payee)}</td>
              <td>{lending.choice('timing', item.timing)}</td>
              <td data-align="right">{formatMoney(item.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {words('total')}
            </th>
            <td data-align="right">
              <strong>{formatMoney(sheet.totals.cost)}</strong>
            </td>
          </tr>
          <tr>
            <th scope="row" colSpan={3}>
              {words('repaid')}
            </th>
            <td data-align="right">{formatMoney(sheet.totals.repaid)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function factsOf(sheet: DisclosureSheet, words: DisclosureWords): readonly (readonly [string, string])[] {
  return [
    [words('contract'), sheet.contract],
    [words('amount'), formatMoney(sheet.amount, 'CNY', { symbol: true })],
    [words('rate'), sheet.quotedRate],
    [words('periods'), String(sheet.periods)],
    [words('disbursedOn'), sheet.disbursedOn],
    [words('maturesOn'), sheet.maturesOn],
  ];
}

function contingentText(item: ContingentItem, words: DisclosureWords): string {
  if (item.annualPercent !== null) return words('perYear', { percent: item.annualPercent });
  return item.amount === null ? words('asAgreed') : words('once', { amount: formatMoney(item.amount) });
}

/** Two places for people; the four that are kept stand in the record. */
function percent(value: string): string {
  return `${Number(value).toFixed(2)} %`;
}
