import type { CompiledTemplate } from '../condition/formula-types.ts';
import type { CompiledCondition, FactScope } from '../condition/types.ts';
import type { FieldModel } from './field.ts';

export interface StateModel {
  readonly key: string;
  readonly title: string;
  readonly color?: string;
  readonly initial: boolean;
  readonly final: boolean;
  /** Generic update is allowed in this state. */
  readonly editable: boolean;
}

export interface IndexModel {
  readonly name: string;
  /** Property keys (or system properties), `-` first for descending. */
  readonly keys: readonly string[];
  readonly unique: boolean;
}

/** `{rule, message}`: must hold after every write. */
export interface ConstraintModel {
  readonly key: string;
  readonly condition: CompiledCondition;
  readonly message: string;
  readonly field?: string;
}

export interface EntityModel {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly pack: string;
  /** Table in schema `app`, snake_case of the name. */
  readonly table: string;
  readonly formerly: readonly string[];
  /** In document order; system properties are not among them. */
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly required: readonly string[];
  /** Trait `owned`: owner_user, owner_unit, owner_path. */
  readonly owned: boolean;
  readonly traits: readonly string[];
  readonly states: ReadonlyMap<string, StateModel>;
  readonly initialState: string | null;
  readonly display: CompiledTemplate;
  readonly indexes: readonly IndexModel[];
  readonly constraints: readonly ConstraintModel[];
  /** Name of the only plugin whose operations write it; null when generic writes are allowed. */
  readonly managedBy: string | null;
  /** Set when this entity is the child of another (`children` property of the parent). */
  readonly childOf: { readonly entity: string; readonly property: string } | null;
  /** 2020-12 schema of the wire shape for create, additionalProperties false. */
  readonly schema: object;
  /** Facts for conditions on this entity: own and related properties, system properties, children. */
  readonly scope: FactScope;
  /** Property keys whose stored formula must be recomputed, in dependency order. */
  readonly formulas: readonly string[];
  /** A flow exists on it: record grants are part of its row scope. */
  readonly hasFlow: boolean;
}

export type SystemProperty = 'id' | 'state' | 'version' | 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'ownerUser' | 'ownerUnit' | 'ownerPath';
