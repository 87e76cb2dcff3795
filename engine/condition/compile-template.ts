import { Decimal, decimal, decimalToText, groupThousands, isDecimalText } from '../kernel/decimal.ts';
import { isDate } from '../kernel/dates.ts';
import { dateOf, isInstant } from '../kernel/instants.ts';
import { isObject } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import { compileFormula } from './compile-formula.ts';
import { factReader, pathReader } from './fact-values.ts';
import type { CompiledTemplate } from './formula-types.ts';
import type { EvaluationContext, FactDescription, FactRow, FactScope, FactType } from './types.ts';

/** How a placeholder is written out: `{paidOn|date}`. `value` is never null. */
export interface TemplateFormat {
  /** Undefined = every type. */
  readonly types?: readonly FactType[];
  format(value: unknown, context: EvaluationContext): string;
}

export interface TemplateOptions {
  readonly scope: FactScope;
  readonly place: string;
  /** Besides `money`, `date`, `dateTime`, `rate` and `percent`, e.g. a plugin's capital amounts. */
  readonly formats?: ReadonlyMap<string, TemplateFormat>;
  report(pointer: string, code: string, message: string, mend: string): void;
}

/** Checks and prepares a text with `{path}` and `{path|format}`; `{{` is a brace. A text that is exactly one placeholder
 *  also gives the typed value, and `=formula` gives the formula's. A fact that is null is written as nothing. */
export function compileTemplate(source: string, options: TemplateOptions): CompiledTemplate | null {
  if (source.startsWith('=')) return compileFormulaTemplate(source, options);
  const facts = new Set<string>();
  const parts: Part[] = [];
  let sound = true;
  const written = pieces(source);
  if (!written) {
    options.report(
      '',
      'template.brace',
      `${options.place}: a brace in "${source.slice(0, 60)}" has no counterpart.`,
      'Close it, or write {{ or }} for a brace.',
    );
    return null;
  }
  for (const piece of written) {
    if (typeof piece === 'string') {
      parts.push({ render: () => piece });
    } else {
      const part = compilePlaceholder(piece.inside, options);
      if (part) {
        facts.add(piece.inside.split('|')[0]?.trim() ?? '');
        parts.push(part);
      } else sound = false;
    }
  }
  if (!sound) return null;
  const [only] = parts;
  const value = parts.length === 1 ? only?.value : undefined;
  return { source, facts: [...facts], render: (row, context) => parts.map((part) => part.render(row, context)).join(''), ...(value ? { value } : {}) };
}

interface Part {
  render(row: FactRow, context: EvaluationContext): string;
  readonly value?: (row: FactRow, context: EvaluationContext) => unknown;
}

function compileFormulaTemplate(source: string, options: TemplateOptions): CompiledTemplate | null {
  const formula = compileFormula(source.slice(1), { scope: options.scope, place: options.place, report: options.report });
  if (!formula) return null;
  return {
    source,
    facts: formula.facts,
    render: (row, context) => String(formula.evaluate(row, context) ?? ''),
    value: (row, context) => formula.evaluate(row, context),
  };
}

/** Texts and placeholders in turn; null when a brace has no counterpart. */
function pieces(source: string): readonly (string | { readonly inside: string })[] | null {
  const list: (string | { readonly inside: string })[] = [];
  for (const [, brace, inside, text] of source.matchAll(/(\{\{|\}\})|\{([^{}]*)\}|([^{}]+)|[{}]/g)) {
    const literal = brace?.[0] ?? text;
    const last = list.at(-1);
    if (inside !== undefined) list.push({ inside });
    else if (literal === undefined) return null;
    else if (typeof last === 'string') list[list.length - 1] = last + literal;
    else list.push(literal);
  }
  return list;
}

function compilePlaceholder(inside: string, options: TemplateOptions): Part | null {
  const [path = '', formatName, ...more] = inside.split('|').map((word) => word.trim());
  const description = options.scope.lookup(path);
  if (!description || more.length > 0) {
    options.report('', 'template.unknown-fact', `${options.place}: "{${inside}}" names no fact.`, suggestion(path, options.scope.paths));
    return null;
  }
  if (formatName === undefined) return { render: plainRenderer(path, description), value: valueOf(path, description) };
  const format = options.formats?.get(formatName) ?? builtInFormats.get(formatName);
  if (!format) {
    options.report(
      '',
      'template.unknown-format',
      `${options.place}: there is no format "${formatName}".`,
      suggestion(formatName, [...builtInFormats.keys(), ...(options.formats?.keys() ?? [])]),
    );
    return null;
  }
  if (format.types && !format.types.includes(description.type)) {
    options.report(
      '',
      'template.format-not-for-type',
      `${options.place}: the format "${formatName}" does not fit "${path}", which is of type ${description.type}.`,
      `It fits ${format.types.join(', ')}.`,
    );
    return null;
  }
  const read = pathReader(path);
  return {
    render: (row, context) => {
      const value = read(row, context);
      return value === undefined || value === null ? '' : format.format(value, context);
    },
  };
}

/** The value as records hold it: a reference as its id even when the row carries the whole object. */
function valueOf(path: string, description: FactDescription): (row: FactRow, context: EvaluationContext) => unknown {
  const ids: readonly FactType[] = ['ref', 'user', 'dept', 'refSet'];
  const read = pathReader(path);
  if (!ids.includes(description.type) || description.document) return (row, context) => read(row, context) ?? null;
  return factReader(path, description);
}

/** Titles for choices, labels for references, the bare value for the rest. */
function plainRenderer(path: string, { titles }: FactDescription): (row: FactRow, context: EvaluationContext) => string {
  const read = pathReader(path);
  const one = (value: unknown): string => {
    if (value === undefined || value === null) return '';
    if (value instanceof Decimal) return decimalToText(value);
    if (Array.isArray(value)) return value.map(one).join('、');
    if (isObject(value)) return one(value['label'] ?? value['masked'] ?? value['name'] ?? value['id']);
    return titles?.[String(value)] ?? String(value);
  };
  return (row, context) => one(read(row, context));
}

const numbers: readonly FactType[] = ['int', 'decimal', 'money'];

const builtInFormats: ReadonlyMap<string, TemplateFormat> = new Map<string, TemplateFormat>([
  ['money', { types: numbers, format: (value) => groupThousands(decimalToText(toDecimal(value), 2)) }],
  ['date', { types: ['date', 'datetime'], format: (value, context) => toDay(value, context.zone) }],
  ['dateZh', { types: ['date', 'datetime'], format: (value, context) => chineseDay(toDay(value, context.zone)) }],
  ['dateTime', { types: ['datetime'], format: (value, context) => (isInstant(value) ? toMinute(value, context.zone) : String(value)) }],
  ['rate', { types: numbers, format: (value) => `${decimalToText(toDecimal(value).times(100))}%` }],
  ['percent', { types: numbers, format: (value) => `${decimalToText(toDecimal(value))}%` }],
]);

function toDecimal(value: unknown): Decimal {
  if (value instanceof Decimal) return value;
  return isDecimalText(value) || typeof value === 'number' ? decimal(value) : decimal('0');
}

function toDay(value: unknown, zone: string): string {
  if (isDate(value)) return value;
  return isInstant(value) ? dateOf(value, zone) : String(value);
}

function chineseDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}

function toMinute(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
  return `${dateOf(instant, zone)} ${parts.format(new Date(instant))}`;
}
