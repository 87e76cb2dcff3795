import type { BoundValue } from '../../condition/types.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Call, Release } from '../../model/index.ts';
import { type Statement, statementName } from '../database/open-database.ts';
import { bindParameters, type Parameters, type QueryValues } from './parameters.ts';
import type { Finish } from './wire.ts';

/** A read, compiled for one release and one set of roles; its first column tells whether the session still stands. */
export interface ReadStatement {
  readonly statement: Statement;
  readonly bound: readonly BoundValue[];
  readonly finishes: readonly Finish[];
}

export function finishStatement(release: Release, written: string, parameters: Parameters, finishes: readonly Finish[] = []): ReadStatement {
  const { text, bound } = onlyNamed(written, parameters.bound);
  // The release is in the name: a result type never changes under a statement that a connection has prepared.
  return { statement: { name: statementName(`${release.hash}\n${text}`), text }, bound, finishes };
}

/** Parts of a statement are written and then left out again (a grant of all rows outdoes the others); PostgreSQL refuses
 *  parameters that no text names. */
function onlyNamed(written: string, bound: readonly BoundValue[]): { readonly text: string; readonly bound: readonly BoundValue[] } {
  const places = new Map<number, number>();
  const text = written.replaceAll(/\$(\d+)(?=::)/g, (_, digits: string) => {
    const number = Number(digits);
    const place = places.get(number) ?? places.size + 1;
    places.set(number, place);
    return `$${place}`;
  });
  return { text, bound: [...places.keys()].map((number) => bound[number - 1] as BoundValue) };
}

/** True while the session that the request came with has not ended; checked with the data, never from memory alone. */
export function sessionStands(parameters: Parameters): string {
  const hash = parameters.add({ kind: 'context', name: 'session' }, 'text');
  const now = parameters.add({ kind: 'context', name: 'now' }, 'timestamptz');
  return `(select true from loom.session s where s.token_hash = ${hash} and s.ended_at is null and s.idle_until > ${now} and s.expires_at > ${now})`;
}

export function requireSession(call: Call, stands: unknown): void {
  if (call.actor.sessionHash !== null && stands !== true) throw new Refusal('access.no-session');
}

export function bind(read: ReadStatement, call: Call, values: QueryValues = {}): unknown[] {
  return bindParameters(read.bound, call, values);
}

/** Statements of one release, least recently used ones forgotten. */
export interface StatementCache {
  get(release: Release, key: string, compile: () => ReadStatement): ReadStatement;
}

export function createStatementCache(limit: number): StatementCache {
  const byRelease = new WeakMap<Release, Map<string, ReadStatement>>();
  return {
    get(release, key, compile) {
      let kept = byRelease.get(release);
      if (kept === undefined) byRelease.set(release, (kept = new Map()));
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const made = compile();
      kept.set(key, made);
      if (kept.size > limit) kept.delete(kept.keys().next().value as string);
      return made;
    },
  };
}
