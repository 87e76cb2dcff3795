import { type Diagnostic, hasErrors } from '../kernel/diagnostic.ts';
import { toPointer } from '../kernel/json.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { SourceFile } from '../load/source-file.ts';
import type { Release } from '../model/release.ts';
import type { Database } from '../store/face.ts';
import { type ReleaseRow, type ReleaseRows, releaseChannel } from '../store/system/release-rows.ts';
import type { ServingRelease } from './serving.ts';
import { type DocumentChange, siteDocuments, withChanges } from './site-layer.ts';

export interface Compiled {
  /** Null when there are errors. */
  readonly release: Release | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What publishing will do to the database; only what widens. */
export interface ExpandPlan {
  /** One line a statement, in words. */
  readonly steps: readonly string[];
  /** Why it cannot be done safely; empty when it can. */
  readonly refusals: readonly string[];
  /** Rows that will be asked for something at their next change. */
  readonly notices: readonly string[];
  apply(): Promise<void>;
}

export interface ReleaseDeskServices {
  readonly database: Database;
  readonly rows: ReleaseRows;
  readonly serving: ServingRelease;
  compile(sources: readonly SourceFile[]): Compiled;
  planExpansion(from: Release | null, to: Release): Promise<ExpandPlan>;
  /** Difference of two releases in the analyst's words. */
  describe(from: Release | null, to: Release): readonly string[];
  now(): string;
  log(message: string, error?: unknown): void;
}

export interface CheckAnswer {
  readonly ok: boolean;
  /** Hash that the change set would get. */
  readonly release: string | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly difference: readonly string[];
  readonly migration: { readonly steps: readonly string[]; readonly refusals: readonly string[]; readonly notices: readonly string[] };
}

/** Everything that changes which release runs. */
export interface ReleaseDesk {
  check(changes: readonly DocumentChange[]): Promise<CheckAnswer>;
  /** Refuses design.invalid with a place for each finding, design.plan-refused, design.changed-meanwhile. */
  publish(changes: readonly DocumentChange[], by: { readonly id: string | null; readonly note: string | null }): Promise<CheckAnswer>;
  checkSources(sources: readonly SourceFile[]): Promise<CheckAnswer>;
  /** Puts whole sources in force, as a start with changed packs or `loom publish` does. */
  publishSources(sources: readonly SourceFile[], by: { readonly id: string | null; readonly note: string | null }): Promise<CheckAnswer>;
  /** Back, or forward, to a stored release. Nothing is taken from the database: what the other release added stays unused. */
  rollback(hash: string, by: string | null): Promise<{ readonly release: string }>;
  releases(): Promise<readonly ReleaseRow[]>;
  siteDocuments(): Promise<readonly DocumentChange[]>;
  sources(): Promise<readonly SourceFile[]>;
  /** Serves what other nodes publish, from now until `stop`. */
  follow(): Promise<() => Promise<void>>;
}

/** Between two looks at the pointer, for switches whose notice was lost with a connection; milliseconds. */
const pollEvery = 15_000;
const releasesShown = 100;
/** Compiled releases kept for an instant way back. */
const releasesKept = 3;

export function createReleaseDesk(services: ReleaseDeskServices): ReleaseDesk {
  const { rows, serving, database } = services;
  const kept = new Map<string, Release>();
  keep(serving.current());

  function keep(release: Release): void {
    kept.delete(release.hash);
    kept.set(release.hash, release);
    while (kept.size > releasesKept) kept.delete(kept.keys().next().value ?? '');
  }

  async function sources(): Promise<readonly SourceFile[]> {
    const current = await rows.current();
    const text = current && (await rows.sources(current.hash));
    return text === undefined ? [] : (JSON.parse(text) as SourceFile[]);
  }

  /** The release of a hash, from memory or compiled from its stored sources. */
  async function load(hash: string): Promise<Release> {
    const known = kept.get(hash);
    if (known) return known;
    const text = await rows.sources(hash);
    if (text === undefined) throw new Refusal('design.release-unknown');
    const { release, diagnostics } = services.compile(JSON.parse(text) as SourceFile[]);
    if (!release) throw invalid(diagnostics, []);
    keep(release);
    return release;
  }

  async function consider(next: readonly SourceFile[]): Promise<{ answer: CheckAnswer; release: Release | null; plan: ExpandPlan | null }> {
    const { release, diagnostics } = services.compile(next);
    if (!release || hasErrors(diagnostics)) {
      return {
        release: null,
        plan: null,
        answer: { ok: false, release: null, diagnostics, difference: [], migration: { steps: [], refusals: [], notices: [] } },
      };
    }
    const from = serving.current();
    const plan = await services.planExpansion(from, release);
    const answer = {
      ok: plan.refusals.length === 0,
      release: release.hash,
      diagnostics,
      difference: services.describe(from, release),
      migration: { steps: plan.steps, refusals: plan.refusals, notices: plan.notices },
    };
    return { release, plan, answer };
  }

  async function putInForce(
    next: readonly SourceFile[],
    changes: readonly DocumentChange[],
    by: { readonly id: string | null; readonly note: string | null },
  ): Promise<CheckAnswer> {
    const before = await rows.current();
    const { answer, release, plan } = await consider(next);
    if (!release || !plan) throw invalid(answer.diagnostics, changes);
    if (plan.refusals.length > 0) throw new Refusal('design.plan-refused', { reason: plan.refusals });
    if (release.hash !== before?.hash) {
      await plan.apply();
      await switchTo(release, { sources: JSON.stringify(next), expected: before?.hash ?? null, by: by.id, note: by.note });
    }
    return answer;
  }

  async function switchTo(
    release: Release,
    change: { readonly sources: string; readonly expected: string | null; readonly by: string | null; readonly note: string | null },
  ): Promise<void> {
    const moved = await database.transaction((tx) => rows.switchTo(tx, { hash: release.hash, now: services.now(), ...change }));
    if (!moved) throw new Refusal('design.changed-meanwhile');
    keep(release);
    serving.swap(release, (await rows.current())?.ordinal ?? 0);
  }

  /** Serves the release that the pointer names. A release that this node cannot compile is told and left: the node goes
   *  on with what it has. */
  async function catchUp(): Promise<void> {
    const current = await rows.current();
    if (!current || current.hash === serving.current().hash) return;
    try {
      const release = await load(current.hash);
      serving.swap(release, current.ordinal);
    } catch (error) {
      services.log(`release ${current.hash} cannot be served here`, error);
    }
  }

  return {
    async check(changes) {
      return (await consider(withChanges(await sources(), changes))).answer;
    },
    async publish(changes, by) {
      return putInForce(withChanges(await sources(), changes), changes, by);
    },
    checkSources: async (next) => (await consider(next)).answer,
    publishSources: (next, by) => putInForce(next, [], by),
    async rollback(hash, by) {
      const release = await load(hash);
      const before = await rows.current();
      if (before?.hash === hash) return { release: hash };
      // The release may be older than a table that was made by hand since; expanding again costs one look.
      const plan = await services.planExpansion(serving.current(), release);
      if (plan.refusals.length > 0) throw new Refusal('design.plan-refused', { reason: plan.refusals });
      await plan.apply();
      await switchTo(release, { sources: (await rows.sources(hash)) ?? '[]', expected: before?.hash ?? null, by, note: null });
      return { release: hash };
    },
    releases: () => rows.list(releasesShown),
    siteDocuments: async () => siteDocuments(await sources()),
    sources,
    async follow() {
      let queue = Promise.resolve();
      const look = () => {
        queue = queue.then(catchUp).catch((error: unknown) => services.log('the current release cannot be read', error));
      };
      const stopListening = await database.listen(releaseChannel, look, look);
      const timer = setInterval(look, pollEvery);
      timer.unref();
      return async () => {
        clearInterval(timer);
        await stopListening();
        await queue;
      };
    },
  };
}

/** `design.invalid`, each finding at its place: `/documents/<n>/content<pointer>` for a document of the change set. */
function invalid(diagnostics: readonly Diagnostic[], changes: readonly DocumentChange[]): Refusal {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  return new Refusal(
    'design.invalid',
    { count: errors.length },
    errors.slice(0, 200).map((diagnostic) => {
      const index = changes.findIndex((change) => `${change.kind}:${change.name}` === diagnostic.document);
      const place = index < 0 ? toPointer([diagnostic.document]) : toPointer(['documents', index, 'content']);
      return { pointer: `${place}${diagnostic.pointer}`, code: diagnostic.code, params: { message: `${diagnostic.message} ${diagnostic.mend}` } };
    }),
  );
}
