import { isDate } from '../kernel/dates.ts';
import { decimal, isDecimalText } from '../kernel/decimal.ts';
import { instantKey, isInstant } from '../kernel/instants.ts';
import { isObject, type Json, type JsonObject } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import { isStorableText } from '../kernel/text.ts';
import { contextNames } from './context-value.ts';
import type { FactDescription, FactScalar, FactScope, FactType, FactValue, Operand, RelativeOperand } from './types.ts';

/** Where findings about one value go; `pointer` is relative to that value. */
export interface ValueReport {
  readonly scope: FactScope;
  report(pointer: string, code: string, message: string, mend: string): void;
}

/** The value of a leaf that compares with one thing: a literal of the fact's type, `{fact}`, `{rel, add}` or `{ctx}`.
 *  Null, after a report, when it is none of them or of another type. */
export function parseOperand(value: Json | undefined, fact: FactDescription, report: ValueReport): Operand | null {
  if (!isObject(value)) {
    const literal = parseLiteral(value, fact);
    if (literal !== undefined) return { kind: 'literal', value: literal };
    report.report('', 'condition.value-shape', `${describe(value)} is no value of type ${fact.type}.`, expectation(fact));
    return null;
  }
  if ('fact' in value) return parseFactOperand(value, fact, report);
  if ('rel' in value) return parseRelative(value, fact, report);
  if ('ctx' in value) return parseContext(value, fact, report);
  report.report('', 'condition.value-shape', 'A value in braces names a fact, rel or ctx.', 'Write {"fact": …}, {"rel": "today"} or {"ctx": "user.id"}.');
  return null;
}

/** A literal list, which may hold null; or `{ctx}` of a list. */
export function parseList(value: Json | undefined, fact: FactDescription, report: ValueReport): Operand | null {
  if (isObject(value) && 'ctx' in value) return parseContext(value, fact, report);
  if (!Array.isArray(value)) {
    report.report('', 'condition.value-shape', `${describe(value)} is not a list.`, `Write a list such as [${example(fact)}].`);
    return null;
  }
  const values: FactScalar[] = [];
  let sound = true;
  for (const [index, item] of (value as readonly Json[]).entries()) {
    const literal = parseLiteral(item, fact);
    if (literal === undefined) {
      report.report(`/${index}`, 'condition.value-shape', `${describe(item)} is no value of type ${fact.type}.`, expectation(fact));
      sound = false;
    } else if (literal !== null) values.push(literal as FactScalar);
  }
  return sound ? { kind: 'list', values, hasNull: (value as readonly Json[]).includes(null) } : null;
}

/** Undefined when the value is no literal of the fact's type; null is one of every type. */
export function parseLiteral(value: Json | undefined, { type, values, document }: FactDescription): FactValue | undefined {
  if (value === null) return null;
  switch (type) {
    case 'text':
      return typeof value === 'string' && isStorableText(value) ? value : undefined;
    case 'enum':
      return typeof value === 'string' && (!values || values.includes(value)) ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'int':
      return typeof value === 'number' && Number.isSafeInteger(value) ? decimal(value) : undefined;
    case 'decimal':
    case 'money':
      return isDecimalText(value) ? decimal(value) : undefined;
    case 'date':
      return isDate(value) ? value : undefined;
    case 'datetime':
      return isInstant(value) ? instantKey(value) : undefined;
    case 'ref':
      if (document) return typeof value === 'string' ? (value.split('@')[0] ?? '') : undefined;
      return parseId(value);
    case 'user':
    case 'dept':
      return parseId(value);
    case 'enumSet':
    case 'refSet': {
      if (!Array.isArray(value)) return undefined;
      const items = (value as readonly Json[]).map((item) =>
        item === null ? undefined : parseLiteral(item, { type: type === 'enumSet' ? 'enum' : 'ref', ...(values ? { values } : {}) }),
      );
      return items.some((item) => typeof item !== 'string') ? undefined : (items as string[]);
    }
    case 'rows':
      return undefined;
  }
}

function parseId(value: Json | undefined): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value.toLowerCase() : undefined;
}

function parseFactOperand(value: JsonObject, fact: FactDescription, report: ValueReport): Operand | null {
  const path = value['fact'];
  if (typeof path !== 'string' || !hasOnly(value, ['fact'])) {
    report.report('', 'condition.value-shape', 'A fact as value is {"fact": "<path>"} and nothing else.', 'Remove the other keys.');
    return null;
  }
  const description = report.scope.lookup(path);
  if (!description) {
    report.report('/fact', 'condition.unknown-fact', `There is no fact "${path}" here.`, suggestion(path, report.scope.paths));
    return null;
  }
  if (!areComparable(fact, description)) {
    report.report(
      '/fact',
      'condition.value-shape',
      `"${path}" is of type ${description.type} and does not compare with ${fact.type}.`,
      compareMend(fact, description),
    );
    return null;
  }
  return { kind: 'fact', path, description };
}

/** Numbers compare with numbers, but one currency never with another; otherwise types are the same. */
export function areComparable(a: FactDescription, b: FactDescription): boolean {
  const numeric: readonly FactType[] = ['int', 'decimal', 'money'];
  if (numeric.includes(a.type) && numeric.includes(b.type)) return !a.currency || !b.currency || a.currency === b.currency;
  const ids: readonly FactType[] = ['ref', 'user', 'dept'];
  if (ids.includes(a.type) && ids.includes(b.type)) return !a.document === !b.document;
  return a.type === b.type && a.type !== 'rows';
}

function compareMend(a: FactDescription, b: FactDescription): string {
  if (a.currency && b.currency && a.currency !== b.currency) return `Convert ${b.currency} to ${a.currency} first.`;
  const dates: readonly FactType[] = ['date', 'datetime'];
  if (dates.includes(a.type) && dates.includes(b.type)) return 'Compare a date with a date; the day of a moment is tested with onDate.';
  return `Name a fact of type ${a.type}.`;
}

const steps = { days: 'days', months: 'months', years: 'years', workdays: 'workdays', hours: 'hours' } as const;

function parseRelative(value: JsonObject, fact: FactDescription, report: ValueReport): RelativeOperand | null {
  const { rel, add } = value;
  const base = rel === 'today' || rel === 'now' ? rel : undefined;
  if (!base || !hasOnly(value, ['rel', 'add']) || (add !== undefined && !isObject(add))) {
    report.report(
      '',
      'condition.value-shape',
      'A relative time is {"rel": "today" or "now", "add": {…}}.',
      'Write for example {"rel": "today", "add": {"days": -30}}.',
    );
    return null;
  }
  if ((base === 'today' ? 'date' : 'datetime') !== fact.type) {
    report.report(
      '/rel',
      'condition.value-shape',
      `"${base}" does not compare with ${fact.type}.`,
      fact.type === 'datetime' ? 'Use {"rel": "now"} for a moment.' : 'Use {"rel": "today"} for a date.',
    );
    return null;
  }
  for (const [key, amount] of Object.entries(add ?? {})) {
    if (!Object.hasOwn(steps, key) || !Number.isSafeInteger(amount) || Math.abs(amount as number) > 100_000 || (key === 'hours' && base === 'today')) {
      report.report(
        `/add/${key}`,
        'condition.value-shape',
        `"${key}": ${describe(amount)} cannot be added to ${base}.`,
        'Add whole days, months, years or workdays; hours only to now.',
      );
      return null;
    }
  }
  const { days, months, years, workdays, hours } = (add ?? {}) as Readonly<Record<string, number>>;
  const allMonths = (months ?? 0) + (years ?? 0) * 12;
  return {
    kind: 'relative',
    base,
    add: { ...(days ? { days } : {}), ...(allMonths ? { months: allMonths } : {}), ...(workdays ? { workdays } : {}), ...(hours ? { hours } : {}) },
  };
}

function parseContext(value: JsonObject, fact: FactDescription, report: ValueReport): Operand | null {
  const name = value['ctx'];
  if (typeof name !== 'string' || !hasOnly(value, ['ctx'])) {
    report.report('', 'condition.value-shape', 'A context value is {"ctx": "<name>"} and nothing else.', 'Write for example {"ctx": "user.id"}.');
    return null;
  }
  const types = contextNames.get(name);
  if (types && !types.includes(fact.type)) {
    report.report('/ctx', 'condition.value-shape', `The context value "${name}" does not compare with ${fact.type}.`, `It compares with ${types.join(', ')}.`);
    return null;
  }
  return { kind: 'context', name };
}

export function describe(value: Json | undefined): string {
  return value === undefined ? 'A missing value' : JSON.stringify(value).slice(0, 60);
}

export function hasOnly(value: JsonObject, keys: readonly string[]): boolean {
  return Object.keys(value).every((key) => keys.includes(key));
}

function expectation(fact: FactDescription): string {
  if (fact.values && (fact.type === 'enum' || fact.type === 'enumSet')) return `Use one of: ${fact.values.slice(0, 20).join(', ')}.`;
  return `Write a value such as ${example(fact)}.`;
}

function example({ type, values, document }: FactDescription): string {
  const first = values?.[0] ?? 'A';
  if (document) return '"standard"';
  const examples: Readonly<Record<FactType, string>> = {
    text: '"text"',
    int: '12',
    decimal: '"1.5"',
    money: '"5000.00" (a text, not a number)',
    bool: 'true',
    date: '"2026-01-31"',
    datetime: '"2026-01-31T08:00:00Z"',
    enum: `"${first}"`,
    enumSet: `["${first}"]`,
    ref: 'an id in quotes',
    refSet: 'a list of ids',
    user: 'an id in quotes, or {"ctx": "user.id"}',
    dept: 'an id in quotes, or {"ctx": "user.unitId"}',
    rows: 'a condition',
  };
  return examples[type];
}
