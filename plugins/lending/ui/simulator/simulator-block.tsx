import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { fillText, type BlockProps, ErrorNotice, Icon, Notice, SkeletonLines, useBusinessDate, useDebounced } from '../../../../runtime-ui/kit/index.ts';
import type { OfferedProduct } from '../../operations/offered-products.ts';
import type { Quote, QuoteInput } from '../../operations/quote-schedule.ts';
import { problems } from '../../problems.ts';
import { useOperation } from '../use-operation.ts';
import { CapVerdictView } from './cap-verdict.tsx';
import { CompareTable } from './compare-table.tsx';
import { ExportPlan } from './export-plan.tsx';
import { PlanChart } from './plan-chart.tsx';
import { draftsFrom, draftsText, MOST_PLANS, newDraft, type PlanDraft, questionOf } from './plan-draft.ts';
import { figuresOf, PlanFigures } from './plan-figures.tsx';
import { PlanForm } from './plan-form.tsx';
import { PlanTable } from './plan-table.tsx';
import { type SimulatorWords, useSimulatorWords } from './simulator-words.ts';
import './simulator.css';

const NOTHING_WRONG: ReadonlySet<string> = new Set();

/** The simulator: conditions on the left, what they come to on the right, up to three plans side by side. The plans stand
 *  in the address, so that a link opens the same. */
export function SimulatorBlock(_: BlockProps) {
  const words = useSimulatorWords();
  const today = useBusinessDate();
  const { result, error, again } = useOperation<{ rows: readonly OfferedProduct[] }>('lending.offered-products', {});
  if (error !== undefined) return <ErrorNotice error={error} onRetry={again} />;
  if (result === undefined) return <SkeletonLines lines={10} label={words('loading')} />;
  return <Simulator products={result.rows} today={today} />;
}

function Simulator({ products, today }: { readonly products: readonly OfferedProduct[]; readonly today: string }) {
  const words = useSimulatorWords();
  const [parameters, setParameters] = useSearchParams();
  const [drafts, setDrafts] = useState<readonly PlanDraft[]>(() => {
    const kept = draftsFrom(parameters.get('plans'), today).map((draft) =>
      draft.product === null || products.some((one) => one.name === draft.product) ? draft : { ...draft, product: null },
    );
    return kept.length > 0 ? kept : [newDraft(products[0], today)];
  });
  const [active, setActive] = useState(0);
  const settled = useDebounced(drafts, 300);
  const text = draftsText(settled, today);
  useEffect(() => {
    setParameters((before) => new URLSearchParams({ ...Object.fromEntries(before), plans: text }), { replace: true });
  }, [text, setParameters]);
  const plans = [usePlan(settled[0]), usePlan(settled[1]), usePlan(settled[2])].slice(0, drafts.length);
  const draft = drafts[active] ?? drafts[0];
  const plan = plans[active] ?? plans[0];
  if (draft === undefined || plan === undefined) return null;
  const change = (next: PlanDraft): void => setDrafts(drafts.map((one, index) => (index === active ? next : one)));
  const add = (): void => {
    setDrafts([...drafts, draft]);
    setActive(drafts.length);
  };
  const remove = (): void => {
    setDrafts(drafts.filter((_, index) => index !== active));
    setActive(Math.max(0, active - 1));
  };
  return (
    <div className="simulator">
      <div className="sim-plans">
        {drafts.length < 2 ? null : (
          <div className="record-tabs" role="tablist" aria-label={words('plans')}>
            {drafts.map((one, index) => (
              <button key={index} type="button" role="tab" aria-selected={index === active} onClick={() => setActive(index)}>
                {words('plan', { n: index + 1 })}
                <span className="count">{words.choice('method', one.method)}</span>
              </button>
            ))}
          </div>
        )}
        <span className="spring" />
        {drafts.length < 2 ? null : (
          <Button type="text" icon={<Icon name="trash" size={15} />} onClick={remove} aria-label={words('removePlan', { n: active + 1 })} />
        )}
        {drafts.length >= MOST_PLANS ? null : (
          <Button icon={<Icon name="plus" size={14} />} onClick={add}>
            {words('addPlan')}
          </Button>
        )}
        {plan.question === null ? null : <ExportPlan question={plan.question} />}
      </div>
      <div className="sim-body">
        <PlanForm key={active} draft={draft} products={products} wrong={wrongIn(draft)} onChange={change} />
        <div className="sim-result" aria-label={words('result')} role="region" aria-busy={plan.isWaiting}>
          {drafts.length < 2 ? null : (
            <CompareTable
              active={active}
              onOpen={setActive}
              plans={drafts.map(({ method }, index) => ({
                name: words('plan', { n: index + 1 }),
                method,
                quote: plans[index]?.result,
                error: plans[index]?.error,
              }))}
            />
          )}
          <PlanResult plan={plan} words={words} isCompared={drafts.length > 1} />
        </div>
      </div>
      {plan.result === undefined ? null : <PlanSummary quote={plan.result} words={words} />}
    </div>
  );
}

interface Plan {
  readonly question: QuoteInput | null;
  readonly result: Quote | undefined;
  readonly error: unknown;
  readonly isWaiting: boolean;
  again(): void;
}

/** The answer for a draft; while it changes, the last answer stays where it is. */
function usePlan(draft: PlanDraft | undefined): Plan {
  const question = useMemo(() => {
    const asked = draft === undefined ? undefined : questionOf(draft);
    return asked === undefined || 'wrong' in asked ? null : asked.question;
  }, [draft]);
  const state = useOperation<Quote>('lending.quote-schedule', question as unknown as Record<string, unknown> | null);
  return { ...state, question, result: question === null ? undefined : state.result };
}

function wrongIn(draft: PlanDraft): ReadonlySet<string> {
  const asked = questionOf(draft);
  return 'wrong' in asked ? asked.wrong : NOTHING_WRONG;
}

function PlanResult({ plan, words, isCompared }: { readonly plan: Plan; readonly words: SimulatorWords; readonly isCompared: boolean }) {
  if (plan.error !== undefined) return <ErrorNotice error={plan.error} onRetry={plan.again} />;
  if (plan.question === null) return <Notice icon="chart" title={words('empty')} help={words('emptyHelp')} />;
  const quote = plan.result;
  if (quote === undefined) return <SkeletonLines lines={10} label={words('loading')} />;
  return (
    <>
      {isCompared ? null : <PlanFigures quote={quote} />}
      {quote.notOffered === null ? null : (
        <div className="sim-not-offered" role="status">
          <Icon name="warning" size={15} /> {words('notOffered')}：{sentence(quote.notOffered, words)}
        </div>
      )}
      <CapVerdictView verdict={quote.verdict} />
      <PlanChart quote={quote} />
      <PlanTable quote={quote} />
    </>
  );
}

/** On a phone the result lies below the form: what changes while one types stays in sight, and leads there. */
function PlanSummary({ quote, words }: { readonly quote: Quote; readonly words: SimulatorWords }) {
  return (
    <button type="button" className="sim-summary" onClick={() => document.querySelector('.sim-result')?.scrollIntoView({ behavior: 'smooth' })}>
      {figuresOf(quote, words)
        .slice(0, 2)
        .map((figure) => (
          <span key={figure.key}>
            {figure.label} <b>{figure.value}</b>
          </span>
        ))}
      <Icon name="down" size={16} />
    </button>
  );
}

/** The sentence of a refusal that an application would meet, in the person's language. */
function sentence({ code, params }: NonNullable<Quote['notOffered']>, words: SimulatorWords): string {
  return fillText(problems[code as keyof typeof problems]?.[words.language] ?? code, params);
}
