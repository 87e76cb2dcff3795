import { Button, Checkbox, Popover } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { ConditionLeaf } from '../../../engine/condition/types.ts';
import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';
import { FieldWidget, formatMoney, Icon, toPercent, useBusinessDate, useWords, type Words } from '../../kit/index.ts';
import { columnField } from './column-field.ts';

interface FilterChipProps {
  readonly column: ColumnDescriptor;
  readonly leaves: readonly ConditionLeaf[];
  readonly labels: ReadonlyMap<string, string>;
  onChange(leaves: readonly ConditionLeaf[]): void;
}

/** One quick filter: shut it says what it does, open it offers what fits the field's type. */
export function FilterChip(props: FilterChipProps) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const { column, leaves } = props;
  const isSet = leaves.length > 0;
  return (
    <span className={isSet ? 'filter-chip is-set' : 'filter-chip'}>
      <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} content={<ChipBody {...props} onDone={() => setOpen(false)} />}>
        <button type="button" aria-haspopup="dialog" aria-expanded={open}>
          <span>{column.title}</span>
          {isSet ? <strong>{summary(column, leaves, props.labels, words)}</strong> : <Icon name="down" size={12} />}
        </button>
      </Popover>
      {isSet ? (
        <button type="button" className="chip-clear" aria-label={`${words('common.clear')} ${column.title}`} onClick={() => props.onChange([])}>
          <Icon name="close" size={12} />
        </button>
      ) : null}
    </span>
  );
}

function ChipBody(props: FilterChipProps & { onDone(): void }) {
  const { column } = props;
  if (column.choices !== undefined || column.type === 'boolean') return <ChoiceBody {...props} />;
  if (column.type === 'date' || column.type === 'dateTime') return <DateBody {...props} />;
  if (['money', 'integer', 'decimal', 'rate'].includes(column.type)) return <RangeBody {...props} />;
  if (column.type === 'reference' || column.type === 'references') return <ReferenceBody {...props} />;
  return <TextBody {...props} />;
}

function ChoiceBody(props: FilterChipProps) {
  const words = useWords();
  const { column } = props;
  if (column.type === 'boolean') {
    const operator = props.leaves[0]?.operator;
    return (
      <div className="chip-body">
        {(['isTrue', 'isFalse'] as const).map((name) => (
          <Checkbox
            key={name}
            checked={operator === name}
            onChange={(event) => props.onChange(event.target.checked ? [{ fact: column.key, operator: name }] : [])}
          >
            {words(name === 'isTrue' ? 'common.yes' : 'common.no')}
          </Checkbox>
        ))}
      </div>
    );
  }
  const operator = column.type === 'choices' ? 'containsAny' : 'in';
  const chosen = listValue(props.leaves[0]);
  const choices = (column.choices ?? []).filter((choice) => choice.retired !== true || chosen.includes(choice.value));
  return (
    <div className="chip-body">
      {choices.map((choice) => (
        <Checkbox
          key={choice.value}
          checked={chosen.includes(choice.value)}
          onChange={(event) => {
            const next = event.target.checked ? [...chosen, choice.value] : chosen.filter((value) => value !== choice.value);
            props.onChange(next.length === 0 ? [] : [{ fact: column.key, operator, value: next }]);
          }}
        >
          {choice.title}
        </Checkbox>
      ))}
    </div>
  );
}

function DateBody(props: FilterChipProps & { onDone(): void }) {
  const words = useWords();
  const today = useBusinessDate();
  const { column } = props;
  const [from, setFrom] = useState<unknown>(firstBound(props.leaves, 0));
  const [to, setTo] = useState<unknown>(firstBound(props.leaves, 1));
  const set = (leaf: ConditionLeaf) => {
    props.onChange([leaf]);
    props.onDone();
  };
  const range = (low: string, high: string): readonly ConditionLeaf[] =>
    column.type === 'date'
      ? [{ fact: column.key, operator: 'between', value: [low, high] }]
      : [
          { fact: column.key, operator: 'onOrAfter', value: dayjs(low).startOf('day').toISOString() },
          { fact: column.key, operator: 'before', value: dayjs(high).add(1, 'day').startOf('day').toISOString() },
        ];
  const field = { ...columnField(column), type: 'date' };
  return (
    <div className="chip-body">
      <Button type="text" size="small" onClick={() => set({ fact: column.key, operator: 'onDate', value: today })}>
        {words('common.today')}
      </Button>
      <Button type="text" size="small" onClick={() => set({ fact: column.key, operator: 'withinLast', value: { n: 7, unit: 'day' } })}>
        {words('filter.last7')}
      </Button>
      <Button type="text" size="small" onClick={() => set({ fact: column.key, operator: 'withinLast', value: { n: 30, unit: 'day' } })}>
        {words('filter.last30')}
      </Button>
      <Button type="text" size="small" onClick={() => set({ fact: column.key, operator: 'withinNext', value: { n: 7, unit: 'day' } })}>
        {words('filter.next7')}
      </Button>
      <div className="chip-range">
        <FieldWidget
          id={`chip-${column.key}-from`}
          field={{ ...field, title: words('filter.from') }}
          value={from}
          readOnly={false}
          invalid={false}
          onChange={setFrom}
        />
        <span aria-hidden>–</span>
        <FieldWidget
          id={`chip-${column.key}-to`}
          field={{ ...field, title: words('filter.to') }}
          value={to}
          readOnly={false}
          invalid={false}
          onChange={setTo}
        />
      </div>
      <Button
        type="primary"
        size="small"
        disabled={typeof from !== 'string' && typeof to !== 'string'}
        onClick={() => {
          if (typeof from === 'string' && typeof to === 'string') props.onChange(range(from, to));
          else if (typeof from === 'string')
            props.onChange([{ fact: column.key, operator: 'onOrAfter', value: column.type === 'date' ? from : dayjs(from).toISOString() }]);
          else if (typeof to === 'string')
            props.onChange([{ fact: column.key, operator: 'onOrBefore', value: column.type === 'date' ? to : dayjs(to).endOf('day').toISOString() }]);
          props.onDone();
        }}
      >
        {words('common.apply')}
      </Button>
    </div>
  );
}

function RangeBody(props: FilterChipProps & { onDone(): void }) {
  const words = useWords();
  const { column } = props;
  const [from, setFrom] = useState<unknown>(firstBound(props.leaves, 0));
  const [to, setTo] = useState<unknown>(firstBound(props.leaves, 1));
  const field = columnField(column);
  const isSet = (value: unknown): value is string | number => value !== null && value !== undefined && value !== '';
  return (
    <div className="chip-body">
      <div className="chip-range">
        <FieldWidget
          id={`chip-${column.key}-from`}
          field={{ ...field, title: words('filter.from') }}
          value={from}
          readOnly={false}
          invalid={false}
          onChange={setFrom}
        />
        <span aria-hidden>–</span>
        <FieldWidget
          id={`chip-${column.key}-to`}
          field={{ ...field, title: words('filter.to') }}
          value={to}
          readOnly={false}
          invalid={false}
          onChange={setTo}
        />
      </div>
      <Button
        type="primary"
        size="small"
        disabled={!isSet(from) && !isSet(to)}
        onClick={() => {
          if (isSet(from) && isSet(to)) props.onChange([{ fact: column.key, operator: 'between', value: [from, to] }]);
          else if (isSet(from)) props.onChange([{ fact: column.key, operator: 'greaterThanInclusive', value: from }]);
          else if (isSet(to)) props.onChange([{ fact: column.key, operator: 'lessThanInclusive', value: to }]);
          props.onDone();
        }}
      >
        {words('common.apply')}
      </Button>
    </div>
  );
}

function ReferenceBody(props: FilterChipProps) {
  const { column } = props;
  const chosen = listValue(props.leaves[0]).map((id) => ({ id, label: props.labels.get(id) ?? id }));
  const operator = column.type === 'references' ? 'containsAny' : 'in';
  return (
    <div className="chip-body" style={{ width: 260 }}>
      <FieldWidget
        id={`chip-${column.key}`}
        field={{ ...columnField(column), type: 'references' }}
        value={chosen}
        readOnly={false}
        invalid={false}
        onChange={(rows) => {
          const ids = (rows as readonly { id: string }[]).map((row) => row.id);
          props.onChange(ids.length === 0 ? [] : [{ fact: column.key, operator, value: ids }]);
        }}
      />
    </div>
  );
}

function TextBody(props: FilterChipProps & { onDone(): void }) {
  const words = useWords();
  const { column } = props;
  const [text, setText] = useState<unknown>(props.leaves[0]?.value ?? null);
  const operator = column.operators.includes('containsFold') ? 'containsFold' : 'containsText';
  const apply = () => {
    props.onChange(typeof text === 'string' && text !== '' ? [{ fact: column.key, operator, value: text }] : []);
    props.onDone();
  };
  return (
    <form
      className="chip-body"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <FieldWidget
        id={`chip-${column.key}`}
        field={{ ...columnField(column), type: 'text' }}
        value={text}
        readOnly={false}
        invalid={false}
        autoFocus
        onChange={setText}
      />
      <Button type="primary" size="small" htmlType="submit">
        {words('common.apply')}
      </Button>
    </form>
  );
}

function listValue(leaf: ConditionLeaf | undefined): readonly string[] {
  if (leaf === undefined) return [];
  return Array.isArray(leaf.value) ? (leaf.value as string[]) : typeof leaf.value === 'string' ? [leaf.value] : [];
}

function firstBound(leaves: readonly ConditionLeaf[], side: 0 | 1): unknown {
  const lower = ['greaterThan', 'greaterThanInclusive', 'after', 'onOrAfter'];
  const upper = ['lessThan', 'lessThanInclusive', 'before', 'onOrBefore'];
  for (const leaf of leaves) {
    if (leaf.operator === 'between' && Array.isArray(leaf.value)) return leaf.value[side] ?? null;
    if ((side === 0 ? lower : upper).includes(leaf.operator))
      return typeof leaf.value === 'string' ? leaf.value.slice(0, leaf.value.includes('T') ? 10 : undefined) : (leaf.value ?? null);
  }
  return null;
}

function summary(column: ColumnDescriptor, leaves: readonly ConditionLeaf[], labels: ReadonlyMap<string, string>, words: Words): string {
  const [leaf] = leaves;
  if (leaf === undefined) return '';
  if (leaves.length > 1 && column.type !== 'dateTime') return words('common.items', { count: leaves.length });
  if (leaf.operator === 'isTrue') return words('common.yes');
  if (leaf.operator === 'isFalse') return words('common.no');
  if (leaf.operator === 'withinLast' || leaf.operator === 'withinNext') {
    const { n } = leaf.value as { n: number };
    if (leaf.operator === 'withinNext') return words('filter.next7');
    return words(n === 7 ? 'filter.last7' : 'filter.last30');
  }
  const show = (value: unknown) =>
    column.type === 'money'
      ? formatMoney(value)
      : column.type === 'rate'
        ? `${toPercent(String(value))}%`
        : column.type === 'dateTime'
          ? dayjs(String(value)).format('YYYY-MM-DD')
          : String(value);
  if (leaf.operator === 'between' && Array.isArray(leaf.value)) return `${show(leaf.value[0])} – ${show(leaf.value[1])}`;
  if (leaves.length === 2) return `${show(leaves[0]?.value)} – ${dayjs(String(leaves[1]?.value)).subtract(1, 'day').format('YYYY-MM-DD')}`;
  if (['greaterThanInclusive', 'onOrAfter', 'greaterThan', 'after'].includes(leaf.operator)) return `≥ ${show(leaf.value)}`;
  if (['lessThanInclusive', 'onOrBefore', 'lessThan', 'before'].includes(leaf.operator)) return `≤ ${show(leaf.value)}`;
  if (Array.isArray(leaf.value)) {
    const titles = leaf.value.map((value) => column.choices?.find((choice) => choice.value === value)?.title ?? labels.get(String(value)) ?? String(value));
    return titles.length <= 2 ? titles.join('、') : words('common.items', { count: titles.length });
  }
  return column.choices?.find((choice) => choice.value === leaf.value)?.title ?? labels.get(String(leaf.value)) ?? show(leaf.value);
}
