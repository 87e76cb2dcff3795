import { type KeyboardEvent, useState } from 'react';
import { formatMoney } from '../../../../runtime-ui/kit/index.ts';
import type { Quote } from '../../operations/quote-schedule.ts';
import { useSimulatorWords } from './simulator-words.ts';

/** Each payment as a bar of principal, interest and fees, and the balance as a line over them. Drawn to proportion only:
 *  figures for reading stand in the line above and in the table. */
export function PlanChart(props: { readonly quote: Quote }) {
  const words = useSimulatorWords();
  const { rows } = props.quote;
  const [at, setAt] = useState(0);
  const shown = Math.min(at, rows.length - 1);
  const row = rows[shown];
  if (row === undefined) return null;
  const highest = scaleFor(Math.max(...rows.map((each) => Number(each.total))));
  const amount = Number(props.quote.amount);
  const top = scaleFor(Math.max(amount, ...rows.map((each) => Number(each.balance))));
  const share = (value: string): string => `${(Number(value) / highest) * 100}%`;
  const middle = (index: number): number => ((index + 0.5) / rows.length) * 100;
  // At the left edge the line is half a step before the first payment.
  const atEdge = (amount + Number(rows[0]?.balance ?? 0)) / 2;
  const line = [`0,${100 - (atEdge / top) * 100}`, ...rows.map((each, index) => `${middle(index)},${100 - (Number(each.balance) / top) * 100}`)].join(' ');
  const move = (event: KeyboardEvent): void => {
    const step = ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -rows.length, End: rows.length } as const)[
      event.key as 'End'
    ];
    if (step === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(rows.length - 1, shown + step)));
  };
  const hasCharges = rows.some((each) => Number(each.charges) > 0);
  const reading = `${row.n === 0 ? words('stubRow') : words('perPeriod', { n: row.n })} ${row.dueDate} ${words('principal')} ${formatMoney(row.principal)} ${words('interest')} ${formatMoney(row.interest)} ${words('balance')} ${formatMoney(row.balance)}`;
  return (
    <figure className="sim-chart" aria-label={words('chart')}>
      <figcaption>
        <span className="sim-reading">
          <strong>{row.n === 0 ? words('stubRow') : words('perPeriod', { n: row.n })}</strong> {row.dueDate}
        </span>
        <span className="sim-key" data-part="principal">
          {words('principal')} <b>{formatMoney(row.principal)}</b>
        </span>
        <span className="sim-key" data-part="interest">
          {words('interest')} <b>{formatMoney(row.interest)}</b>
        </span>
        {hasCharges ? (
          <span className="sim-key" data-part="charges">
            {words('charges')} <b>{formatMoney(row.charges)}</b>
          </span>
        ) : null}
        <span className="sim-key" data-part="balance">
          {words('balance')} <b>{formatMoney(row.balance)}</b>
        </span>
      </figcaption>
      <div className="sim-plot">
        <div className="sim-axis" aria-hidden>
          {[1, 0.5, 0].map((part) => (
            <span key={part}>{short(highest * part)}</span>
          ))}
        </div>
        <div
          className="sim-bars"
          role="slider"
          tabIndex={0}
          aria-label={`${words('chart')}: ${words('chartHelp')}`}
          aria-valuemin={1}
          aria-valuemax={rows.length}
          aria-valuenow={shown + 1}
          aria-valuetext={reading}
          title={words('chartHelp')}
          data-dense={rows.length > 60}
          onKeyDown={move}
        >
          {rows.map((each, index) => (
            <div key={each.n} className="sim-bar" data-shown={index === shown} onPointerEnter={() => setAt(index)} onPointerDown={() => setAt(index)}>
              <i data-part="charges" style={{ height: share(each.charges) }} />
              <i data-part="interest" style={{ height: share(each.interest) }} />
              <i data-part="principal" style={{ height: share(each.principal) }} />
            </div>
          ))}
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
            <polyline points={line} vectorEffect="non-scaling-stroke" />
            <polyline points={line} vectorEffect="non-scaling-stroke" />
          </svg>
        </div>
        <div className="sim-axis is-right" aria-hidden>
          {[1, 0.5, 0].map((part) => (
            <span key={part}>{short(top * part)}</span>
          ))}
        </div>
      </div>
    </figure>
  );
}

/** A round figure at or a little above the largest value: 1, 1.5, 2, 3, 4, 5, 6, 8 × a power of ten. */
function scaleFor(largest: number): number {
  if (largest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => largest <= step * power * 1.0001) ?? 10) * power;
}

/** An axis figure, short: `5万` is for speech, `50,000` is what the table says. */
function short(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
