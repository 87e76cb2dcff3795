import type { Release } from '../model/release.ts';

/** The release that this process serves. A request reads it once and ends on what it read; a swap never waits. */
export interface ServingRelease {
  current(): Release;
  /** Number of the current release in the database, 0 for one that was never stored. */
  number(): number;
  swap(release: Release, number: number): void;
  /** Called after every swap, in order of registration; answers the way to unsubscribe. */
  onSwap(listener: (release: Release) => void): () => void;
}

export function serveRelease(first: Release, firstNumber = 0): ServingRelease {
  let current = first;
  let number = firstNumber;
  const listeners = new Set<(release: Release) => void>();
  return {
    current: () => current,
    number: () => number,
    swap(release, nextNumber) {
      current = release;
      number = nextNumber;
      for (const listener of listeners) listener(release);
    },
    onSwap(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
