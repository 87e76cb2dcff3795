import type { JsonObject } from '../kernel/json.ts';
import type { PluginDocument, Release } from '../model/index.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';
import { keepDocumentVersions, readDocumentVersions, type DocumentVersion } from '../store/document-versions.ts';
import type { Database } from '../store/face.ts';

/** Documents of plugins' kinds by `name@hash`, those of earlier releases among them: a record shows what it was
 *  made from, whatever was published since. */
export interface PinnedDocuments {
  /** Keeps what a release holds; called before it is served. */
  remember(release: Release): Promise<void>;
  find(release: Release, kind: string, pinned: string): PluginDocument | undefined;
}

export function createPinnedDocuments(database: Database, plugins: readonly PluginDefinition[]): PinnedDocuments {
  const kinds = new Map(plugins.flatMap((plugin) => plugin.kinds ?? []).map((kind) => [kind.kind, kind]));
  const versions = new Map<string, DocumentVersion>();
  const compiled = new Map<string, PluginDocument>();

  return {
    async remember(release) {
      const held = [...release.plugins].flatMap(([kind, documents]) =>
        [...documents.values()].map(
          (document): DocumentVersion => ({ kind, name: document.name, hash: document.hash, title: document.title, content: JSON.stringify(document.content) }),
        ),
      );
      await keepDocumentVersions(database, held);
      for (const version of await readDocumentVersions(database)) versions.set(keyOf(version.kind, version.name, version.hash), version);
    },
    find(release, kind, pinned) {
      const [name = '', hash = ''] = pinned.split('@');
      const current = release.plugins.get(kind)?.get(name);
      if (current !== undefined && (hash === '' || hash === current.hash)) return current;
      const key = keyOf(kind, name, hash);
      const version = versions.get(key);
      const definition = kinds.get(kind);
      if (version === undefined || definition === undefined) return undefined;
      let document = compiled.get(key);
      if (document === undefined) {
        const content = JSON.parse(version.content) as JsonObject;
        document = { name, title: version.title, hash, content, compiled: definition.compile(content, { name, hash }) };
        compiled.set(key, document);
      }
      return document;
    },
  };
}

function keyOf(kind: string, name: string, hash: string): string {
  return `${kind}:${name}@${hash}`;
}
