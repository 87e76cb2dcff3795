import { Validator } from '@cfworker/json-schema';
import { compareDecimals, decimal, isDecimalText } from '../../../engine/kernel/decimal.ts';
import { isDate } from '../../../engine/kernel/dates.ts';
import { formatMoney, maskedText, toPercent, type Words } from '../../kit/index.ts';
import type { JsonSchema } from './form-schema.ts';

/** One refusal of a value: where, and a sentence in the person's language. */
export interface ValueProblem {
  readonly pointer: string;
  readonly message: string;
}

const validators = new WeakMap<JsonSchema, Validator>();

/** Checks values against a form's schema by interpreting it (nothing is compiled, so a strict script policy holds), then
 *  against our own bounds, exactly. At most one refusal a place. */
export function checkValues(schema: JsonSchema, values: unknown, words: Words): ValueProblem[] {
  const pruned = withoutEmpty(values);
  const problems = new Map<string, string>();
  for (const error of validatorOf(schema).validate(pruned).errors) {
    if (['properties', 'items', 'allOf', 'if', 'then', 'else', '$ref'].includes(error.keyword)) continue;
    const at = error.instanceLocation.replace(/^#/, '');
    const missing = error.keyword === 'required' ? /"([^"]+)"/.exec(error.error)?.[1] : undefined;
    const pointer = missing === undefined ? at : `${at}/${missing}`;
    if (!problems.has(pointer)) problems.set(pointer, sentenceOf(error.keyword, schemaAt(schema, pointer), words));
  }
  checkBounds(schema, pruned, '', words, problems);
  return [...problems].map(([pointer, message]) => ({ pointer, message }));
}

function validatorOf(schema: JsonSchema): Validator {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = new Validator(schema as object, '2020-12', false);
    validators.set(schema, validator);
  }
  return validator;
}

function sentenceOf(keyword: string, schema: JsonSchema | undefined, words: Words): string {
  const limit = String(schema?.[keyword] ?? '');
  switch (keyword) {
    case 'required':
      return words(isTyped(schema) ? 'value.required' : 'value.choose', { title: String(schema?.['title'] ?? '') });
    case 'minLength':
      return words('value.tooShort', { limit });
    case 'maxLength':
      return words('value.tooLong', { limit });
    case 'minimum':
      return words('value.minimum', { limit });
    case 'maximum':
      return words('value.maximum', { limit });
    case 'pattern':
      return words('value.pattern');
    case 'type':
      return words(schema?.['type'] === 'integer' ? 'value.number' : 'value.type');
    default:
      return words('value.type');
  }
}

function isTyped(schema: JsonSchema | undefined): boolean {
  return schema?.['type'] === 'string' || schema?.['type'] === 'integer' || schema?.['type'] === 'array';
}

function checkBounds(schema: JsonSchema, value: unknown, pointer: string, words: Words, problems: Map<string, string>): void {
  if (problems.has(pointer) || value === undefined) return;
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
  if (properties !== undefined && typeof value === 'object' && value !== null) {
    for (const [key, property] of Object.entries(properties))
      checkBounds(property, (value as Record<string, unknown>)[key], `${pointer}/${key}`, words, problems);
  }
  const items = schema['items'] as JsonSchema | undefined;
  if (items !== undefined && Array.isArray(value)) value.forEach((item, index) => checkBounds(items, item, `${pointer}/${index}`, words, problems));
  const message = ownProblem(schema, value, words);
  if (message !== undefined) problems.set(pointer, message);
}

/** What our own formats ask beyond the schema. */
function ownProblem(schema: JsonSchema, value: unknown, words: Words): string | undefined {
  switch (schema['format']) {
    case 'loom-decimal':
      return decimalProblem(schema, value, words);
    case 'loom-date':
      return dateProblem(schema, value, words);
    case 'loom-ticked':
      return value === true ? undefined : words('value.notTicked');
    default:
      return undefined;
  }
}

function decimalProblem(schema: JsonSchema, value: unknown, words: Words): string | undefined {
  if (!isDecimalText(value)) return words('value.number');
  const number = decimal(value);
  const show = (limit: string) => (schema['x-type'] === 'rate' ? `${toPercent(limit)}%` : schema['x-type'] === 'money' ? formatMoney(limit) : limit);
  const bound = (keyword: string, breaks: (order: number) => boolean) => {
    const limit = schema[keyword];
    return typeof limit === 'string' && isDecimalText(limit) && breaks(compareDecimals(number, decimal(limit)))
      ? words(`value.${keyword === 'min' ? 'minimum' : keyword === 'max' ? 'maximum' : (keyword as 'above')}`, { limit: show(limit) })
      : undefined;
  };
  const scale = typeof schema['scale'] === 'number' ? schema['scale'] : schema['x-type'] === 'money' ? 2 : undefined;
  if (scale !== undefined && (value.split('.')[1]?.replace(/0+$/, '').length ?? 0) > scale) return words('value.scale', { limit: scale });
  return (
    bound('min', (order) => order < 0) ?? bound('max', (order) => order > 0) ?? bound('above', (order) => order <= 0) ?? bound('below', (order) => order >= 0)
  );
}

function dateProblem(schema: JsonSchema, value: unknown, words: Words): string | undefined {
  if (!isDate(value)) return words('value.date');
  const { min, max, above, below } = schema as { min?: string; max?: string; above?: string; below?: string };
  if (min !== undefined && value < min) return words('value.minimum', { limit: min });
  if (max !== undefined && value > max) return words('value.maximum', { limit: max });
  if (above !== undefined && value <= above) return words('value.above', { limit: above });
  if (below !== undefined && value >= below) return words('value.below', { limit: below });
  return undefined;
}

function schemaAt(schema: JsonSchema, pointer: string): JsonSchema | undefined {
  let current: JsonSchema | undefined = schema;
  for (const token of pointer.split('/').slice(1)) {
    const items = current?.['items'] as JsonSchema | undefined;
    current = /^\d+$/.test(token) && items !== undefined ? items : (current?.['properties'] as Readonly<Record<string, JsonSchema>> | undefined)?.[token];
  }
  return current;
}

/** Empty is absent: what a person has cleared must meet `required`, and nothing else. Masked values count as there. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null || maskedText(value) !== null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined && item !== '' && !(Array.isArray(item) && item.length === 0))
      .map(([key, item]) => [key, withoutEmpty(item)]),
  );
}
