import type { ReactNode } from 'react';
import type { FileBody } from '../../../engine/contract/wire.ts';
import { formatDate, formatInstant } from '../format/dates.ts';
import { formatMoney, groupDigits, isNegative } from '../format/money.ts';
import { formatRate, isYearlyRate } from '../format/rate.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { usePluginPart } from '../use-plugin-part.ts';
import { maskedText } from '../widgets/sensitive.tsx';
import { StateTag } from './state-tag.tsx';
import type { CellColumn, CellProps } from './cell-props.ts';

/** A value for reading: in a list, a summary, a history line. Empty is a dash, masked stays masked. */
export function Cell(props: CellProps) {
  const part = usePluginPart('cells', props.column.widget);
  const words = useWords();
  if (part !== 'missing' && part !== 'loading') {
    const Own = part;
    return <Own {...props} />;
  }
  return drawValue(props.column, props.value, words);
}

export const rightAligned: ReadonlySet<string> = new Set(['money', 'decimal', 'rate', 'integer']);

function drawValue(column: CellColumn, value: unknown, words: Words): ReactNode {
  const masked = maskedText(value);
  if (masked !== null) return <span className="tabular masked">{masked}</span>;
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return <span className="quiet">–</span>;
  const { type, choices } = column;
  if (type === 'money') return <span className={isNegative(value) ? 'tabular negative' : 'tabular'}>{formatMoney(value, column.currency)}</span>;
  if (type === 'choice' || (choices !== undefined && type !== 'choices')) {
    const choice = choices?.find((item) => item.value === value);
    if (choice === undefined) return String(value);
    return choice.color === undefined && column.key !== 'state' ? (
      choice.title
    ) : (
      <StateTag title={choice.title} color={choice.color} plain={column.key !== 'state'} />
    );
  }
  if (type === 'longText') return <span className="pre">{String(value)}</span>;
  const text = textOf(column, value, words);
  return rightAligned.has(type) || type === 'date' || type === 'dateTime' || type === 'serial' ? (
    <span className={isNegative(value) ? 'tabular negative' : 'tabular'}>{text}</span>
  ) : (
    text
  );
}

/** The same value as plain text, for hovers, copies and comparisons. */
export function textOf(column: CellColumn, value: unknown, words: Words): string {
  const masked = maskedText(value);
  if (masked !== null) return masked;
  if (value === null || value === undefined || value === '') return '–';
  switch (column.type) {
    case 'money':
      return formatMoney(value, column.currency);
    case 'rate':
      return formatRate(value, isYearlyRate(column) ? words('rate.year') : '%');
    case 'decimal':
    case 'integer':
      return groupDigits(String(value), undefined) ?? String(value);
    case 'date':
      return formatDate(value);
    case 'dateTime':
      return formatInstant(value);
    case 'boolean':
      return words(value === true ? 'common.yes' : 'common.no');
    case 'choice':
      return column.choices?.find((item) => item.value === value)?.title ?? String(value);
    case 'choices':
      return (value as readonly string[]).map((key) => column.choices?.find((item) => item.value === key)?.title ?? key).join('、');
    case 'children':
      return Array.isArray(value) ? words('grid.rows', { count: value.length }) : String(value);
    case 'attachment':
    case 'attachments':
      return (Array.isArray(value) ? value : [value]).map((file) => (file as FileBody).name).join('、');
    default:
      return labelOf(value);
  }
}

function labelOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(labelOf).join('、');
  if (typeof value === 'object' && value !== null) {
    const record = value as { label?: unknown; name?: unknown };
    if (typeof record.label === 'string') return record.label;
    if (typeof record.name === 'string') return record.name;
    return JSON.stringify(value);
  }
  return String(value);
}
