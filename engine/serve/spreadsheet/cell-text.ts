import { isObject } from '../../kernel/json.ts';

/** What a person reads in a cell of an export: labels of references, masks as they are on the screen, titles of choices. */
export function cellText(value: unknown, choices?: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => cellText(item, choices)).join('、');
  if (isObject(value)) return String(value['masked'] ?? value['label'] ?? value['name'] ?? '');
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = String(value);
  return choices?.get(text) ?? text;
}
