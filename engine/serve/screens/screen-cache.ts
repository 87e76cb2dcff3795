import type { Release } from '../../model/release.ts';

/** Trimmed descriptors as text, by release and rights; a swap lets the old ones be collected. */
export class ScreenCache {
  readonly #byRelease = new WeakMap<Release, Map<string, string>>();

  get(key: string, release: Release, build: () => string): string {
    let entries = this.#byRelease.get(release);
    if (!entries) this.#byRelease.set(release, (entries = new Map()));
    const known = entries.get(key);
    if (known !== undefined) return known;
    const text = build();
    if (entries.size >= entryLimit) entries.delete(entries.keys().next().value ?? '');
    entries.set(key, text);
    return text;
  }
}

/** Entries of one release: screens times sets of roles. */
const entryLimit = 5_000;
