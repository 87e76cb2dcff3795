import { formatMoney } from '../../../../runtime-ui/kit/index.ts';
import type { LifeEvent } from '../../operations/loan-as-of.ts';
import { Amount, cellStyle, headStyle, numberCellStyle, tableStyle } from '../figures.tsx';
import { useLifeWords } from './life-words.ts';

/** Lines that are told before the rest is counted. */
const TOLD = 4;

/** The facts in the order of booking, with what each did when it acted. What had not happened on the day is pale. */
export function LifeEvents({ events }: { readonly events: readonly LifeEvent[] }) {
  const words = useLifeWords();
  if (events.length === 0) return <p className="life-quiet">{words('noFacts')}</p>;
  const left = { ...headStyle, textAlign: 'left' } as const;
  return (
    <div className="life-table">
      <table style={tableStyle} aria-label={words('facts')}>
        <thead>
          <tr>
            {[words('no'), words('kind'), words('valueDate'), words('bookDate')].map((title) => (
              <th key={title} scope="col" style={left}>
                {title}
              </th>
            ))}
            <th scope="col" style={{ ...headStyle, textAlign: 'right' }}>
              {words('amount')}
            </th>
            <th scope="col" style={left}>
              {words('did')}
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id} data-acts={event.acts} className="life-event">
              <td style={cellStyle}>{event.seq}</td>
              <td style={cellStyle}>{words(`kind.${event.kind}`)}</td>
              <td style={cellStyle}>{event.valueDate}</td>
              <td style={{ ...cellStyle, color: event.bookDate === event.valueDate ? 'var(--ink-third)' : 'inherit' }}>{event.bookDate}</td>
              <td style={numberCellStyle}>{event.amount === null ? null : <Amount value={event.amount} />}</td>
              <td style={{ ...cellStyle, whiteSpace: 'normal', minWidth: 220 }}>{describe(event)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function describe(event: LifeEvent): string {
    if (event.reversedBy !== null) return words('takenBack', { seq: event.reversedBy });
    if (!event.acts) return words('notYet');
    const told = event.lines
      .slice(0, TOLD)
      .map(({ n, component, amount }) => `${words('rowOf', { n, component: words(`component.${component}`) })} ${formatMoney(amount)}`);
    return [
      ...told,
      ...(event.lines.length > TOLD ? [words('more', { count: event.lines.length })] : []),
      ...(event.surplus === '0.00' ? [] : [words('surplusOf', { amount: formatMoney(event.surplus) })]),
    ].join(' · ');
  }
}
