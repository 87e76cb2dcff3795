import type { Release } from '../../model/index.ts';
import type { PersonSession } from './person-session.ts';

/** Sessions that were looked up a moment ago. A read checks in its own statement that the session still stands, so a
 *  revoked one gets no data even within that moment; whatever this process changes about people is forgotten at once. */
export interface SessionMemory {
  get(release: Release, key: string, now: string): PersonSession | undefined;
  keep(release: Release, key: string, found: { readonly session: PersonSession; readonly now: string; readonly generation: number }): void;
  /** Taken before a look-up: what was found while people changed is not kept. */
  generation(): number;
}

/** Milliseconds. */
const moment = 1_000;
const sessionsKept = 10_000;

let generation = 0;

/** Called after people, their roles, units, passwords, languages or sessions have changed. */
export function forgetSessions(): void {
  generation += 1;
}

interface Kept {
  readonly session: PersonSession;
  readonly release: Release;
  readonly generation: number;
  /** By the clock of requests, and by that of the process. */
  readonly now: number;
  readonly at: number;
}

export function createSessionMemory(): SessionMemory {
  const kept = new Map<string, Kept>();
  return {
    generation: () => generation,
    get(release, key, now) {
      const known = kept.get(key);
      if (known === undefined || known.release !== release || known.generation !== generation) return undefined;
      const isFresh = performance.now() - known.at < moment && Math.abs(Date.parse(now) - known.now) < moment;
      return isFresh ? known.session : undefined;
    },
    keep(release, key, found) {
      if (kept.size >= sessionsKept) kept.clear();
      kept.set(key, { session: found.session, release, generation: found.generation, now: Date.parse(found.now), at: performance.now() });
    },
  };
}
