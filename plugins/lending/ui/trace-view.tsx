import { formatMoney, formatRate } from '../../../runtime-ui/kit/index.ts';
import type { Explanation } from '../operations/explain-amount.ts';
import { type LendingWords, useLendingWords } from './words.ts';

/** A figure with its derivation; of a plan that no product stands behind, without one. */
export type ExplainedFigure = Omit<Explanation, 'periodNo' | 'product'> & { readonly product: string | null };

/** balance × rate × share of a year → unrounded → rounded → rule, one line each. */
export function TraceView(props: { readonly explanation: ExplainedFigure }) {
  const words = useLendingWords();
  const { trace, figure, instalment, interest, principal, isLast, from, to, product } = props.explanation;
  const lines: (readonly [string, string])[] = [
    [words('traceFrom'), `${from} → ${to}`],
    [words('traceBalance'), formatMoney(trace.balance)],
    [words('traceRate'), /^\d+(\.\d+)?$/.test(trace.rate) ? formatRate(trace.rate, '%') : trace.rate],
    [words('traceDays'), String(trace.days)],
    [words('traceFactor'), trace.factor],
    [words('traceUnrounded'), trace.unrounded],
    [
      words('traceRounded'),
      `${formatMoney(trace.rounded)}（${trace.mode === 'HALF_UP' && trace.unit === '0.01' ? words('halfUp') : `${trace.mode} ${trace.unit}`}）`,
    ],
  ];
  if (figure !== 'interest')
    lines.push([
      words('figure.principal'),
      isLast
        ? `${formatMoney(principal)} = ${words('lastRule')}`
        : `${formatMoney(instalment ?? principal)} − ${formatMoney(interest)} = ${formatMoney(principal)}`,
    ]);
  lines.push([
    words('traceRule'),
    figure !== 'interest' ? wayOf(props.explanation, words) : trace.source.startsWith('B.4: balance × rate × factor') ? words('interestRule') : trace.source,
  ]);
  lines.push([words('traceSource'), trace.source.startsWith('B.4: balance × rate × factor') ? words('sourceInterest') : trace.source]);
  return (
    <div style={{ maxWidth: 420 }}>
      <div style={{ marginBottom: 8, fontWeight: 600 }}>
        {words(`figure.${figure}`)} {formatMoney(props.explanation.amount)}
      </div>
      <div style={{ marginBottom: 8, color: 'var(--ink-second)', fontVariantNumeric: 'tabular-nums' }}>
        {formatMoney(trace.balance)} × {trace.rate} × {trace.factor} = {trace.unrounded} → {formatMoney(trace.rounded)}
      </div>
      <dl style={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', gap: '4px 16px', margin: 0 }}>
        {lines.map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt style={{ color: 'var(--ink-third)' }}>{label}</dt>
            <dd style={{ margin: 0, fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' }}>{value}</dd>
          </div>
        ))}
      </dl>
      {product === null ? null : (
        <div style={{ marginTop: 8, color: 'var(--ink-third)', fontSize: 12, overflowWrap: 'anywhere' }}>{words('productVersion', { version: product })}</div>
      )}
    </div>
  );
}

/** How the figure follows from the interest; the schedule's own words where the terms do not say it in one line. */
function wayOf({ figure, isLast, instalment, trace }: ExplainedFigure, words: LendingWords): string {
  if (figure === 'total') return words('totalRule');
  if (isLast) return words('lastRule');
  return instalment === null ? trace.rule : words('principalRule');
}
