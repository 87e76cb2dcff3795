import { formatMoney, StateTag } from '../../../runtime-ui/kit/index.ts';
import type { RepaymentPreview } from '../operations/preview-repayment.ts';
import { ChangeView } from './change-view.tsx';
import { Amount, cellStyle, Figures, headStyle, numberCellStyle, tableStyle } from './figures.tsx';
import { useLendingWords } from './words.ts';

/** What a repayment does, row by row, before anything is posted. */
export function AllocationView(props: { readonly preview: RepaymentPreview }) {
  const words = useLendingWords();
  const { preview } = props;
  return (
    <div>
      <Figures
        items={[
          { label: words('principal'), value: formatMoney(preview.totals.principal) },
          { label: words('interest'), value: formatMoney(preview.totals.interest) },
          ...(preview.totals.fee === '0.00' ? [] : [{ label: words('fee'), value: formatMoney(preview.totals.fee) }]),
          ...(preview.surplus === '0.00' ? [] : [{ label: words('surplus'), value: formatMoney(preview.surplus) }]),
          { label: words('balanceAfter'), value: formatMoney(preview.balanceAfter) },
          ...(preview.next === null ? [] : [{ label: words('nextDue'), value: `${preview.next.dueOn} · ${formatMoney(preview.next.amount)}` }]),
        ]}
      />
      {preview.settles ? (
        <div style={{ marginBottom: 8 }}>
          <StateTag title={words('settles')} color="green" />
        </div>
      ) : null}
      {preview.lines.length === 0 ? (
        <p style={{ color: 'var(--ink-third)' }}>{words('nothing')}</p>
      ) : (
        <table style={tableStyle} aria-label={words('allocation')}>
          <thead>
            <tr>
              {[words('period'), words('dueOn'), words('component')].map((title) => (
                <th key={title} scope="col" style={{ ...headStyle, textAlign: 'left' }}>
                  {title}
                </th>
              ))}
              <th scope="col" style={{ ...headStyle, textAlign: 'right' }}>
                {words('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.lines.map((line) => (
              <tr key={`${line.periodNo} ${line.component}`}>
                <td style={cellStyle}>{line.periodNo === 0 ? '–' : line.periodNo}</td>
                <td style={cellStyle}>{line.dueOn}</td>
                <td style={cellStyle}>{words(`component.${line.component}`)}</td>
                <td style={numberCellStyle}>
                  <Amount value={line.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.change === undefined ? null : (
        <section style={{ marginTop: 16 }}>
          <h4 style={{ margin: '0 0 8px', fontSize: 'var(--text)', fontWeight: 600 }}>{words('beforeAndAfter')}</h4>
          <ChangeView change={preview.change} />
        </section>
      )}
    </div>
  );
}
