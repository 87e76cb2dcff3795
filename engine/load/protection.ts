import { compareDecimals, decimal, isDecimalText } from '../kernel/decimal.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { isObject } from '../kernel/json.ts';
import type { MutabilityClass, TightenRule } from '../kinds/parts/schema.ts';
import { schemaOf } from '../kinds/parts/schema.ts';
import type { PackLayer } from './document.ts';

const strictness: readonly MutabilityClass[] = ['free', 'extend', 'tighten', 'sealed'];

/** Class of an element for one pack: what its kind declares, or what a pack below it protects, whichever is stricter.
 *  The nearest ancestor that says something counts. */
export function classOf(place: {
  readonly schema: JsonObject;
  readonly pointer: string;
  readonly document: string;
  readonly packs: readonly PackLayer[];
  readonly below: PackLayer | undefined;
}): MutabilityClass {
  let node: JsonObject | undefined = place.schema;
  let declared: MutabilityClass = 'free';
  for (const token of place.pointer.split('/').slice(1)) {
    node = schemaOf(place.schema, node, token.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (node === undefined) break;
    if (typeof node['x-class'] === 'string') declared = node['x-class'] as MutabilityClass;
  }
  let strictest = declared;
  for (const pack of place.packs) {
    if (pack === place.below) break;
    const protect = ((pack.document.content.protect as JsonObject | undefined)?.[place.document] ?? {}) as JsonObject;
    for (let path = place.pointer; ; path = path.slice(0, path.lastIndexOf('/'))) {
      const klass = protect[path] as MutabilityClass | undefined;
      if (klass !== undefined) {
        if (strictness.indexOf(klass) > strictness.indexOf(strictest)) strictest = klass;
        break;
      }
      if (path === '') break;
    }
  }
  return strictest;
}

/** Undefined when a class permits the change, else what the overlay does, as the middle of a sentence. */
export function judge(
  klass: MutabilityClass,
  change: {
    readonly change: 'add' | 'alter' | 'remove';
    readonly inner: JsonObject | undefined;
    readonly isMap: boolean;
    readonly old: Json | undefined;
    readonly value: Json;
    readonly at: string;
  },
): string | undefined {
  const what = `"${change.at.split('/').at(-1)}"`;
  if (klass === 'free') return undefined;
  if (change.change === 'remove') return `removes ${what}`;
  const sentence = change.change === 'add' ? `adds ${what}` : `changes ${what}`;
  if (klass === 'sealed') return sentence;
  if (klass === 'extend') return change.change === 'add' ? undefined : sentence;
  const rule = change.inner?.['x-tighten'] as TightenRule | undefined;
  if (change.change === 'add') return change.isMap || (rule !== undefined && isStricter(rule, undefined, change.value)) ? undefined : sentence;
  return rule !== undefined && isStricter(rule, change.old, change.value) ? undefined : `loosens ${what} (or may loosen it)`;
}

/** What stands after an overlay's change: conditions of class tighten are joined with the base's, the rest is replaced. */
export function tightened(inner: JsonObject | undefined, klass: MutabilityClass, old: Json | undefined, value: Json): Json {
  const rule = inner?.['x-tighten'];
  if (klass === 'free' || old === undefined || !isObject(old) || !isObject(value)) return value;
  if (rule === 'and') return { all: [old, value] };
  return rule === 'or' ? { any: [old, value] } : value;
}

function isStricter(rule: TightenRule, old: Json | undefined, value: Json): boolean {
  switch (rule) {
    case 'raise':
      return old === undefined || compare(value, old) >= 0;
    case 'lower':
      return old === undefined || compare(value, old) <= 0;
    case 'on':
      return value === true;
    case 'shrink':
      return Array.isArray(value) && (old === undefined || (Array.isArray(old) && value.every((item) => old.includes(item))));
    case 'grow':
      return Array.isArray(value) && (old === undefined || (Array.isArray(old) && old.every((item) => value.includes(item))));
    case 'and':
    case 'or':
      return isObject(value);
  }
}

/** Numbers and decimal texts by value, dates by calendar. */
function compare(left: Json, right: Json): number {
  const [leftText, rightText] = [String(left), String(right)];
  if (/^\d{4}-\d{2}-\d{2}$/.test(leftText) || /^\d{4}-\d{2}-\d{2}$/.test(rightText)) return leftText < rightText ? -1 : leftText > rightText ? 1 : 0;
  return isDecimalText(leftText) && isDecimalText(rightText) ? compareDecimals(decimal(leftText), decimal(rightText)) : Number.NaN;
}
