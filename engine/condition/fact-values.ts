import { Decimal, isDecimalText } from '../kernel/decimal.ts';
import { isDate } from '../kernel/dates.ts';
import { instantKey, isInstant } from '../kernel/instants.ts';
import { contextFact } from './context-value.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { EvaluationContext, FactDescription, FactRow, FactType, FactValue } from './types.ts';

/** Reads a fact of a row as one type. A missing segment, undefined and null are null; a value of another type throws
 *  EvaluationError `type-drift`, nothing is coerced. */
export type FactReader = (row: FactRow, context: EvaluationContext) => FactValue;

export function factReader(path: string, description: FactDescription): FactReader {
  const read = pathReader(path);
  const convert = valueReader(path, description);
  return (row, context) => convert(read(row, context));
}

/** The raw value at a dotted path: the whole path as one key first (`"customer.grade"`), then through the objects. */
export function pathReader(path: string): (row: FactRow, context: EvaluationContext) => unknown {
  const segments = path.split('.');
  return (row, context) => {
    let value: unknown = own(row, path);
    if (value === undefined) {
      value = row;
      for (const segment of segments) value = own(value, segment);
    }
    return value === undefined ? contextFact(path, context) : value;
  };
}

/** Turns a raw value into the working form of its type. */
export function valueReader(path: string, description: FactDescription): (value: unknown) => FactValue {
  const { type } = description;
  const read = description.document ? readDocumentName : readers[type];
  return (value) => {
    if (value === undefined || value === null) return null;
    const converted = read(value);
    if (converted === undefined) throw new EvaluationError('type-drift', path, `"${path}" should be of type ${type}.`);
    return converted;
  };
}

/** Equality by value: decimals whatever their scale, sets whatever their order; two nulls are equal. */
export function equalValues(a: FactValue, b: FactValue): boolean {
  if (a instanceof Decimal && b instanceof Decimal) return a.eq(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.every((item) => b.includes(item)) && b.every((item) => a.includes(item));
  return a === b;
}

/** Order of two numbers, dates or moments. */
export function orderValues(a: FactValue, b: FactValue): number {
  if (a instanceof Decimal && b instanceof Decimal) return a.comparedTo(b);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  throw new EvaluationError('type-drift', '', 'Only numbers, dates and moments have an order.');
}

/** Child rows: null counts as none. More than `limit` throws. */
export function readRows(path: string, value: unknown): readonly FactRow[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((row) => typeof row !== 'object' || row === null)) {
    throw new EvaluationError('type-drift', path, `"${path}" should be a list of rows.`);
  }
  if (value.length > rowLimit) throw new EvaluationError('limit', path, `"${path}" has more than ${rowLimit} rows.`);
  return value;
}

const rowLimit = 10_000;

const readText = (value: unknown) => (typeof value === 'string' ? value : undefined);
const readId = (value: unknown) => (typeof value === 'string' ? value : typeof own(value, 'id') === 'string' ? (own(value, 'id') as string) : undefined);
const readSet = (read: (value: unknown) => string | undefined) => (value: unknown) => {
  if (!Array.isArray(value)) return undefined;
  const items = value.map(read);
  return items.some((item) => item === undefined) ? undefined : (items as string[]);
};
const readNumber = (value: unknown) => {
  if (value instanceof Decimal) return value;
  return isDecimalText(value) || (typeof value === 'number' && Number.isSafeInteger(value)) ? new Decimal(value) : undefined;
};

const readers: Readonly<Record<FactType, (value: unknown) => FactValue | undefined>> = {
  text: readText,
  enum: readText,
  int: (value) => {
    const number = readNumber(value);
    return number?.isInteger() ? number : undefined;
  },
  decimal: readNumber,
  money: readNumber,
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  date: (value) => (isDate(value) ? value : undefined),
  datetime: (value) => (isInstant(value) ? instantKey(value) : undefined),
  ref: readId,
  user: readId,
  dept: readId,
  enumSet: readSet(readText),
  refSet: readSet(readId),
  rows: () => undefined,
};

/** `name@hash`, or the wire form `{name, hash}`. */
function readDocumentName(value: unknown): string | undefined {
  const name = typeof value === 'string' ? value : own(value, 'name');
  return typeof name === 'string' ? (name.split('@')[0] ?? '') : undefined;
}

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
