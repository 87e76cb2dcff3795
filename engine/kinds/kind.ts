import type { CompiledFormula, CompiledTemplate } from '../condition/formula-types.ts';
import type { ConditionUse } from '../condition/compilation.ts';
import type { CompiledCondition, FactScope, FactType } from '../condition/types.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { EffectiveDocument, FieldModel, StateModel } from '../model/index.ts';
import type { BatchStepDefinition, OperationDefinition } from '../plugin-api/plugin.ts';

/** A document kind: what the language needs to know about it, in one shape for core and plugin kinds. */
export interface Kind {
  readonly kind: string;
  readonly title: Words;
  /** First paragraph of its reference page. */
  readonly purpose: string;
  /** 2020-12 metaschema of the whole document, envelope included, in our dialect (see `parts/schema.ts`). */
  readonly schema: JsonObject;
  /** A document of this kind, valid on its own against the schema. */
  readonly example: JsonObject;
  /** Findings about one document that a schema cannot express. Runs only on documents that fit the schema. */
  check(content: JsonObject, report: Report): void;
  /** Everything that this document names elsewhere. */
  references(content: JsonObject): readonly Reference[];
  /** The model that a release holds; null for kinds that compile into others. Documents arrive linked. */
  compile(content: JsonObject, context: CompileContext): unknown;
  /** What changed, in the analyst's words; null = not there. */
  describe(before: JsonObject | null, after: JsonObject | null, language: Language): readonly string[];
  /** Lifts a document of an older format to this one, in memory. */
  lift(content: JsonObject): JsonObject;
}

export type Language = 'zh' | 'en';
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type Report = (pointer: string, code: string, message: string, mend: string, severity?: 'error' | 'warning') => void;

/** `to` is `kind:name`, `operation:<plugin>.<name>` or `batch-step:<plugin>.<name>`; `path` is a property path on an entity; `text` is the pointer of a
 *  text inside the document that `to` names. */
export type Reference =
  | { readonly pointer: string; readonly to: string }
  | { readonly pointer: string; readonly to: string; readonly text: string }
  | { readonly pointer: string; readonly path: string; readonly entity: string };

/** What a kind's compile step may ask for. Reports go to the document that is being compiled. */
export interface CompileContext {
  readonly kind: string;
  readonly name: string;
  readonly hash: string;
  readonly report: Report;
  /** Pack that declared the element at this pointer. */
  packOf(pointer: string): string;
  documents(kind: string): ReadonlyMap<string, EffectiveDocument>;
  /** Model of a kind that comes earlier in the list of kinds. */
  compiled<Model>(kind: string, name: string): Model | undefined;
  /** All models of an earlier kind. */
  models<Model>(kind: string): ReadonlyMap<string, Model>;
  /** Fields of an entity, traits flattened; undefined when there is no such entity. */
  fieldsOf(entity: string): ReadonlyMap<string, FieldModel> | undefined;
  statesOf(entity: string): ReadonlyMap<string, StateModel>;
  scopeOf(entity: string): FactScope;
  isOwned(entity: string): boolean;
  /** Fields of a map of properties that is no entity: an action's input, a setting. */
  fields(properties: JsonObject, required: readonly string[], pointer: string): ReadonlyMap<string, FieldModel>;
  condition(
    source: Json | undefined,
    pointer: string,
    options: { readonly scope: FactScope; readonly place: string; readonly uses?: readonly ConditionUse[] },
  ): CompiledCondition | null;
  formula(source: string, pointer: string, scope: FactScope, expects?: FactType): CompiledFormula | null;
  template(source: string, pointer: string, scope: FactScope): CompiledTemplate | null;
  operation(name: string): OperationDefinition<never> | undefined;
  batchStep(name: string): BatchStepDefinition | undefined;
  /** Names of the default screens of an entity. */
  screensOf(entity: string): { readonly list: string; readonly page: string; readonly forms: ReadonlyMap<string, string> } | undefined;
  /** Name of the input form of an action, written or generated; null when it asks for nothing. */
  inputFormOf(action: string): string | null;
  readonly language: string;
  /** Parent of a child entity, by the `children` property that holds it. */
  parentOf(entity: string): { readonly entity: string; readonly property: string } | null;
}

/** A kind with the parts that most kinds share filled in. */
export function defineKind(parts: Pick<Kind, 'kind' | 'title' | 'purpose' | 'schema' | 'example' | 'describe'> & Partial<Kind>): Kind {
  return {
    check: () => {},
    references: () => [],
    compile: () => null,
    lift: (content) => content,
    ...parts,
  };
}
