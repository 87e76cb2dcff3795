import { Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { operators } from '../../../engine/condition/operators.ts';
import type { Condition, ConditionLeaf } from '../../../engine/condition/types.ts';
import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';
import type { Json } from '../../../engine/kernel/json.ts';
import { FieldWidget, Icon, useLanguage, useWords } from '../../kit/index.ts';
import { columnField } from './column-field.ts';
import { isLeaf } from './filter-parts.ts';
import { filterSentence } from './filter-words.ts';

interface FilterBuilderProps {
  readonly open: boolean;
  readonly columns: readonly ColumnDescriptor[];
  readonly filter: Condition | null;
  readonly labels: ReadonlyMap<string, string>;
  onApply(filter: Condition | null): void;
  onClose(): void;
}

/** While it is edited, a condition may be incomplete: no field or no value yet. */
interface DraftLeaf {
  readonly key: string;
  readonly fact: string | null;
  readonly operator: string | null;
  readonly value: unknown;
}
interface DraftGroup {
  readonly key: string;
  readonly kind: 'all' | 'any';
  readonly items: readonly (DraftLeaf | DraftGroup)[];
}

/** The condition language in words: lines of field, comparison and value, in groups of all or any, read back as a sentence. */
export function FilterBuilder(props: FilterBuilderProps) {
  const words = useWords();
  const language = useLanguage();
  const usable = props.columns.filter((column) => column.filterable && column.operators.length > 0);
  const [root, setRoot] = useState<DraftGroup>(() => toDraft(props.filter));
  const [shownFor, setShownFor] = useState(props.filter);
  if (shownFor !== props.filter) {
    setShownFor(props.filter);
    setRoot(toDraft(props.filter));
  }
  const condition = toCondition(root, usable);
  const isComplete = condition !== undefined;
  return (
    <Modal
      open={props.open}
      title={words('filter.title')}
      width={720}
      onCancel={props.onClose}
      okText={words('common.apply')}
      cancelText={words('common.cancel')}
      okButtonProps={{ disabled: !isComplete }}
      onOk={() => {
        props.onApply(condition ?? null);
        props.onClose();
      }}
    >
      <GroupEditor group={root} columns={usable} depth={0} labels={props.labels} onChange={setRoot} />
      <p className="filter-sentence" aria-live="polite">
        {!isComplete
          ? words('filter.incomplete')
          : condition === null
            ? words('filter.nothing')
            : filterSentence(condition, props.columns, props.labels, language)}
      </p>
    </Modal>
  );
}

function GroupEditor(props: {
  readonly group: DraftGroup;
  readonly columns: readonly ColumnDescriptor[];
  readonly depth: number;
  readonly labels: ReadonlyMap<string, string>;
  onChange(group: DraftGroup): void;
  onRemove?(): void;
}) {
  const words = useWords();
  const { group } = props;
  const replace = (index: number, item: DraftLeaf | DraftGroup | null) =>
    props.onChange({ ...group, items: item === null ? group.items.toSpliced(index, 1) : group.items.toSpliced(index, 1, item) });
  return (
    <fieldset className="filter-group">
      <legend>
        <Select
          size="small"
          variant="filled"
          value={group.kind}
          popupMatchSelectWidth={false}
          onChange={(kind: 'all' | 'any') => props.onChange({ ...group, kind })}
          options={[
            { value: 'all', label: words('filter.allOf') },
            { value: 'any', label: words('filter.anyOf') },
          ]}
        />
        {props.onRemove === undefined ? null : (
          <Button type="text" size="small" aria-label={words('filter.remove')} icon={<Icon name="close" size={14} />} onClick={props.onRemove} />
        )}
      </legend>
      {group.items.map((item, index) =>
        'items' in item ? (
          <GroupEditor
            key={item.key}
            group={item}
            columns={props.columns}
            depth={props.depth + 1}
            labels={props.labels}
            onChange={(next) => replace(index, next)}
            onRemove={() => replace(index, null)}
          />
        ) : (
          <LeafEditor
            key={item.key}
            leaf={item}
            columns={props.columns}
            labels={props.labels}
            onChange={(next) => replace(index, next)}
            onRemove={() => replace(index, null)}
          />
        ),
      )}
      <div className="filter-adders">
        <Button type="text" size="small" icon={<Icon name="plus" size={14} />} onClick={() => props.onChange({ ...group, items: [...group.items, newLeaf()] })}>
          {words('filter.add')}
        </Button>
        {props.depth < 2 ? (
          <Button
            type="text"
            size="small"
            onClick={() =>
              props.onChange({
                ...group,
                items: [...group.items, { key: crypto.randomUUID(), kind: group.kind === 'all' ? 'any' : 'all', items: [newLeaf()] }],
              })
            }
          >
            {words('filter.addGroup')}
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}

function LeafEditor(props: {
  readonly leaf: DraftLeaf;
  readonly columns: readonly ColumnDescriptor[];
  readonly labels: ReadonlyMap<string, string>;
  onChange(leaf: DraftLeaf): void;
  onRemove(): void;
}) {
  const words = useWords();
  const language = useLanguage();
  const { leaf } = props;
  const column = props.columns.find((item) => item.key === leaf.fact);
  const offered = (column?.operators ?? []).filter((name) => shapeOf(name) !== undefined);
  return (
    <div className="filter-line">
      <Select
        aria-label={words('filter.field')}
        value={leaf.fact}
        placeholder={words('filter.field')}
        showSearch={{ optionFilterProp: 'label' }}
        options={props.columns.map((item) => ({ value: item.key, label: item.title }))}
        onChange={(fact: string) => {
          const chosen = props.columns.find((item) => item.key === fact);
          props.onChange({ ...leaf, fact, operator: chosen?.operators.find((name) => shapeOf(name) !== undefined) ?? null, value: null });
        }}
      />
      <Select
        aria-label={words('filter.operator')}
        value={leaf.operator}
        placeholder={words('filter.operator')}
        disabled={column === undefined}
        popupMatchSelectWidth={false}
        options={offered.map((name) => ({ value: name, label: operators[name as keyof typeof operators][language] }))}
        onChange={(operator: string) => props.onChange({ ...leaf, operator, value: shapeOf(operator) === shapeOf(leaf.operator ?? '') ? leaf.value : null })}
      />
      <div className="filter-value">
        {column === undefined || leaf.operator === null ? null : (
          <ValueEditor
            column={column}
            operator={leaf.operator}
            value={leaf.value}
            id={leaf.key}
            labels={props.labels}
            onChange={(value) => props.onChange({ ...leaf, value })}
          />
        )}
      </div>
      <Button type="text" size="small" aria-label={words('filter.remove')} icon={<Icon name="close" size={14} />} onClick={props.onRemove} />
    </div>
  );
}

function ValueEditor(props: {
  readonly column: ColumnDescriptor;
  readonly operator: string;
  readonly value: unknown;
  readonly id: string;
  readonly labels: ReadonlyMap<string, string>;
  onChange(value: unknown): void;
}) {
  const words = useWords();
  const { column, value } = props;
  const field = columnField(column);
  const common = { readOnly: false, invalid: false } as const;
  const shape = shapeOf(props.operator);
  switch (shape) {
    case 'none':
    case undefined:
      return null;
    case 'pair': {
      const [low, high] = Array.isArray(value) ? value : [null, null];
      return (
        <div className="chip-range">
          <FieldWidget
            {...common}
            id={`${props.id}-a`}
            field={{ ...field, title: words('filter.from') }}
            value={low}
            onChange={(next) => props.onChange([next, high ?? null])}
          />
          <span aria-hidden>–</span>
          <FieldWidget
            {...common}
            id={`${props.id}-b`}
            field={{ ...field, title: words('filter.to') }}
            value={high}
            onChange={(next) => props.onChange([low ?? null, next])}
          />
        </div>
      );
    }
    case 'list':
    case 'set': {
      const type = column.choices !== undefined ? 'choices' : column.to !== undefined ? 'references' : column.type;
      const shown = type === 'references' && Array.isArray(value) ? value.map((id) => ({ id, label: props.labels.get(String(id)) ?? String(id) })) : value;
      if (type !== 'choices' && type !== 'references')
        return (
          <FieldWidget
            {...common}
            id={props.id}
            field={field}
            value={Array.isArray(value) ? value[0] : null}
            onChange={(next) => props.onChange(next === null ? null : [next])}
          />
        );
      return (
        <FieldWidget
          {...common}
          id={props.id}
          field={{ ...field, type }}
          value={shown}
          inGrid={false}
          onChange={(next) =>
            props.onChange((next as readonly unknown[]).map((item) => (typeof item === 'object' && item !== null ? (item as { id: string }).id : item)))
          }
        />
      );
    }
    case 'period': {
      const period = (value ?? { n: null, unit: 'day' }) as { n: number | null; unit: string };
      return (
        <div className="chip-range">
          <FieldWidget {...common} id={props.id} field={{ ...field, type: 'integer' }} value={period.n} onChange={(n) => props.onChange({ ...period, n })} />
          <span>{words('filter.days')}</span>
        </div>
      );
    }
    case 'day':
      return <FieldWidget {...common} id={props.id} field={{ ...field, type: 'date' }} value={value} onChange={props.onChange} />;
    case 'text':
      return <FieldWidget {...common} id={props.id} field={{ ...field, type: 'text' }} value={value} onChange={props.onChange} />;
    default: {
      const shown = column.to !== undefined && typeof value === 'string' ? { id: value, label: props.labels.get(value) ?? value } : value;
      return (
        <FieldWidget
          {...common}
          id={props.id}
          field={{ ...field, type: column.choices !== undefined ? 'choice' : column.type }}
          value={shown}
          onChange={(next) => props.onChange(typeof next === 'object' && next !== null ? (next as { id: string }).id : next)}
        />
      );
    }
  }
}

/** Value shapes that the builder can ask for; operators with others are left to documents. */
function shapeOf(operator: string): string | undefined {
  const definition = Object.hasOwn(operators, operator) ? operators[operator as keyof typeof operators] : undefined;
  return definition !== undefined &&
    ['none', 'scalar', 'pair', 'list', 'set', 'text', 'period', 'day', 'grade'].includes(definition.value) &&
    !('writesOnly' in definition)
    ? definition.value
    : undefined;
}

function newLeaf(): DraftLeaf {
  return { key: crypto.randomUUID(), fact: null, operator: null, value: null };
}

function toDraft(filter: Condition | null): DraftGroup {
  const group = (kind: 'all' | 'any', conditions: readonly Condition[]): DraftGroup => ({ key: crypto.randomUUID(), kind, items: conditions.flatMap(item) });
  const item = (condition: Condition): (DraftLeaf | DraftGroup)[] => {
    if ('all' in condition) return [group('all', condition.all)];
    if ('any' in condition) return [group('any', condition.any)];
    return isLeaf(condition) ? [{ key: crypto.randomUUID(), fact: condition.fact, operator: condition.operator, value: condition.value ?? null }] : [];
  };
  if (filter === null) return { key: 'root', kind: 'all', items: [newLeaf()] };
  return 'any' in filter ? { ...group('any', filter.any), key: 'root' } : { ...group('all', 'all' in filter ? filter.all : [filter]), key: 'root' };
}

/** Undefined while a line is incomplete; null when there are no lines. Untouched lines do not count. */
function toCondition(group: DraftGroup, columns: readonly ColumnDescriptor[]): Condition | null | undefined {
  const conditions: Condition[] = [];
  for (const item of group.items) {
    if ('items' in item) {
      const inner = toCondition(item, columns);
      if (inner === undefined) return undefined;
      if (inner !== null) conditions.push(inner);
    } else if (item.fact !== null) {
      const leaf = toLeaf(item);
      if (leaf === undefined) return undefined;
      conditions.push(leaf);
    }
  }
  if (conditions.length === 0) return null;
  return group.kind === 'all' ? { all: conditions } : { any: conditions };
}

function toLeaf(item: DraftLeaf): ConditionLeaf | undefined {
  if (item.fact === null || item.operator === null) return undefined;
  const shape = shapeOf(item.operator);
  if (shape === 'none') return { fact: item.fact, operator: item.operator };
  const { value } = item;
  const isGiven = (part: unknown) => part !== null && part !== undefined && part !== '';
  if (!isGiven(value)) return undefined;
  if (Array.isArray(value) && (value.length === 0 || !value.every(isGiven))) return undefined;
  if (shape === 'period' && !Number.isInteger((value as { n: unknown }).n)) return undefined;
  return { fact: item.fact, operator: item.operator, value: value as Json };
}
