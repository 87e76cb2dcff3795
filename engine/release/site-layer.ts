import type { Json, JsonObject } from '../kernel/json.ts';
import type { SourceFile } from '../load/source-file.ts';

/** The topmost pack: what analysts change in the running system. It exports as a pack folder like any other. */
export const sitePack = 'site';

export interface DocumentChange {
  readonly kind: string;
  readonly name: string;
  /** Null takes the site layer's document away; the layers below stay. */
  readonly content: Json | null;
}

/** All sources with the changes put into the site layer. */
export function withChanges(sources: readonly SourceFile[], changes: readonly DocumentChange[]): readonly SourceFile[] {
  const changed = new Map(changes.map((change) => [fileOf(change), change]));
  const kept = sources.filter((source) => source.pack !== sitePack || !changed.has(source.file));
  const added = changes.filter((change) => change.content !== null).map((change) => ({ file: fileOf(change), pack: sitePack, text: textOf(change) }));
  const all = [...kept, ...added];
  const hasPack = all.some((source) => source.pack === sitePack && source.file === packFile);
  return added.length > 0 && !hasPack ? [...all, { file: packFile, pack: sitePack, text: sitePackText(languageOf(sources)) }] : all;
}

/** Packs from the disk under the site layer of the database. A site pack may lie on the disk too (it was exported to git):
 *  what was published in the running system since stands over it, document by document. */
export function underSite(packs: readonly SourceFile[], stored: readonly SourceFile[]): readonly SourceFile[] {
  const site = stored.filter((source) => source.pack === sitePack);
  const names = new Set(site.map((source) => source.file.split('/').at(-1)));
  return [...packs.filter((source) => source.pack !== sitePack || !names.has(source.file.split('/').at(-1))), ...site];
}

/** The documents of the site layer, without its pack file. */
export function siteDocuments(sources: readonly SourceFile[]): readonly DocumentChange[] {
  return sources
    .filter((source) => source.pack === sitePack && source.file !== packFile)
    .flatMap((source) => {
      const content = JSON.parse(source.text) as JsonObject;
      return [{ kind: String(content['kind']), name: String(content['name']), content }];
    });
}

const packFile = `${sitePack}/pack.json`;

function fileOf(change: { readonly kind: string; readonly name: string }): string {
  return `${sitePack}/changes/${change.name}.${change.kind}.json`;
}

/** The envelope comes from the change itself, so that a document can never lie under another name. */
function textOf(change: DocumentChange): string {
  const content = change.content as JsonObject;
  const { kind: _kind, name: _name, ...rest } = content;
  return `${JSON.stringify({ kind: change.kind, name: change.name, ...rest }, null, 2)}\n`;
}

function sitePackText(language: string): string {
  return `${JSON.stringify({ kind: 'pack', name: sitePack, title: '本地', version: '0.1.0', language, layer: 90 }, null, 2)}\n`;
}

function languageOf(sources: readonly SourceFile[]): string {
  const pack = sources.find((source) => source.file.endsWith('/pack.json'));
  return /"language"\s*:\s*"([^"]+)"/.exec(pack?.text ?? '')?.[1] ?? 'zh';
}
