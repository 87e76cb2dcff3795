import { Button, Form, Input, Select } from 'antd';
import { useEffect, useId, useState } from 'react';
import { api, type BlockProps, ErrorNotice, fromPercent, parseDate, parseNumber, SkeletonLines, useBusinessDate } from '../../../runtime-ui/kit/index.ts';
import type { Quote } from '../operations/quote-schedule.ts';
import { QuoteView } from './quote-view.tsx';
import { useOperation } from './use-operation.ts';
import { useLendingWords } from './words.ts';

/** The quote of an application. */
export function QuoteBlock(props: BlockProps) {
  const words = useLendingWords();
  const { result, error, again } = useOperation<Quote>(
    props.operation ?? 'lending.quote-application',
    props.recordId === null ? null : { record: props.recordId },
  );
  if (error !== undefined) return <ErrorNotice error={error} onRetry={again} />;
  return result === undefined ? <SkeletonLines lines={8} label={words('loading')} /> : <QuoteView quote={result} />;
}

interface ProductRow {
  readonly name: string;
  readonly label: string;
}

const METHODS = ['LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET', 'FLAT', 'BALLOON', 'STEP', 'COMBO'] as const;

/** The calculator: product, amount, term, rate and method → instalment, yearly cost and plan. */
export function CalculatorBlock(_: BlockProps) {
  const words = useLendingWords();
  const today = useBusinessDate();
  const id = useId();
  const [products, setProducts] = useState<readonly ProductRow[]>([]);
  const [draft, setDraft] = useState({ product: '', amount: '100000', periods: '12', rate: '', method: '', date: today });
  const [asked, setAsked] = useState<Record<string, unknown> | null>(null);
  const { result, error, isWaiting } = useOperation<Quote>('lending.quote-schedule', asked);
  useEffect(() => {
    api.get<{ rows: readonly ProductRow[] }>('/api/documents/product').then(
      ({ rows }) => {
        setProducts(rows);
        setDraft((before) => (before.product === '' ? { ...before, product: rows[0]?.name ?? '' } : before));
      },
      () => setProducts([]),
    );
  }, []);
  const ask = (): void => {
    const amount = parseNumber(draft.amount);
    const rate = draft.rate === '' ? undefined : parseNumber(draft.rate);
    const date = parseDate(draft.date, today);
    if (draft.product === '' || amount === undefined) return;
    setAsked({
      product: draft.product,
      amount,
      periods: Number(draft.periods),
      ...(rate === undefined ? {} : { annualRate: fromPercent(rate) }),
      ...(draft.method === '' ? {} : { method: draft.method }),
      ...(date === undefined ? {} : { date }),
    });
  };
  const field = (key: 'amount' | 'periods' | 'rate' | 'date', label: string, width: number) => (
    <Form.Item label={label} htmlFor={`${id}${key}`}>
      <Input
        id={`${id}${key}`}
        value={draft[key]}
        inputMode={key === 'date' ? 'text' : 'decimal'}
        onChange={(event) => setDraft({ ...draft, [key]: event.target.value })}
        style={{ width }}
      />
    </Form.Item>
  );
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Form layout="inline" onFinish={ask} style={{ rowGap: 8 }}>
        <Form.Item label={words('product')} htmlFor={`${id}product`}>
          <Select
            id={`${id}product`}
            value={draft.product === '' ? null : draft.product}
            placeholder={words('chooseProduct')}
            onChange={(product: string) => setDraft({ ...draft, product })}
            options={products.map((row) => ({ value: row.name, label: row.label }))}
            style={{ minWidth: 220 }}
          />
        </Form.Item>
        {field('amount', words('amount'), 130)}
        {field('periods', words('periods'), 70)}
        {field('rate', words('rate'), 90)}
        <Form.Item label={words('method')} htmlFor={`${id}method`}>
          <Select
            id={`${id}method`}
            allowClear
            value={draft.method === '' ? null : draft.method}
            onChange={(method: string | undefined) => setDraft({ ...draft, method: method ?? '' })}
            options={METHODS.map((value) => ({ value, label: words(`method.${value}`) }))}
            style={{ minWidth: 150 }}
          />
        </Form.Item>
        {field('date', words('date'), 120)}
        <Button type="primary" htmlType="submit">
          {words('quote')}
        </Button>
      </Form>
      {error === undefined ? null : <ErrorNotice error={error} compact />}
      {asked !== null && result === undefined && isWaiting ? <SkeletonLines lines={8} label={words('loading')} /> : null}
      {result === undefined ? null : <QuoteView quote={result} />}
    </div>
  );
}
