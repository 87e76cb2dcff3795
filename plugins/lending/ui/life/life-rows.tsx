import { StateTag } from '../../../../runtime-ui/kit/index.ts';
import type { LifeRow } from '../../operations/loan-as-of.ts';
import { Amount, cellStyle, headStyle, numberCellStyle, tableStyle } from '../figures.tsx';
import { useLifeWords } from './life-words.ts';
import { STANDING_COLORS } from '../standing.ts';

export function LifeRows({ rows }: { readonly rows: readonly LifeRow[] }) {
  const words = useLifeWords();
  const hasFees = rows.some((row) => row.fee !== '0.00');
  const hasPenalty = rows.some((row) => row.penalty !== '0.00');
  const columns = [
    { title: words('principal'), of: (row: LifeRow) => row.principal },
    { title: words('interest'), of: (row: LifeRow) => row.interest },
    ...(hasFees ? [{ title: words('fee'), of: (row: LifeRow) => row.fee }] : []),
    ...(hasPenalty ? [{ title: words('penaltyColumn'), of: (row: LifeRow) => row.penalty }] : []),
    { title: words('paidColumn'), of: (row: LifeRow) => row.paid },
    { title: words('outstanding'), of: (row: LifeRow) => row.outstanding },
  ];
  const left = { ...headStyle, textAlign: 'left' } as const;
  return (
    <div className="life-table">
      <table style={tableStyle} aria-label={words('plan')}>
        <thead>
          <tr>
            {[words('period'), words('dueOn')].map((title) => (
              <th key={title} scope="col" style={left}>
                {title}
              </th>
            ))}
            {columns.map(({ title }) => (
              <th key={title} scope="col" style={{ ...headStyle, textAlign: 'right' }}>
                {title}
              </th>
            ))}
            <th scope="col" style={left}>
              {words('standing')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.n} data-standing={row.standing}>
              <td style={cellStyle}>{row.n}</td>
              <td style={cellStyle}>{row.dueDate}</td>
              {columns.map(({ title, of }) => (
                <td key={title} style={numberCellStyle}>
                  <Amount value={of(row)} />
                </td>
              ))}
              <td style={cellStyle}>
                <StateTag title={words(`standing.${row.standing}`)} color={STANDING_COLORS[row.standing]} plain />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
