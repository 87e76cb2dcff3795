import type { CompiledTemplate } from '../condition/formula-types.ts';
import type { CompiledCondition } from '../condition/types.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { FieldDescriptor, ListDescriptor } from '../contract/screens.ts';
import type { FieldModel } from './field.ts';

/** A list, with what the server needs beyond the descriptor. Column keys are dotted property paths. */
export interface ListModel {
  readonly name: string;
  readonly entity: string;
  readonly descriptor: ListDescriptor;
  /** Always applied. */
  readonly filter: CompiledCondition | null;
  readonly columns: readonly { readonly path: string; readonly formula?: CompiledTemplate }[];
  readonly defaultSort: readonly { readonly path: string; readonly descending: boolean }[];
  /** Property paths that `search` looks in. */
  readonly search: readonly string[];
  readonly totals: readonly string[];
}

export interface SettingModel {
  readonly name: string;
  readonly title: string;
  readonly field: FieldModel;
  readonly default: unknown;
  /** How people enter it. */
  readonly descriptor: FieldDescriptor;
}

/** Spreadsheet → action or entity. One row is one unit: all of it or nothing. */
export interface ImportModel {
  readonly name: string;
  readonly title: string;
  /** Entity of the match key; rows already imported are skipped, so a run can be resumed. */
  readonly entity: string;
  readonly match: readonly string[];
  /** Column → input fact, with type checks. */
  readonly columns: ReadonlyMap<string, { readonly field: FieldModel; readonly required: boolean }>;
  /** Steps run for each row with `row` as input facts (as in an action). */
  readonly action: string;
  readonly document: JsonObject;
}

export interface SeedModel {
  readonly name: string;
  readonly of: string;
  readonly match: readonly string[];
  readonly mode: 'once' | 'managed';
  readonly records: ReadonlyMap<string, JsonObject>;
}
