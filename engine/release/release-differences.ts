import type { Json } from '../kernel/json.ts';
import { isObject, pointerToken } from '../kernel/json.ts';
import type { Kind, Language } from '../kinds/kind.ts';
import type { Release } from '../model/index.ts';

export interface DocumentDifference {
  /** `kind:name`. */
  readonly document: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** In the analyst's words. */
  readonly sentences: readonly string[];
  /** The deepest places that differ. */
  readonly pointers: readonly string[];
}

/** What changes between two releases, document by document, in the order of kinds; a renamed document is compared with what
 *  it was. `from: null` stands for nothing. */
export function releaseDifferences(
  from: Release | null,
  to: Release,
  options: { readonly kinds: ReadonlyMap<string, Kind>; readonly language: Language },
): readonly DocumentDifference[] {
  const matched = new Set<string>();
  const differences: DocumentDifference[] = [];
  for (const [id, after] of to.documents) {
    const former = Array.isArray(after.content.formerly) ? after.content.formerly.map((name) => `${after.kind}:${String(name)}`) : [];
    const oldId = [id, ...former].find((candidate) => from?.documents.has(candidate));
    const before = oldId === undefined ? undefined : from?.documents.get(oldId);
    if (oldId !== undefined) matched.add(oldId);
    if (before?.hash === after.hash) continue;
    differences.push({
      document: id,
      change: before === undefined ? 'added' : 'changed',
      sentences: options.kinds.get(after.kind)?.describe(before?.content ?? null, after.content, options.language) ?? [],
      pointers: before === undefined ? [''] : changedPointers(before.content, after.content, ''),
    });
  }
  for (const [id, before] of from?.documents ?? []) {
    if (matched.has(id) || to.documents.has(id)) continue;
    differences.push({
      document: id,
      change: 'removed',
      sentences: options.kinds.get(before.kind)?.describe(before.content, null, options.language) ?? [],
      pointers: [''],
    });
  }
  return differences;
}

/** Lines that one publish shows at most; the rest is counted. */
const lineLimit = 500;

/** All sentences of a change, as one list: what a publish shows before it happens. */
export function describeDifference(
  from: Release | null,
  to: Release,
  options: { readonly kinds: ReadonlyMap<string, Kind>; readonly language: Language },
): readonly string[] {
  const lines = releaseDifferences(from, to, options).flatMap(({ sentences }) => sentences);
  if (lines.length <= lineLimit) return lines;
  const more = lines.length - lineLimit;
  return [...lines.slice(0, lineLimit), options.language === 'zh' ? `……另有 ${more} 处` : `… and ${more} more`];
}

function changedPointers(before: Json | undefined, after: Json | undefined, at: string): string[] {
  if (!isObject(before) || !isObject(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [at];
  const inner = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    changedPointers(before[key], after[key], `${at}/${pointerToken(key)}`),
  );
  return inner.length === 0 && Object.keys(before).join() !== Object.keys(after).join() ? [at] : inner;
}
