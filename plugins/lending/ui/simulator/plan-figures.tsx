import type { ReactNode } from 'react';
import { formatMoney, formatRate } from '../../../../runtime-ui/kit/index.ts';
import { addMoney, sumMoney } from '../../maths/number/money.ts';
import type { Quote } from '../../operations/quote-schedule.ts';
import { type SimulatorWords, useSimulatorWords } from './simulator-words.ts';

interface PlanFigure {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** Plain decimal to compare plans by; null where more is not worse. */
  readonly weight: string | null;
  readonly help?: string;
}

/** What a plan comes to, for its head and for the comparison. */
export function figuresOf(quote: Quote, words: SimulatorWords): readonly PlanFigure[] {
  const { cost, rows, totals } = quote;
  const charges = chargesOfQuote(quote);
  const repay = addMoney(totals.total, charges);
  const first = rows[0];
  const isLevel = rows.length > 2 && rows.slice(0, -1).every((row) => row.payment === first?.payment);
  const percent = (value: string): string => `${Number(value).toFixed(2)} %`;
  return [
    { key: 'instalment', label: words(isLevel ? 'instalment' : 'firstPayment'), value: formatMoney(first?.total), weight: first?.total ?? null },
    { key: 'apr', label: words('apr'), value: percent(cost.aprPercent), weight: cost.aprPercent, help: words('aprHelp') },
    { key: 'effective', label: words('effective'), value: percent(cost.effectivePercent), weight: cost.effectivePercent, help: words('effectiveHelp') },
    {
      key: 'xirr',
      label: words('xirr'),
      value: cost.xirrPercent === null ? '–' : percent(cost.xirrPercent),
      weight: cost.xirrPercent,
      help: words('xirrHelp'),
    },
    { key: 'annualRate', label: words('annualRate'), value: formatRate(quote.annualRate, '%'), weight: quote.annualRate },
    { key: 'interest', label: words('interestTotal'), value: formatMoney(totals.interest), weight: totals.interest },
    { key: 'charges', label: words('chargesTotal'), value: formatMoney(charges), weight: charges },
    { key: 'repay', label: words('repay'), value: formatMoney(repay), weight: repay },
    { key: 'maturesOn', label: words('maturesOn'), value: rows.at(-1)?.dueDate ?? '–', weight: null },
  ];
}

function chargesOfQuote(quote: Quote): string {
  return sumMoney(quote.fees.filter((fee) => !fee.contingent).map((fee) => fee.amount));
}

/** The yearly cost as prominent as the instalment; the other figures stand below, smaller. */
export function PlanFigures(props: { readonly quote: Quote }) {
  const words = useSimulatorWords();
  const figures = figuresOf(props.quote, words);
  const item = (figure: PlanFigure): ReactNode => (
    <div key={figure.key} data-figure={figure.key} title={figure.help}>
      <dt>{figure.label}</dt>
      <dd>{figure.value}</dd>
    </div>
  );
  return (
    <dl className="sim-figures">
      <div className="sim-main-figures">{figures.slice(0, 4).map(item)}</div>
      <div className="sim-more-figures">{figures.slice(4).map(item)}</div>
    </dl>
  );
}
