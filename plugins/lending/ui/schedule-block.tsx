import { type BlockProps, ErrorNotice, formatMoney, SkeletonLines, StateTag } from '../../../runtime-ui/kit/index.ts';
import { Amount, cellStyle, Figures, headStyle, numberCellStyle, tableStyle } from './figures.tsx';
import type { Standing } from '../operations/loan-schedule.ts';
import { STANDING_COLORS } from './standing.ts';
import { TracePopover } from './trace-popover.tsx';
import { useOperation } from './use-operation.ts';
import { useLendingWords } from './words.ts';

interface LoanScheduleBody {
  readonly asOf: string;
  readonly instalment: string | null;
  readonly balance: string;
  readonly rows: readonly {
    readonly periodNo: number;
    readonly dueOn: string;
    readonly principal: string;
    readonly interest: string;
    readonly fee: string;
    readonly total: string;
    readonly paid: string;
    readonly outstanding: string;
    readonly balance: string;
    readonly standing: Standing;
    readonly days: number;
  }[];
  readonly totals: { readonly principal: string; readonly interest: string; readonly principalLeft: string; readonly interestLeft: string };
}

/** The schedule of a loan in its colours; every figure opens its own derivation. */
export function ScheduleBlock(props: BlockProps) {
  const words = useLendingWords();
  const { result, error, again } = useOperation<LoanScheduleBody>('lending.loan-schedule', props.recordId === null ? null : { record: props.recordId });
  if (error !== undefined) return <ErrorNotice error={error} onRetry={again} />;
  if (result === undefined || props.recordId === null) return <SkeletonLines lines={8} label={words('loading')} />;
  const loan = props.recordId;
  const hasFees = result.rows.some((row) => row.fee !== '0.00');
  return (
    <div>
      <Figures
        items={[
          ...(result.instalment === null ? [] : [{ label: words('instalment'), value: formatMoney(result.instalment) }]),
          { label: words('interestTotal'), value: formatMoney(result.totals.interest) },
          { label: words('balance'), value: formatMoney(result.balance) },
        ]}
      />
      <div style={{ overflowX: 'auto' }}>
        <table style={tableStyle} aria-label={props.title}>
          <thead>
            <tr>
              {[words('period'), words('dueOn')].map((title) => (
                <th key={title} scope="col" style={{ ...headStyle, textAlign: 'left' }}>
                  {title}
                </th>
              ))}
              {[
                words('principal'),
                words('interest'),
                ...(hasFees ? [words('fee')] : []),
                words('total'),
                words('paid'),
                words('outstanding'),
                words('balance'),
              ].map((title) => (
                <th key={title} scope="col" style={{ ...headStyle, textAlign: 'right' }}>
                  {title}
                </th>
              ))}
              <th scope="col" style={{ ...headStyle, textAlign: 'left' }}>
                {words('standing')}
              </th>
            </tr>
          </thead>
          <tbody>
            {result.rows.map((row) => (
              <tr
                key={row.periodNo}
                data-standing={row.standing}
                style={{ background: row.standing === 'future' ? undefined : `var(--state-${STANDING_COLORS[row.standing]}-tint)` }}
              >
                <td style={cellStyle}>{row.periodNo}</td>
                <td style={cellStyle}>{row.dueOn}</td>
                <td style={numberCellStyle}>
                  <TracePopover loan={loan} period={row.periodNo} figure="principal">
                    <Amount value={row.principal} />
                  </TracePopover>
                </td>
                <td style={numberCellStyle}>
                  <TracePopover loan={loan} period={row.periodNo} figure="interest">
                    <Amount value={row.interest} />
                  </TracePopover>
                </td>
                {hasFees ? (
                  <td style={numberCellStyle}>
                    <Amount value={row.fee} />
                  </td>
                ) : null}
                <td style={numberCellStyle}>
                  <TracePopover loan={loan} period={row.periodNo} figure="total">
                    <Amount value={row.total} strong />
                  </TracePopover>
                </td>
                <td style={numberCellStyle}>
                  <Amount value={row.paid} />
                </td>
                <td style={numberCellStyle}>
                  <Amount value={row.outstanding} />
                </td>
                <td style={numberCellStyle}>
                  <Amount value={row.balance} />
                </td>
                <td style={cellStyle}>
                  <StateTag title={words(`standing.${row.standing}`, { days: row.days })} color={STANDING_COLORS[row.standing]} plain />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p style={{ color: 'var(--ink-third)', margin: '8px 0 0', fontSize: 12 }}>{words('whyHelp')}</p>
    </div>
  );
}
