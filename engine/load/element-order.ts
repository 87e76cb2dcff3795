import type { Json, JsonObject } from '../kernel/json.ts';
import { isObject, pointerToken } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';

/** `after: null` stands for `first`. */
export interface Move {
  readonly key: string;
  readonly after: string | null;
}

type ReportOrder = (at: { pointer: string; code: string; severity: 'warning'; message: string; mend: string }) => void;

/** Orders the elements of every keyed map: base order, then `first`, then `after` chains, each in layer order.
 *  An anchor that is gone is a warning and its element goes last. */
export function orderElements(content: JsonObject, moves: ReadonlyMap<string, readonly Move[]>, report: ReportOrder, pointer = ''): JsonObject {
  const own = moves.get(pointer);
  const keys = own === undefined ? Object.keys(content) : sortKeys(Object.keys(content), own, pointer, report);
  const ordered: Record<string, Json> = {};
  for (const key of keys) {
    const value = content[key] as Json;
    ordered[key] = isObject(value) ? orderElements(value, moves, report, `${pointer}/${pointerToken(key)}`) : value;
  }
  return ordered;
}

function sortKeys(keys: readonly string[], moves: readonly Move[], pointer: string, report: ReportOrder): readonly string[] {
  const here = new Set(keys);
  const living = moves.filter(({ key }) => here.has(key));
  const followers = new Map<string, string[]>();
  const last: string[] = [];
  for (const { key, after } of living) {
    if (after === null) continue;
    if (here.has(after) && after !== key) followers.set(after, [...(followers.get(after) ?? []), key]);
    else {
      last.push(key);
      report({
        pointer: `${pointer}/${pointerToken(key)}`,
        code: 'layer.anchor-gone',
        severity: 'warning',
        message: `"${key}" is to stand after "${after}", which is not there; it goes last.`,
        mend: suggestion(
          after,
          keys.filter((other) => other !== key),
        ),
      });
    }
  }
  const firsts = living
    .filter(({ after }) => after === null)
    .map(({ key }) => key)
    .reverse();
  const moved = new Set(living.map(({ key }) => key));
  const roots = [...firsts, ...keys.filter((key) => !moved.has(key)), ...last];
  const sorted = new Set<string>();
  const place = (key: string): void => {
    if (sorted.has(key)) return;
    sorted.add(key);
    for (const follower of followers.get(key) ?? []) place(follower);
  };
  roots.forEach(place);
  for (const key of keys) {
    if (sorted.has(key)) continue;
    report({
      pointer: `${pointer}/${pointerToken(key)}`,
      code: 'layer.anchor-circle',
      severity: 'warning',
      message: `"${key}" stands after an element that stands after it.`,
      mend: 'let one of them follow another element.',
    });
    place(key);
  }
  return [...sorted];
}
