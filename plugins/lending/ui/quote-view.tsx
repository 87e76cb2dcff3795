import { formatMoney, StateTag } from '../../../runtime-ui/kit/index.ts';
import type { Quote } from '../operations/quote-schedule.ts';
import { Amount, cellStyle, Figures, headStyle, numberCellStyle, tableStyle } from './figures.tsx';
import { useLendingWords } from './words.ts';

/** A quote: the yearly cost as prominent as the instalment, then the plan. */
export function QuoteView(props: { readonly quote: Quote }) {
  const words = useLendingWords();
  const { quote } = props;
  return (
    <div>
      <Figures
        items={[
          ...(quote.instalment === null ? [] : [{ label: words('instalment'), value: formatMoney(quote.instalment) }]),
          { label: words('apr'), value: <>{quote.cost.aprPercent} %</> },
          { label: words('annualRate'), value: quote.quotedRate },
          { label: words('interestTotal'), value: formatMoney(quote.totals.interest) },
          ...quote.fees.map((fee) => ({ label: fee.contingent ? `${fee.title} (${words('contingent')})` : fee.title, value: formatMoney(fee.amount) })),
          { label: words('repaymentTotal'), value: formatMoney(quote.totals.total) },
        ]}
      />
      {quote.cost.withinCap === null ? null : (
        <div style={{ marginBottom: 12 }}>
          <StateTag title={words(quote.cost.withinCap ? 'withinCap' : 'aboveCap')} color={quote.cost.withinCap ? 'green' : 'red'} plain />
        </div>
      )}
      <div style={{ overflowX: 'auto' }}>
        <table style={tableStyle} aria-label={words('quote')}>
          <thead>
            <tr>
              {[words('period'), words('dueOn')].map((title) => (
                <th key={title} scope="col" style={{ ...headStyle, textAlign: 'left' }}>
                  {title}
                </th>
              ))}
              {[words('principal'), words('interest'), words('total'), words('balance')].map((title) => (
                <th key={title} scope="col" style={{ ...headStyle, textAlign: 'right' }}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {quote.rows.map((row) => (
              <tr
                key={row.n}
                title={
                  row.trace === undefined
                    ? undefined
                    : `${row.trace.balance} × ${row.trace.rate} × ${row.trace.factor} = ${row.trace.unrounded} → ${row.trace.rounded}`
                }
              >
                <td style={cellStyle}>{row.n}</td>
                <td style={cellStyle}>{row.dueDate}</td>
                <td style={numberCellStyle}>
                  <Amount value={row.principal} />
                </td>
                <td style={numberCellStyle}>
                  <Amount value={row.interest} />
                </td>
                <td style={numberCellStyle}>
                  <Amount value={row.payment} strong />
                </td>
                <td style={numberCellStyle}>
                  <Amount value={row.balance} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
