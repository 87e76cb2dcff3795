import { groupThousands, isDecimalText } from '../kernel/decimal.ts';
import { isObject, type Json } from '../kernel/json.ts';
import { operators, type OperatorDefinition } from './operators.ts';
import type { Condition, ConditionLeaf, FactDescription, FactScope } from './types.ts';

export type SentenceLanguage = 'zh' | 'en';

/** Words of the place: titles of facts and of their values. Everything without a title is shown by its key. */
export interface SentenceTitles {
  lookup(path: string): Pick<FactDescription, 'title' | 'titles' | 'rows' | 'type'> | undefined;
  /** Title of a shared condition. */
  condition?(name: string): string | undefined;
  /** Title of a role, for hasRole. */
  role?(name: string): string | undefined;
}

/** A condition in the words of an analyst, e.g. `申请金额 大于 500,000.00 且 客户等级 属于（A、B）`. Never fails: what it does
 *  not know it shows as written. */
export function conditionToSentence(condition: Condition, titles: SentenceTitles, language: SentenceLanguage = 'zh'): string {
  return say(condition, titles, words[language === 'en' ? 'en' : 'zh'], false);
}

interface Words {
  readonly key: SentenceLanguage;
  readonly and: string;
  readonly or: string;
  readonly not: (inner: string) => string;
  readonly bracket: (inner: string) => string;
  readonly list: (items: readonly string[]) => string;
  readonly yes: string;
  readonly no: string;
  readonly nothing: string;
  readonly always: string;
  readonly never: string;
  readonly range: (low: string, high: string) => string;
  readonly units: Readonly<Record<string, string>>;
  readonly period: (n: string, unit: string) => string;
  readonly context: Readonly<Record<string, string>>;
  readonly later: (base: string, amount: string) => string;
  readonly earlier: (base: string, amount: string) => string;
}

const words: Readonly<Record<SentenceLanguage, Words>> = {
  zh: {
    key: 'zh',
    and: ' 且 ',
    or: ' 或 ',
    not: (inner) => `非（${inner}）`,
    bracket: (inner) => `（${inner}）`,
    list: (items) => `（${items.join('、')}）`,
    yes: '是',
    no: '否',
    nothing: '（无）',
    always: '始终成立',
    never: '从不成立',
    range: (low, high) => `${low} 至 ${high}`,
    units: { day: '天', week: '周', month: '个月', workday: '个工作日', days: '天', months: '个月', years: '年', workdays: '个工作日', hours: '小时' },
    period: (n, unit) => `${n} ${unit}`,
    context: { today: '今天', now: '现在', 'user.id': '本人', 'user.unitId': '本部门', 'user.unitPath': '本部门及下级', 'user.roles': '本人的角色' },
    later: (base, amount) => `${base} 之后 ${amount}`,
    earlier: (base, amount) => `${base} 之前 ${amount}`,
  },
  en: {
    key: 'en',
    and: ' and ',
    or: ' or ',
    not: (inner) => `not (${inner})`,
    bracket: (inner) => `(${inner})`,
    list: (items) => `(${items.join(', ')})`,
    yes: 'yes',
    no: 'no',
    nothing: '(nothing)',
    always: 'always',
    never: 'never',
    range: (low, high) => `${low} and ${high}`,
    units: {
      day: 'days',
      week: 'weeks',
      month: 'months',
      workday: 'working days',
      days: 'days',
      months: 'months',
      years: 'years',
      workdays: 'working days',
      hours: 'hours',
    },
    period: (n, unit) => `${n} ${unit}`,
    context: {
      today: 'today',
      now: 'now',
      'user.id': 'oneself',
      'user.unitId': 'one’s own unit',
      'user.unitPath': 'one’s own unit and below',
      'user.roles': 'one’s own roles',
    },
    later: (base, amount) => `${amount} after ${base}`,
    earlier: (base, amount) => `${amount} before ${base}`,
  },
};

function say(condition: Condition, titles: SentenceTitles, word: Words, nested: boolean): string {
  if ('all' in condition) return join(condition.all, word.and, word.always, titles, word, nested);
  if ('any' in condition) return join(condition.any, word.or, word.never, titles, word, nested);
  if ('not' in condition) return word.not(say(condition.not, titles, word, false));
  if ('condition' in condition) return titles.condition?.(condition.condition) ?? condition.condition;
  if ('const' in condition) return condition.const ? word.always : word.never;
  return sayLeaf(condition, titles, word);
}

function join(list: readonly Condition[], between: string, none: string, titles: SentenceTitles, word: Words, nested: boolean): string {
  const [only, ...others] = list;
  if (!only) return none;
  if (others.length === 0) return say(only, titles, word, nested);
  const sentence = list.map((item) => say(item, titles, word, true)).join(between);
  return nested ? word.bracket(sentence) : sentence;
}

function sayLeaf(leaf: ConditionLeaf, titles: SentenceTitles, word: Words): string {
  const fact = titles.lookup(leaf.fact);
  const name = fact?.title ?? leaf.fact;
  const definition = (operators as Readonly<Record<string, OperatorDefinition>>)[leaf.operator];
  const operator = definition?.[word.key] ?? leaf.operator;
  if (!definition || definition.value === 'none') return `${name} ${operator}`;
  const value = (written: Json | undefined) => sayValue(written, fact, titles, word);
  switch (definition.value) {
    case 'pair':
      if (Array.isArray(leaf.value)) return `${name} ${operator} ${word.range(value(leaf.value[0]), value(leaf.value[1]))}`;
      break;
    case 'period':
      if (isObject(leaf.value))
        return `${name} ${operator} ${word.period(String(leaf.value['n']), word.units[String(leaf.value['unit'])] ?? '')}${word.key === 'zh' ? (leaf.operator === 'olderThan' ? '' : '内') : ''}`;
      break;
    case 'rows':
      if (isObject(leaf.value))
        return `${name} ${operator}${word.key === 'zh' ? '' : ' '}${word.bracket(say(leaf.value as unknown as Condition, inside(fact?.rows, titles), word, false))}`;
      break;
    case 'aggregate':
      if (isObject(leaf.value)) return sayAggregate(name, operator, leaf.value, fact?.rows, titles, word);
      break;
    case 'role':
      return `${name} ${operator} ${titles.role?.(String(leaf.value)) ?? String(leaf.value)}`;
  }
  return `${name} ${operator} ${value(leaf.value)}`;
}

function sayAggregate(
  name: string,
  operator: string,
  value: Readonly<Record<string, Json>>,
  rows: FactScope | undefined,
  titles: SentenceTitles,
  word: Words,
): string {
  const { of, is, to } = value;
  const figure = typeof of === 'string' ? rows?.lookup(of) : undefined;
  const definition = (operators as Readonly<Record<string, OperatorDefinition>>)[String(is)];
  const bound = Array.isArray(to)
    ? word.range(sayValue(to[0], figure, titles, word), sayValue(to[1], figure, titles, word))
    : sayValue(to, figure, titles, word);
  const what = typeof of === 'string' ? `${name} ${operator} ${figure?.title ?? of}` : `${name} ${operator}`;
  return `${what} ${definition?.[word.key] ?? String(is)} ${bound}`;
}

function inside(rows: FactScope | undefined, titles: SentenceTitles): SentenceTitles {
  return rows ? { ...titles, lookup: (path) => rows.lookup(path) } : titles;
}

function sayValue(value: Json | undefined, fact: Pick<FactDescription, 'titles' | 'type'> | undefined, titles: SentenceTitles, word: Words): string {
  if (value === null || value === undefined) return word.nothing;
  if (typeof value === 'boolean') return value ? word.yes : word.no;
  if (Array.isArray(value)) return word.list((value as readonly Json[]).map((item) => sayValue(item, fact, titles, word)));
  if (!isObject(value)) {
    const text = String(value);
    if (fact?.type === 'money' && isDecimalText(text)) return groupThousands(text);
    return fact?.titles?.[text] ?? text;
  }
  if (typeof value['fact'] === 'string') return titles.lookup(value['fact'])?.title ?? value['fact'];
  if (typeof value['ctx'] === 'string') return word.context[value['ctx']] ?? value['ctx'];
  return sayRelative(value, word);
}

function sayRelative(value: Readonly<Record<string, Json>>, word: Words): string {
  const base = word.context[String(value['rel'])] ?? String(value['rel']);
  const add = isObject(value['add']) ? Object.entries(value['add']) : [];
  return add.reduce((said, [unit, amount]) => {
    const count = word.period(String(Math.abs(Number(amount))), word.units[unit] ?? unit);
    return Number(amount) < 0 ? word.earlier(said, count) : word.later(said, count);
  }, base);
}
