import type { JsonObject } from '../kernel/json.ts';
import type { FormDescriptor, ListDescriptor, MenuDescriptor, PageDescriptor } from '../contract/screens.ts';
import type { PolicyModel, RoleModel } from './access.ts';
import type { ActionModel } from './action.ts';
import type { EntityModel } from './entity.ts';
import type { Choice } from './field.ts';
import type { FlowModel } from './flow.ts';
import type { JobModel } from './job.ts';
import type { ImportModel, ListModel, SeedModel, SettingModel } from './screens.ts';

/** A document after layering: what is compiled and hashed. */
export interface EffectiveDocument {
  readonly kind: string;
  readonly name: string;
  /** SHA-256 (hex, first 16) of the canonical JSON. */
  readonly hash: string;
  readonly content: JsonObject;
  /** Pack that introduced it, and those that overlay it, lowest first. */
  readonly packs: readonly string[];
  readonly file: string;
}

/** Immutable result of the pipeline. Requests pin one at their start and end on it. */
export interface Release {
  /** Hash over all effective documents in order. */
  readonly hash: string;
  readonly language: string;
  readonly languages: readonly string[];
  readonly documents: ReadonlyMap<string, EffectiveDocument>;
  readonly entities: ReadonlyMap<string, EntityModel>;
  readonly dicts: ReadonlyMap<string, { readonly title: string; readonly ordered: boolean; readonly items: readonly Choice[] }>;
  readonly lists: ReadonlyMap<string, ListModel>;
  readonly forms: ReadonlyMap<string, FormDescriptor>;
  readonly pages: ReadonlyMap<string, PageDescriptor>;
  readonly menus: ReadonlyMap<string, MenuDescriptor>;
  readonly actions: ReadonlyMap<string, ActionModel>;
  readonly flows: ReadonlyMap<string, FlowModel>;
  readonly policies: ReadonlyMap<string, PolicyModel>;
  readonly roles: ReadonlyMap<string, RoleModel>;
  readonly settings: ReadonlyMap<string, SettingModel>;
  readonly imports: ReadonlyMap<string, ImportModel>;
  readonly jobs: ReadonlyMap<string, JobModel>;
  readonly seeds: readonly SeedModel[];
  /** Documents of plugin kinds: kind → name → what the kind's compile step made. */
  readonly plugins: ReadonlyMap<string, ReadonlyMap<string, PluginDocument>>;
  /** `kind:name` → documents that refer to it, with pointers. */
  readonly usedBy: ReadonlyMap<string, readonly { readonly document: string; readonly pointer: string }[]>;
  /** Default screens of an entity: names in lists, forms (by variant) and pages. */
  readonly screens: ReadonlyMap<string, { readonly list: string; readonly page: string; readonly forms: ReadonlyMap<string, string> }>;
  /** Texts by language: `kind:name` → pointer → text. The pack's own language is in the documents. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;
}

export interface PluginDocument {
  readonly name: string;
  readonly title: string;
  readonly hash: string;
  readonly content: JsonObject;
  readonly compiled: unknown;
}

export type { ListDescriptor };
