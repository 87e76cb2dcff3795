import { formatMoney } from '../../../../runtime-ui/kit/index.ts';
import type { LifeRow } from '../../operations/loan-as-of.ts';
import { useLifeWords } from './life-words.ts';
import { STANDING_COLORS } from '../standing.ts';

/** Each instalment as a bar in the colour of its standing, principal below and interest with fees and penalty above, and a
 *  line where the day stands. The table below holds the same figures for reading. */
export function LifeChart({ rows, asOf }: { readonly rows: readonly LifeRow[]; readonly asOf: string }) {
  const words = useLifeWords();
  if (rows.length === 0) return null;
  const highest = Math.max(...rows.map((row) => Number(row.principal) + chargesOf(row)));
  const share = (value: number): string => `${highest === 0 ? 0 : (value / highest) * 100}%`;
  const past = rows.filter((row) => row.dueDate <= asOf).length;
  return (
    <figure className="life-chart" role="img" aria-label={words('chart')} data-dense={rows.length > 60}>
      {rows.map((row, index) => (
        <div
          key={row.n}
          className="life-bar"
          data-now={index === past}
          title={`${row.n} · ${row.dueDate} · ${words('principal')} ${formatMoney(row.principal)} · ${words('interest')} ${formatMoney(row.interest)} · ${words(`standing.${row.standing}`)}`}
        >
          <i className="life-charges" style={{ height: share(chargesOf(row)), background: `var(--state-${STANDING_COLORS[row.standing]}-dot)` }} />
          <i style={{ height: share(Number(row.principal)), background: `var(--state-${STANDING_COLORS[row.standing]}-dot)` }} />
        </div>
      ))}
    </figure>
  );
}

function chargesOf(row: LifeRow): number {
  return Number(row.interest) + Number(row.fee) + Number(row.penalty);
}
