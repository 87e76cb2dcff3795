import { type Json, type JsonValue, Unsupported } from './case-file.ts';

/** A shape that an input value must have. Anything unknown makes the case unsupported, so that a convention we have
 *  never heard of can not pass by being ignored. */
export type Shape = (value: JsonValue, path: string) => void;

function wrong(path: string, wanted: string, value: JsonValue): never {
  throw new Unsupported(`${path}: ${wanted} expected, got ${JSON.stringify(value)}`);
}

export const decimal: Shape = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'string' || !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) wrong(path, 'a decimal', value);
};

/** A decimal, or two of them with a stroke: 0.08/12. */
export const quotient: Shape = (value, path) => {
  const parts = String(value).split('/');
  if (parts.length > 2) wrong(path, 'a quotient', value);
  for (const part of parts) decimal(part, path);
};

export const text: Shape = (value, path) => {
  if (typeof value !== 'string') wrong(path, 'a text', value);
};

export const date: Shape = (value, path) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) wrong(path, 'a date', value);
};

export const whole: Shape = (value, path) => {
  if (typeof value !== 'number' || !Number.isInteger(value)) wrong(path, 'a whole number', value);
};

export const flag: Shape = (value, path) => {
  if (typeof value !== 'boolean') wrong(path, 'true or false', value);
};

export function oneOf(...values: readonly (string | number)[]): Shape {
  return (value, path) => {
    if (!values.includes(value as string | number)) wrong(path, `one of ${values.join(', ')}`, value);
  };
}

export function listOf(shape: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) wrong(path, 'a list', value);
    (value as JsonValue[]).forEach((item, index) => shape(item, `${path}/${index}`));
  };
}

/** Every field is optional, none may be unknown; null counts as absent. */
export function fieldsOf(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(path, 'an object', value);
    for (const [field, item] of Object.entries(value as Json)) {
      const shape = shapes[field];
      if (!shape) throw new Unsupported(`${path}/${field} is not known`);
      if (item !== null) shape(item, `${path}/${field}`);
    }
  };
}

/** Reads an input as the typed terms of a calculation, after its shape was checked. Nulls are dropped. */
export function readAs<T>(input: Json, shape: Shape): T {
  shape(input, '');
  return withoutNulls(input) as T;
}

function withoutNulls(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map((item: JsonValue) => withoutNulls(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([field, item]) => [field, withoutNulls(item)]),
  );
}

const MODES = oneOf('HALF_UP', 'HALF_EVEN', 'UP', 'DOWN');
export const DAY_COUNT = oneOf(
  'ACT_360',
  'ACT_364',
  'ACT_365F',
  'ACT_365L',
  'ACT_ACT_YEAR',
  'ACT_ACT_ISDA',
  '30_360_US',
  '30E_360',
  '30E_360_ISDA',
  '30_365',
  'MONTHLY_FIXED',
);

export const ROUNDING = fieldsOf({
  mode: MODES,
  money: decimal,
  instalment: decimal,
  instalmentMode: MODES,
  interest: oneOf('NONE'),
  display: decimal,
});

export const CALENDAR = fieldsOf({
  weekend: listOf(oneOf('MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN')),
  holidays: listOf(date),
  workdays: listOf(date),
});
