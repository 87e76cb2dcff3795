import { Segmented } from 'antd';
import { formatMoney, useBusinessDate } from '../../../../runtime-ui/kit/index.ts';
import type { OfferedProduct } from '../../operations/offered-products.ts';
import { FeeRows } from './fee-rows.tsx';
import { MethodFields } from './method-fields.tsx';
import { type DraftKey, newDraft, type PlanDraft, withProduct } from './plan-draft.ts';
import { PlanField } from './plan-field.tsx';
import { useSimulatorWords } from './simulator-words.ts';

export interface PlanFormProps {
  readonly draft: PlanDraft;
  readonly products: readonly OfferedProduct[];
  readonly wrong: ReadonlySet<string>;
  onChange(draft: PlanDraft): void;
}

/** The conditions of one plan. What a product fixes is not asked. */
export function PlanForm(props: PlanFormProps) {
  const words = useSimulatorWords();
  const today = useBusinessDate();
  const { draft, products, wrong } = props;
  const product = products.find((one) => one.name === draft.product);
  const set = (key: DraftKey) => (value: unknown) => props.onChange({ ...draft, [key]: value });
  const methods = words.choices('method').filter(({ value }) => product === undefined || product.methods.includes(value as never));
  const field = { wrong: (key: string) => wrong.has(key) };
  return (
    <form className="sim-form" aria-label={words('conditions')} onSubmit={(event) => event.preventDefault()}>
      <Segmented
        block
        aria-label={words('source')}
        value={draft.product === null ? 'hand' : 'product'}
        options={[
          { value: 'product', label: words('byProduct'), disabled: products.length === 0 },
          { value: 'hand', label: words('byHand') },
        ]}
        onChange={(source) => {
          const first = products[0];
          if (source === 'hand') props.onChange({ ...newDraft(undefined, today), amount: draft.amount, date: draft.date, periods: draft.periods });
          else if (first !== undefined) props.onChange(withProduct(draft, first));
        }}
      />
      {product === undefined ? null : (
        <PlanField
          name="product"
          title={words('product')}
          type="choice"
          value={draft.product}
          wrong={false}
          choices={products.map(({ name, title }) => ({ value: name, title }))}
          onChange={(name) => {
            const chosen = products.find((one) => one.name === name);
            if (chosen !== undefined) props.onChange(withProduct(draft, chosen));
          }}
        />
      )}
      <PlanField
        name="method"
        title={words('method')}
        type="choice"
        value={draft.method}
        wrong={false}
        choices={methods}
        onChange={(value) => set('method')(value ?? draft.method)}
      />
      <PlanField
        name="amount"
        title={words('amount')}
        type="money"
        value={draft.amount}
        wrong={field.wrong('amount')}
        help={product === undefined ? undefined : words('rangeFrom', { min: formatMoney(product.amount.min), max: formatMoney(product.amount.max) })}
        onChange={set('amount')}
      />
      <PlanField
        half
        name="rate"
        title={words('rate')}
        type="decimal"
        value={draft.rate}
        wrong={field.wrong('rate')}
        help={
          product === undefined
            ? undefined
            : words('rangeFrom', {
                min: product.rate.min,
                max: `${product.rate.max} ${words.choice('rateUnit', `${product.rate.unit} ${product.rate.scale}`)}`,
              })
        }
        onChange={set('rate')}
      />
      <PlanField
        half
        name="rateUnit"
        title={words('rateUnit')}
        type="choice"
        value={draft.rateUnit}
        wrong={false}
        choices={words.choices('rateUnit')}
        onChange={(value) => set('rateUnit')(value ?? draft.rateUnit)}
      />
      <PlanField
        half
        name="periods"
        title={words('periods')}
        type="integer"
        value={draft.periods}
        wrong={field.wrong('periods')}
        help={product === undefined ? undefined : words('rangeFrom', { min: product.term.min, max: product.term.max })}
        onChange={set('periods')}
      />
      {product === undefined ? (
        <PlanField
          half
          name="every"
          title={words('every')}
          type="choice"
          value={draft.every}
          wrong={false}
          choices={words.choices('every')}
          onChange={(value) => set('every')(value ?? draft.every)}
        />
      ) : null}
      <PlanField half name="date" title={words('date')} type="date" value={draft.date} wrong={field.wrong('date')} onChange={set('date')} />
      {draft.every === 'DAY' || draft.every === 'WEEK' || product?.fixedDay != null ? null : (
        <PlanField
          half
          name="dueDay"
          title={words('dueDay')}
          type="integer"
          value={draft.dueDay}
          wrong={field.wrong('dueDay')}
          help={words('dueDayHelp')}
          onChange={set('dueDay')}
        />
      )}
      <MethodFields draft={draft} byHand={product === undefined} wrong={wrong} set={set} />
      <FeeRows fees={draft.fees} own={product?.fees.map(({ title }) => title) ?? []} wrong={wrong} onChange={(fees) => props.onChange({ ...draft, fees })} />
    </form>
  );
}
