import { formatMoney, StateTag } from '../../../runtime-ui/kit/index.ts';
import type { ChangePreview } from '../account/change-preview.ts';
import { Amount, cellStyle, Figures, headStyle, numberCellStyle, tableStyle } from './figures.tsx';
import { type LendingWords, useLendingWords } from './words.ts';

/** What a change does to a loan: before and after by component, instalments that owe again, and the new schedule. */
export function ChangeView(props: { readonly change: ChangePreview }) {
  const words = useLendingWords();
  const { change } = props;
  return (
    <div>
      <Figures items={figuresOf(change, words)} />
      <Opened change={change} />
      <div style={{ overflowX: 'auto' }}>
        <table style={tableStyle} aria-label={words('beforeAndAfter')}>
          <thead>
            <tr>
              <th scope="col" style={{ ...headStyle, textAlign: 'left' }}>
                {words('component')}
              </th>
              {[words('duePart'), words('paid'), words('outstanding')].map((title) => (
                <th key={title} scope="col" style={{ ...headStyle, textAlign: 'right' }}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {change.components.map((one) => (
              <tr key={one.component}>
                <td style={cellStyle}>{words(`component.${one.component as 'interest'}`)}</td>
                <Pair before={one.dueBefore} after={one.dueAfter} />
                <Pair before={one.paidBefore} after={one.paidAfter} />
                <Pair before={one.outstandingBefore} after={one.outstandingAfter} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {change.schedule === null ? null : <NewSchedule schedule={change.schedule} />}
    </div>
  );
}

function figuresOf(change: ChangePreview, words: LendingWords) {
  const arrow = (before: string | number, after: string | number): string => (before === after ? String(after) : `${before} → ${after}`);
  return [
    { label: words('balance'), value: arrow(formatMoney(change.balanceBefore), formatMoney(change.balanceAfter)) },
    { label: words('daysPastDue'), value: arrow(change.daysPastDueBefore, change.daysPastDueAfter) },
    ...(change.surplusBefore === change.surplusAfter
      ? []
      : [{ label: words('surplus'), value: arrow(formatMoney(change.surplusBefore), formatMoney(change.surplusAfter)) }]),
    ...(change.schedule === null || change.schedule.instalmentAfter === null
      ? []
      : [{ label: words('instalment'), value: arrow(formatMoney(change.schedule.instalmentBefore), formatMoney(change.schedule.instalmentAfter)) }]),
    ...(change.schedule === null ? [] : [{ label: words('maturesOn'), value: arrow(change.schedule.maturesOnBefore, change.schedule.maturesOnAfter) }]),
    { label: words('asOf'), value: change.asOf },
  ];
}

function Opened(props: { readonly change: ChangePreview }) {
  const words = useLendingWords();
  const { reopened, closed, settles } = props.change;
  if (reopened.length === 0 && closed.length === 0 && !settles) return null;
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 8 }}>
      {settles ? <StateTag title={words('settles')} color="green" /> : null}
      {reopened.length === 0 ? null : <StateTag title={words('reopens', { list: reopened.join(', ') })} color="orange" />}
      {closed.length === 0 ? null : <StateTag title={words('closes', { list: closed.join(', ') })} color="green" />}
    </div>
  );
}

/** The figure before stands small above the one that replaces it. */
function Pair(props: { readonly before: string; readonly after: string }) {
  const isSame = props.before === props.after;
  return (
    <td style={{ ...numberCellStyle, lineHeight: 1.3 }}>
      {isSame ? null : (
        <span style={{ display: 'block', color: 'var(--ink-third)', fontSize: 12, textDecoration: 'line-through' }}>{formatMoney(props.before)}</span>
      )}
      <Amount value={props.after} strong={!isSame} />
    </td>
  );
}

function NewSchedule(props: { readonly schedule: NonNullable<ChangePreview['schedule']> }) {
  const words = useLendingWords();
  const { rows } = props.schedule;
  return (
    <div style={{ overflow: 'auto', maxHeight: 320, marginTop: 16 }}>
      <table style={tableStyle} aria-label={words('newSchedule')}>
        <caption style={{ textAlign: 'left', color: 'var(--ink-second)', padding: '0 8px 4px' }}>{words('newSchedule')}</caption>
        <thead>
          <tr>
            {[words('period'), words('dueOn')].map((title) => (
              <th key={title} scope="col" style={{ ...headStyle, textAlign: 'left' }}>
                {title}
              </th>
            ))}
            {[words('principal'), words('interest'), words('balance')].map((title) => (
              <th key={title} scope="col" style={{ ...headStyle, textAlign: 'right' }}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.periodNo}>
              <td style={cellStyle}>{row.periodNo}</td>
              <td style={cellStyle}>{row.dueOn}</td>
              <td style={numberCellStyle}>
                <Amount value={row.principal} />
              </td>
              <td style={numberCellStyle}>
                <Amount value={row.interest} />
              </td>
              <td style={numberCellStyle}>
                <Amount value={row.balance} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
