import { createHash } from 'node:crypto';
import type { CompiledDocuments } from '../compile/compile-documents.ts';
import { orderSeeds } from './order-seeds.ts';
import type { DictModel } from '../kinds/dict.ts';
import type { DocumentLanguage } from '../kinds/language.ts';
import type { PluginDocument, Release, SeedModel } from '../model/index.ts';
import { deepFreeze } from './freeze.ts';

/** The immutable result of the pipeline. Its hash covers every effective document in order, so two installations with the
 *  same documents have the same release. */
export function buildRelease(compiled: CompiledDocuments, language: DocumentLanguage): Release {
  const models = <Model>(kind: string) => (compiled.models.get(kind) ?? new Map()) as ReadonlyMap<string, Model>;
  const texts = models<ReadonlyMap<string, ReadonlyMap<string, string>>>('i18n');
  const main = compiled.packs[0]?.language ?? 'zh';
  const release: Release = {
    hash: releaseHash(compiled),
    language: main,
    languages: [...new Set([main, ...texts.keys()])],
    documents: compiled.effective,
    entities: models('entity'),
    dicts: models<DictModel>('dict'),
    lists: models('list'),
    forms: models('form'),
    pages: models('page'),
    menus: models('menu'),
    actions: models('action'),
    flows: models('flow'),
    policies: models('policy'),
    roles: models('role'),
    settings: models('setting'),
    imports: models('import'),
    jobs: models('job'),
    seeds: orderSeeds([...models<SeedModel>('seed').values()]),
    plugins: new Map([...language.pluginKinds].map((kind) => [kind, pluginDocuments(kind, compiled)])),
    usedBy: compiled.usedBy,
    screens: compiled.screens,
    texts,
  };
  return deepFreeze(release);
}

function releaseHash(compiled: CompiledDocuments): string {
  const hash = createHash('sha256');
  for (const [id, document] of compiled.effective) hash.update(`${id}\u0000${document.hash}\n`);
  return hash.digest('hex').slice(0, 16);
}

function pluginDocuments(kind: string, compiled: CompiledDocuments): ReadonlyMap<string, PluginDocument> {
  const documents = new Map<string, PluginDocument>();
  for (const [name, model] of compiled.models.get(kind) ?? []) {
    const document = compiled.effective.get(`${kind}:${name}`);
    if (document !== undefined)
      documents.set(name, { name, title: String(document.content.title ?? name), hash: document.hash, content: document.content, compiled: model });
  }
  return documents;
}
