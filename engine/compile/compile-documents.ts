import { createHash } from 'node:crypto';
import { compileCondition, compileFormula, compileTemplate } from '../condition/index.ts';
import type { FactScope } from '../condition/types.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { JsonObject } from '../kernel/json.ts';
import { canonicalJson, isObject } from '../kernel/json.ts';
import type { DictModel } from '../kinds/dict.ts';
import { statesOf } from '../kinds/entity.ts';
import type { CompileContext } from '../kinds/kind.ts';
import type { DocumentLanguage } from '../kinds/language.ts';
import type { FieldSources, ResolvedType } from '../kinds/parts/fields.ts';
import { buildFields } from '../kinds/parts/fields.ts';
import { typeNameOf } from '../kinds/parts/property-schema.ts';
import { entityScope } from '../kinds/parts/scope.ts';
import type { LinkedDocuments } from '../link/link-documents.ts';
import type { LayeredDocument } from '../load/document.ts';
import { finding, identity, packOf } from '../load/document.ts';
import type { EffectiveDocument, FieldModel, StateModel } from '../model/index.ts';

export interface CompiledDocuments extends LinkedDocuments {
  /** Documents as they are in force, in order; generated screens are not among them. */
  readonly effective: ReadonlyMap<string, EffectiveDocument>;
  /** kind → name → what the kind's compile step made. */
  readonly models: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

/** Runs every kind's compile step over the documents that are whole, in the order of kinds. */
export function compileDocuments(linked: LinkedDocuments, language: DocumentLanguage): CompiledDocuments {
  const world = compileWorld(linked, language);
  const diagnostics: Diagnostic[] = [...linked.diagnostics];
  const models = new Map<string, Map<string, unknown>>();
  const compiling = [...linked.documents, ...linked.generated].filter((document) => !linked.broken.has(identity(document)));
  for (const [kindName, kind] of language.kinds) {
    const made = new Map<string, unknown>();
    models.set(kindName, made);
    for (const document of compiling) {
      if (document.kind !== kindName) continue;
      const reported = new Set<string>();
      const report: CompileContext['report'] = (pointer, code, message, mend, severity = 'error') => {
        if (reported.has(`${pointer} ${code}`)) return;
        reported.add(`${pointer} ${code}`);
        diagnostics.push(finding(document, { pointer, code, message, mend, severity }));
      };
      try {
        const model = kind.compile(document.content, contextOf(document, { world, models, report, linked, language }));
        if (model !== null) made.set(document.name, model);
      } catch (error) {
        if (!language.pluginKinds.has(kindName)) throw error;
        report(
          '',
          'compile.plugin-kind',
          `The ${kindName} cannot be compiled: ${error instanceof Error ? error.message : String(error)}`,
          'change what the sentence names; when it names nothing, tell the author of the plugin.',
        );
      }
    }
  }
  return { ...linked, diagnostics, effective: world.effective, models };
}

interface CompileWorld {
  readonly effective: ReadonlyMap<string, EffectiveDocument>;
  readonly byKind: ReadonlyMap<string, ReadonlyMap<string, EffectiveDocument>>;
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, FieldModel>>;
  readonly states: ReadonlyMap<string, ReadonlyMap<string, StateModel>>;
  readonly parents: ReadonlyMap<string, { readonly entity: string; readonly property: string }>;
  readonly inputForms: ReadonlyMap<string, string>;
  readonly sources: FieldSources;
  readonly language: string;
  readonly scopes: Map<string, FactScope>;
}

/** What compile steps may ask before any has run: types, fields, states, scopes. */
function compileWorld(linked: LinkedDocuments, language: DocumentLanguage): CompileWorld {
  const effective = new Map(linked.documents.map((document) => [identity(document), effectiveOf(document)]));
  const byKind = new Map<string, Map<string, EffectiveDocument>>();
  for (const document of [...effective.values(), ...linked.generated.map(effectiveOf)])
    byKind.set(document.kind, (byKind.get(document.kind) ?? new Map()).set(document.name, document));
  const documentTypes = typesOfDocuments(linked.documents, language);
  const dicts = new Map<string, DictModel>();
  const dictKind = language.kinds.get('dict');
  for (const document of linked.documents)
    if (document.kind === 'dict' && !linked.broken.has(identity(document)))
      dicts.set(document.name, dictKind?.compile(document.content, {} as CompileContext) as DictModel);
  const sources: FieldSources = { type: (name) => language.types.get(name) ?? documentTypes.get(name), dict: (name) => dicts.get(name) };
  const fields = new Map<string, ReadonlyMap<string, FieldModel>>();
  const states = new Map<string, ReadonlyMap<string, StateModel>>();
  const parents = new Map<string, { entity: string; property: string }>();
  for (const document of linked.documents) {
    const shape = linked.shapes.get(document.name);
    if (document.kind !== 'entity' || shape === undefined || linked.broken.has(identity(document))) continue;
    fields.set(
      document.name,
      buildFields(shape.properties, shape.required, sources, (key) => packOf(document, `/properties/${key}`)),
    );
    states.set(document.name, statesOf(document.content));
    for (const [property, written] of Object.entries(shape.properties))
      if (isObject(written) && typeNameOf(written) === 'children' && typeof written.of === 'string' && !parents.has(written.of))
        parents.set(written.of, { entity: document.name, property });
  }
  const inputForms = new Map<string, string>();
  for (const { kind, name, content } of [...linked.generated, ...linked.documents])
    if (kind === 'form' && typeof content.action === 'string') inputForms.set(content.action, name);
  return { effective, byKind, fields, states, parents, inputForms, sources, language: linked.packs[0]?.language ?? 'zh', scopes: new Map() };
}

function typesOfDocuments(documents: readonly LayeredDocument[], language: DocumentLanguage): ReadonlyMap<string, ResolvedType> {
  const types = new Map<string, ResolvedType>();
  for (const { kind, name, content } of documents) {
    const base = kind === 'type' ? language.types.get(String(content.base)) : undefined;
    if (base === undefined) continue;
    types.set(name, {
      ...base,
      name,
      schema: { ...base.schema, ...(content.schema as JsonObject | undefined) },
      ...(content.widget === undefined ? {} : { widget: String(content.widget) }),
      ...(content.sensitive === undefined ? {} : { sensitive: content.sensitive as { mask: string; tail: number } }),
    });
  }
  return types;
}

interface Compiling {
  readonly world: CompileWorld;
  readonly models: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  readonly report: CompileContext['report'];
  readonly linked: LinkedDocuments;
  readonly language: DocumentLanguage;
}

function contextOf(document: LayeredDocument, { world, models, report, linked, language }: Compiling): CompileContext {
  const place = `${document.kind} "${document.name}"`;
  const under = (pointer: string) => (inner: string, code: string, message: string, mend: string) => report(`${pointer}${inner}`, code, message, mend);
  const context: CompileContext = {
    kind: document.kind,
    name: document.name,
    hash: hashOf(document.content),
    report,
    language: world.language,
    packOf: (pointer) => packOf(document, pointer),
    documents: (kind) => world.byKind.get(kind) ?? new Map(),
    compiled: <Model>(kind: string, name: string) => models.get(kind)?.get(name) as Model | undefined,
    models: <Model>(kind: string) => (models.get(kind) ?? new Map()) as ReadonlyMap<string, Model>,
    fieldsOf: (entity) => world.fields.get(entity),
    statesOf: (entity) => world.states.get(entity) ?? new Map(),
    isOwned: (entity) => linked.shapes.get(entity)?.owned === true,
    scopeOf(entity) {
      const known = world.scopes.get(entity) ?? entityScope(entity, context);
      world.scopes.set(entity, known);
      return known;
    },
    fields: (properties, required, pointer) => buildFields(properties, required, world.sources, (key) => packOf(document, `${pointer}/${key}`)),
    condition(source, pointer, options) {
      if (source === undefined) return null;
      return compileCondition(source, { ...options, report: under(pointer) });
    },
    formula: (source, pointer, scope, expects) =>
      compileFormula(source, { scope, place, ...(expects === undefined ? {} : { expects }), report: under(pointer) }),
    template: (source, pointer, scope) => compileTemplate(source, { scope, place, report: under(pointer) }),
    operation: (name) => language.operations.get(name),
    batchStep: (name) => language.batchSteps.get(name),
    screensOf: (entity) => linked.screens.get(entity),
    inputFormOf: (action) => world.inputForms.get(action) ?? null,
    parentOf: (entity) => world.parents.get(entity) ?? null,
  };
  return context;
}

function effectiveOf(document: LayeredDocument): EffectiveDocument {
  const packs = document.sources.map(({ pack }) => pack);
  return { kind: document.kind, name: document.name, hash: hashOf(document.content), content: document.content, packs, file: document.sources[0]?.file ?? '' };
}

/** First 16 hex digits of SHA-256 over the canonical JSON; `$schema` only serves editors and does not count. */
function hashOf(content: JsonObject): string {
  const { $schema: _, ...rest } = content;
  return createHash('sha256').update(canonicalJson(rest)).digest('hex').slice(0, 16);
}
