import type { CompiledFormula, CompiledTemplate } from '../condition/formula-types.ts';
import type { CompiledCondition } from '../condition/types.ts';
import type { FieldModel } from './field.ts';

/** A value in a step's `with`: literal, `{path}` placeholder, text with placeholders, or `=formula`; or nested. */
export type Argument =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'template'; readonly template: CompiledTemplate }
  | { readonly kind: 'formula'; readonly formula: CompiledFormula }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Argument> }
  | { readonly kind: 'list'; readonly items: readonly Argument[] };

/** Facts that arguments and conditions of a step see: `record`, `input`, `steps.<key>`, `user`, `today`, and the record's own properties at the root. */
export interface StepModel {
  readonly key: string;
  /** `set`, `create`, `update`, `flow.start`, `branch`, `each`, `emit`, or `<plugin>.<operation>`. */
  readonly do: string;
  readonly when: CompiledCondition | null;
  readonly with: ReadonlyMap<string, Argument>;
  /** create/update: the entity; flow.start: the flow; each: the children property. */
  readonly target: string | null;
  /** update: which record (default the action's own). */
  readonly record: Argument | null;
  /** branch: key → condition (null = default) and steps; each: `steps` under key `each`. */
  readonly branches: readonly { readonly key: string; readonly when: CompiledCondition | null; readonly steps: readonly StepModel[] }[];
}

export interface ActionModel {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** Entity; null for a free action. */
  readonly on: string | null;
  /** Works on many records at once from a list. */
  readonly bulk: boolean;
  /** Makes a record: called without one. */
  readonly creates: boolean;
  readonly from: readonly string[];
  readonly when: CompiledCondition | null;
  readonly whenMessage: string | null;
  /** The person must not be any of these facts (four eyes): property paths that hold a staff id. */
  readonly notBy: readonly string[];
  readonly input: ReadonlyMap<string, FieldModel>;
  readonly inputSchema: object | null;
  readonly form: string | null;
  readonly steps: readonly StepModel[];
  readonly confirm: string | null;
  readonly danger: boolean;
  readonly primary: boolean;
  /** Internal: run by flows and jobs, no button. */
  readonly internal: boolean;
  /** Property path (or `input.x`) of the amount that the roles' `amountLimits` for this action bound. */
  readonly amount?: string;
  /** Operation that computes what would happen without doing it (allocation preview). */
  readonly preview: string | null;
}
