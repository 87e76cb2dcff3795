import { Popover } from 'antd';
import { useState } from 'react';
import { formatMoney } from '../../../../runtime-ui/kit/index.ts';
import { addMoney, sumMoney } from '../../maths/number/money.ts';
import type { Quote, QuoteRow } from '../../operations/quote-schedule.ts';
import { Amount } from '../figures.tsx';
import { TraceView } from '../trace-view.tsx';
import { useSimulatorWords } from './simulator-words.ts';

/** The plan row by row; the interest of each opens its derivation. */
export function PlanTable(props: { readonly quote: Quote }) {
  const words = useSimulatorWords();
  const { quote } = props;
  const { rows, totals } = quote;
  const hasCharges = quote.fees.some((fee) => fee.parts.length > 0);
  const charges = sumMoney(quote.fees.map((fee) => (fee.contingent ? '0.00' : fee.amount)));
  const heads = [words('principal'), words('interest'), ...(hasCharges ? [words('charges')] : []), words('total'), words('balance')];
  return (
    <div className="sim-table">
      <table className="plain-table" aria-label={words('schedule')}>
        <thead>
          <tr>
            <th scope="col">{words('period')}</th>
            <th scope="col">{words('dueOn')}</th>
            {heads.map((title) => (
              <th key={title} scope="col" data-align="right">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hasCharges && quote.upFront !== '0.00' ? (
            <tr>
              <td className="quiet">–</td>
              <td>
                {quote.disbursedOn} <span className="quiet">{words('onDisbursement')}</span>
              </td>
              <td data-align="right" className="quiet">
                –
              </td>
              <td data-align="right" className="quiet">
                –
              </td>
              <td data-align="right">
                <Amount value={quote.upFront} />
              </td>
              <td data-align="right">
                <Amount value={quote.upFront} strong />
              </td>
              <td data-align="right">
                <Amount value={quote.amount} />
              </td>
            </tr>
          ) : null}
          {rows.map((row, index) => (
            <tr key={row.n}>
              <td>{row.n === 0 ? words('stubRow') : row.n}</td>
              <td>{row.dueDate}</td>
              <td data-align="right">
                <Amount value={row.principal} />
              </td>
              <td data-align="right">
                <InterestCell quote={quote} row={row} isLast={index === rows.length - 1} />
              </td>
              {hasCharges ? (
                <td data-align="right">
                  <Amount value={row.charges} />
                </td>
              ) : null}
              <td data-align="right">
                <Amount value={row.total} strong />
              </td>
              <td data-align="right">
                <Amount value={row.balance} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {words('sum')}
            </th>
            <td data-align="right">{formatMoney(totals.principal)}</td>
            <td data-align="right">{formatMoney(totals.interest)}</td>
            {hasCharges ? <td data-align="right">{formatMoney(charges)}</td> : null}
            <td data-align="right">
              <strong>{formatMoney(addMoney(totals.total, charges))}</strong>
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function InterestCell({ quote, row, isLast }: { readonly quote: Quote; readonly row: QuoteRow; readonly isLast: boolean }) {
  const words = useSimulatorWords();
  const [isOpen, setOpen] = useState(false);
  const { trace } = row;
  if (trace === undefined) return <Amount value={row.interest} />;
  return (
    <Popover
      trigger="click"
      placement="left"
      open={isOpen}
      onOpenChange={setOpen}
      title={words('why', { n: row.n })}
      content={
        isOpen ? (
          <TraceView
            explanation={{
              figure: 'interest',
              amount: row.interest,
              interest: row.interest,
              principal: row.principal,
              instalment: quote.instalment,
              isLast,
              from: row.startDate,
              to: row.dueDate,
              trace,
              product: quote.product === null ? null : `${quote.product.name}@${quote.product.hash}`,
            }}
          />
        ) : null
      }
    >
      <button type="button" className="sim-why" aria-label={`${words('why', { n: row.n })} ${formatMoney(row.interest)}`}>
        <Amount value={row.interest} />
      </button>
    </Popover>
  );
}
