import type { Kind } from '../kinds/kind.ts';
import type { Release } from '../model/release.ts';

/** Lines that one publish shows at most; the rest is counted. */
const lineLimit = 500;

/** What changes from one release to the next, in the analyst's words, in the order of documents; `null` = from nothing. */
export function describeReleases(from: Release | null, to: Release, kinds: ReadonlyMap<string, Kind>): readonly string[] {
  const language = to.language === 'en' ? 'en' : 'zh';
  const ids = [...new Set([...(from?.documents.keys() ?? []), ...to.documents.keys()])];
  const lines = ids.flatMap((id) => {
    const before = from?.documents.get(id);
    const after = to.documents.get(id);
    if (before?.hash === after?.hash) return [];
    const document = after ?? before;
    const kind = document && kinds.get(document.kind);
    return kind ? kind.describe(before?.content ?? null, after?.content ?? null, language) : [id];
  });
  return lines.length > lineLimit
    ? [...lines.slice(0, lineLimit), language === 'zh' ? `……另有 ${lines.length - lineLimit} 处` : `… and ${lines.length - lineLimit} more`]
    : lines;
}
