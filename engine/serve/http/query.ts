import type { Context } from 'hono';
import type { Condition } from '../../condition/types.ts';
import { isObject } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { SortKey } from '../../store/face.ts';

export interface PageQuery {
  readonly filter: Condition | null;
  readonly sort: readonly SortKey[];
  readonly after: string | null;
  readonly limit: number;
  readonly search: string | null;
  readonly view: string | null;
}

const names = ['filter', 'sort', 'after', 'limit', 'search', 'view', 'format', 'columns'];
/** Longest query value; a filter longer than this belongs into a saved view. */
const valueLength = 16_000;
const searchLength = 200;

/** The parameters of every list-like call. A name that is not known is refused: a misspelt filter must not answer with everything. */
export function readPageQuery(context: Context): PageQuery {
  const url = new URL(context.req.url);
  for (const [name, value] of url.searchParams) {
    if (!names.includes(name)) throw malformed(`未知参数 ${name}`, `unknown parameter ${name}`);
    if (url.searchParams.getAll(name).length > 1) throw malformed(`参数 ${name} 重复`, `parameter ${name} is given twice`);
    if (value.length > valueLength) throw malformed(`参数 ${name} 过长`, `parameter ${name} is too long`);
    if (value.includes('\u0000')) throw malformed(`参数 ${name} 含空字符`, `parameter ${name} contains U+0000`);
  }
  const value = (name: string) => url.searchParams.get(name);
  return {
    filter: readFilter(value('filter')),
    sort: readSort(value('sort')),
    after: value('after') || null,
    limit: readLimit(value('limit'), 50),
    search: value('search')?.trim().slice(0, searchLength) || null,
    view: value('view') || null,
  };
}

export function readLimit(text: string | null | undefined, fallback: number): number {
  if (text === null || text === undefined || text === '') return fallback;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 200) throw new Refusal('list.limit-invalid');
  return limit;
}

export function readSort(text: string | null): SortKey[] {
  if (!text) return [];
  return text.split(',').map((part) => {
    const match = /^(-?)([A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*)$/.exec(part.trim());
    if (!match?.[2]) throw new Refusal('list.field-not-sortable', { field: part });
    return { path: match[2], descending: match[1] === '-' };
  });
}

function readFilter(text: string | null): Condition | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value as unknown as Condition;
  } catch {
    throw invalidFilter('不是合法的 JSON', 'not JSON');
  }
  throw invalidFilter('应为条件对象', 'expected a condition object');
}

/** Two filters that must both hold. */
export function bothFilters(one: Condition | null, other: Condition | null): Condition | null {
  return one && other ? { all: [one, other] } : (one ?? other);
}

function invalidFilter(zh: string, en: string): Refusal {
  return new Refusal('list.filter-invalid', { reason: { zh, en } });
}

function malformed(zh: string, en: string): Refusal {
  return new Refusal('request.malformed', { reason: { zh, en } });
}
