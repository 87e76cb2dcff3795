import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Actor } from '../model/access.ts';
import type { BaseType } from '../model/field.ts';
import type { PluginDocument, Release } from '../model/release.ts';
import type { ProblemDefinition } from '../contract/problems.ts';
import type { EntityManager } from './entity-manager.ts';

/** A field type under `/types/<name>`, built on one of the engine's. */
export interface FieldTypeDefinition {
  readonly name: string;
  readonly title: string;
  readonly base: BaseType;
  /** JSON Schema keywords of the value (pattern, maxLength…). */
  readonly schema: JsonObject;
  readonly sensitive?: { readonly mask: string; readonly tail: number };
  readonly widget?: string;
  /** Canonical form before the check and before storing (trim, upper case). */
  normalise?(value: string): string;
  /** Undefined when the value is right, else a problem code. */
  check?(value: string): string | undefined;
  /** `value → masked text` when the named masks do not fit. */
  maskValue?(value: string): string;
  /** A valid value for tests, from a seed. */
  sample?(seed: number): string;
}

/** A document kind of a plugin: same five parts as the engine's own kinds. */
export interface PluginKindDefinition {
  readonly kind: string;
  readonly title: string;
  /** Metaschema of the document without the envelope ($schema, kind, name, title, description, formerly). */
  readonly schema: JsonObject;
  /** Findings beyond the schema; report with the pointer inside the document. */
  check?(content: JsonObject, report: (pointer: string, code: string, message: string, mend: string) => void): void;
  /** `kind:name` with pointers. */
  references?(content: JsonObject): readonly { readonly pointer: string; readonly to: string }[];
  compile(content: JsonObject, place: { readonly name: string; readonly hash: string }): unknown;
  /** Difference in the analyst's words; default is property by property. */
  describe?(before: JsonObject | null, after: JsonObject | null): readonly string[];
}

export interface OperationDefinition<Input = Record<string, unknown>, Output = unknown> {
  /** `<plugin>.<name>` in documents. */
  readonly name: string;
  readonly title: string;
  /** JSON Schemas of input and output; the input is validated before `run`. */
  readonly input: JsonObject;
  readonly output: JsonObject;
  /** Callable by `POST /api/operations/{name}` and as a preview: changes nothing. The entity names the right that is needed to call it: read on the record given as `record`. */
  readonly readOnly?: boolean;
  /** Entity of `input.record` (an id) for the right check of a readOnly operation. */
  readonly on?: string;
  /** The answer of a readOnly operation as one sheet, for `POST /api/operations/{name}/export`. */
  sheet?(output: Output, language: string): OperationSheet;
  /** Entity whose export right the sheet needs and in whose name it is audited, when the operation is on no record. */
  readonly exports?: string;
  run(context: OperationContext, input: Input): Promise<Output>;
}

/** A table that a person saves as XLSX or CSV. */
export interface OperationSheet {
  /** Names the file, without its ending, and the sheet. */
  readonly title: string;
  /** `type` is that of a list's column: money, rate, date, integer, text. */
  readonly columns: readonly { readonly key: string; readonly title: string; readonly type: string }[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A record as operations see it: properties by key, references as ids, children as arrays, money as strings; plus id, state, version. */
export type RecordValue = { readonly id: string; readonly version: number; readonly state: string | null; readonly [property: string]: unknown };

export interface RecordAccess {
  get(entity: string, id: string): Promise<RecordValue | undefined>;
  /** Locks the row until the transaction ends. */
  lock(entity: string, id: string): Promise<RecordValue | undefined>;
  find(
    entity: string,
    where: Readonly<Record<string, unknown>>,
    options?: { readonly orderBy?: readonly string[]; readonly limit?: number },
  ): Promise<readonly RecordValue[]>;
  create(entity: string, values: Readonly<Record<string, unknown>>): Promise<RecordValue>;
  /** Many rows of one entity in one statement. */
  createMany(entity: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<readonly string[]>;
  update(entity: string, id: string, changes: Readonly<Record<string, unknown>>): Promise<RecordValue>;
}

export interface OperationContext {
  readonly actor: Actor;
  readonly release: Release;
  /** Command clock, RFC 3339 UTC; one per transaction. */
  readonly now: string;
  /** YYYY-MM-DD. */
  readonly businessDate: string;
  /** With the actor's rights; writes to entities that the plugin manages need no grant. */
  readonly records: RecordAccess;
  /** Without the actor's rights, the reason is audited. */
  asSystem(reason: string): RecordAccess;
  /** Parameterised SQL in the same transaction; `{entity-name}` in the text becomes the table. */
  sql<Row extends object>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** The unit of work of this operation, one for the whole of it; opened when it is first asked for. */
  entities(): Promise<EntityManager>;
  /** Next number of a template such as `JJ{yyyyMMdd}{seq:4}`. */
  number(template: string): Promise<string>;
  document(kind: string, pinned: string): PluginDocument | undefined;
  setting(name: string): unknown;
  /** An outside effect or event: written to the outbox, delivered after commit. */
  emit(topic: string, payload: Readonly<Record<string, unknown>>): void;
  /** Another plugin's service, e.g. `ledger.post`. */
  capability<Input, Output>(name: string): (input: Input) => Promise<Output>;
}

/** What a batch step is asked to do: the records of one slice on one business date. */
export interface BatchSlice {
  /** Id of the run; the same for all steps of one date. */
  readonly run: string;
  /** Business date that is being closed, YYYY-MM-DD. */
  readonly date: string;
  /** Ids of the slice, inclusive; null on a step without `over`. A step reads its rows by this range and its own conditions. */
  readonly from: string | null;
  readonly to: string | null;
  /** The single record of a retry; the step then touches no other. */
  readonly only?: string;
  /** Records that are quarantined and are passed over. */
  readonly except: readonly string[];
}

export interface BatchOutcome {
  /** Records that the step has looked at and brought up to the date. */
  readonly processed: number;
  /** Figures of the slice for the run's result hash: the same input gives the same text. */
  readonly digest?: string;
  /** Records that could not be processed, with the reason; they are quarantined and the rest counts. */
  readonly failures?: readonly { readonly record: string; readonly code: string; readonly message: string }[];
}

/** One step of a batch job. Set-based where it can be: it is called once for a slice of records in one transaction, not once
 *  a record. Idempotent for record and date: called again it changes nothing. When a slice throws, its records are tried one
 *  by one (`only`), and those that throw again are quarantined with the reason. */
export interface BatchStepDefinition {
  /** `<plugin>.<name>` in job documents. */
  readonly name: string;
  readonly title: string;
  /** Entity whose ids are divided into slices; without it the step is called once for the date. */
  readonly over?: string;
  run(context: OperationContext, slice: BatchSlice): Promise<BatchOutcome>;
}

export interface CapabilityDefinition {
  readonly name: string;
  readonly input: JsonObject;
  readonly output: JsonObject;
  run(context: OperationContext, input: never): Promise<unknown>;
}

export interface PluginDefinition {
  readonly name: string;
  /** Capabilities of other plugins that it calls. */
  readonly requires?: readonly string[];
  readonly types?: readonly FieldTypeDefinition[];
  readonly kinds?: readonly PluginKindDefinition[];
  readonly operations?: readonly OperationDefinition<never>[];
  readonly capabilities?: readonly CapabilityDefinition[];
  /** Steps for documents of kind `job`. */
  readonly batchSteps?: readonly BatchStepDefinition[];
  /** Entities that only this plugin's operations write. */
  readonly managed?: readonly string[];
  /** SQL of database rules for the plugin's own tables (constraint triggers), idempotent, run after migration; `{entity-name}` becomes the table. */
  readonly databaseRules?: readonly { readonly name: string; readonly sql: string }[];
  readonly problems?: Readonly<Record<string, ProblemDefinition>>;
  /** Checks across the whole release before publish. */
  readonly validators?: readonly ((release: Release) => readonly Omit<Diagnostic, 'file' | 'line' | 'column'>[])[];
}

/** The one door: gives a plugin its type and freezes it. */
export function definePlugin(definition: PluginDefinition): PluginDefinition {
  return Object.freeze(definition);
}
