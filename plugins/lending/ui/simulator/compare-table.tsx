import { ErrorNotice, StateTag } from '../../../../runtime-ui/kit/index.ts';
import type { Quote } from '../../operations/quote-schedule.ts';
import { figuresOf } from './plan-figures.tsx';
import { useSimulatorWords } from './simulator-words.ts';

export interface ComparedPlan {
  readonly name: string;
  readonly method: string;
  readonly quote: Quote | undefined;
  readonly error: unknown;
}

/** Plans side by side: one line a figure, the lowest marked in words. */
export function CompareTable(props: { readonly plans: readonly ComparedPlan[]; readonly active: number; onOpen(index: number): void }) {
  const words = useSimulatorWords();
  const figures = props.plans.map(({ quote }) => (quote === undefined ? undefined : figuresOf(quote, words)));
  const lines = figures.find((one) => one !== undefined) ?? [];
  const failed = props.plans.find(({ error }) => error !== undefined);
  if (lines.length === 0) return failed === undefined ? null : <ErrorNotice error={failed.error} compact />;
  return (
    <section className="sim-compare" aria-label={words('compare')}>
      <div className="grid-scroll">
        <table className="plain-table" aria-label={words('compare')}>
          <thead>
            <tr>
              <th scope="col">{words('compare')}</th>
              {props.plans.map((plan, index) => (
                <th key={plan.name} scope="col" data-align="right" aria-current={index === props.active || undefined}>
                  <button type="button" className="sim-open" onClick={() => props.onOpen(index)}>
                    {plan.name} · {words.choice('method', plan.method)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, label }, line) => {
              const weights = figures.map((one) => one?.[line]?.weight ?? null);
              const lowest = lowestOf(weights);
              return (
                <tr key={key}>
                  <th scope="row">{figures[props.active]?.[line]?.label ?? label}</th>
                  {figures.map((one, index) => (
                    <td key={props.plans[index]?.name} data-align="right">
                      {lowest === index ? <span className="sim-lowest">{words('lowest')}</span> : null}
                      <span className="tabular">{one?.[line]?.value ?? '–'}</span>
                    </td>
                  ))}
                </tr>
              );
            })}
            <tr>
              <th scope="row">{words('caps')}</th>
              {props.plans.map(({ name, quote }) => (
                <td key={name} data-align="right">
                  {quote?.verdict.within == null ? (
                    '–'
                  ) : (
                    <StateTag title={words(quote.verdict.within ? 'within' : 'above')} color={quote.verdict.within ? 'green' : 'red'} plain />
                  )}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The one that is lower than all others; none where two are level. */
function lowestOf(weights: readonly (string | null)[]): number | null {
  const values = weights.flatMap((weight, index) => (weight === null ? [] : [{ index, value: Number(weight) }])).sort((a, b) => a.value - b.value);
  const [first, second] = values;
  return first === undefined || second === undefined || first.value === second.value ? null : first.index;
}
