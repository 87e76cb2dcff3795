import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { SourceFile } from '../load/source-file.ts';
import type { Release } from '../model/release.ts';
import type { Database } from '../store/face.ts';
import type { ReleaseRows } from '../store/system/release-rows.ts';
import type { Compiled, ExpandPlan } from './release-desk.ts';
import { underSite } from './site-layer.ts';

export interface BootServices {
  readonly database: Database;
  readonly rows: ReleaseRows;
  compile(sources: readonly SourceFile[]): Compiled;
  planExpansion(from: Release | null, to: Release): Promise<ExpandPlan>;
  now(): string;
}

export interface Booted {
  readonly release: Release;
  readonly ordinal: number;
  /** Of what the packs say, also when the stored release goes on in their place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Why the packs are not in force; null when they are. */
  readonly held: string | null;
}

/** The first release of a process. The packs and the site layer of the database are compiled together and put in force;
 *  when they have errors or cannot be migrated safely, the release that was in force goes on. Undefined release: there is
 *  none to go on with, and the diagnostics say why. `keep` serves the stored release whatever the packs say. */
export async function bootRelease(
  services: BootServices,
  packs: readonly SourceFile[],
  options: { readonly keep: boolean },
): Promise<Booted | { readonly release: undefined; readonly diagnostics: readonly Diagnostic[]; readonly held: string }> {
  const { rows } = services;
  const current = await rows.current();
  const storedText = current && (await rows.sources(current.hash));
  const stored = storedText === undefined ? undefined : (JSON.parse(storedText) as SourceFile[]);
  if (options.keep && current && stored) return goOn(services, current, stored, { diagnostics: [], held: null });

  const sources = underSite(packs, stored ?? []);
  const { release, diagnostics } = services.compile(sources);
  if (!release) return goOn(services, current, stored, { diagnostics, held: 'the documents have errors' });
  if (release.hash === current?.hash) return { release, ordinal: current.ordinal, diagnostics, held: null };

  const from = stored ? services.compile(stored).release : null;
  const plan = await services.planExpansion(from, release);
  if (plan.refusals.length > 0) return goOn(services, current, stored, { diagnostics, held: plan.refusals.join(' ') });
  await plan.apply();
  await services.database.transaction((tx) =>
    rows.switchTo(tx, { hash: release.hash, sources: JSON.stringify(sources), expected: current?.hash ?? null, now: services.now(), by: null, note: null }),
  );
  // Another node may have moved the pointer in the same moment: the watch on it settles which release both serve.
  return { release, ordinal: (await rows.current())?.ordinal ?? 0, diagnostics, held: null };
}

function goOn(
  services: BootServices,
  current: { readonly hash: string; readonly ordinal: number } | undefined,
  stored: readonly SourceFile[] | undefined,
  why: { readonly diagnostics: readonly Diagnostic[]; readonly held: string | null },
): Booted | { readonly release: undefined; readonly diagnostics: readonly Diagnostic[]; readonly held: string } {
  const release = current && stored ? services.compile(stored).release : null;
  if (!release || !current) return { release: undefined, diagnostics: why.diagnostics, held: why.held ?? 'nothing has been published yet' };
  return { release, ordinal: current.ordinal, ...why };
}
