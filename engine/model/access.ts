import type { CompiledCondition } from '../condition/types.ts';

export type FieldRight = 'hidden' | 'mask' | 'read' | 'write';

/** One grant of a policy. `operations` hold `read create update retire export` and `action:<name>` / `action:*`. */
export interface GrantModel {
  readonly role: string;
  readonly operations: readonly string[];
  readonly rows: CompiledCondition | null;
  /** By property; `*` for the rest. Default `*: write` when the grant has create or update, else `*: read`. */
  readonly fields: ReadonlyMap<string, FieldRight>;
}

/** Binds everybody: AND-ed. */
export interface RestrictionModel {
  readonly key: string;
  readonly operations: readonly string[];
  readonly rows: CompiledCondition | null;
  readonly fields: ReadonlyMap<string, FieldRight>;
}

export interface PolicyModel {
  readonly name: string;
  /** The entity that it protects. An entity without a policy is closed to everybody. */
  readonly entity: string;
  readonly grants: readonly GrantModel[];
  readonly restrictions: readonly RestrictionModel[];
}

export interface RoleModel {
  readonly name: string;
  readonly title: string;
  /** Includes itself; transitive. */
  readonly includes: readonly string[];
  readonly landing: string | null;
  /** Name of its menu document. */
  readonly menu?: string | null;
  readonly incompatibleWith: readonly string[];
  /** Upper limits by action name, decimal strings. */
  readonly amountLimits: ReadonlyMap<string, string>;
  /** Platform functions: `design`, `administer`, `audit`, `flowAdmin`, `export`, `batch`. */
  readonly functions: readonly string[];
}

/** Who acts. Passed as an argument everywhere; there is no ambient context, and no actor means no rows. */
export interface Actor {
  /** Staff record id. */
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly unitPath: string | null;
  /** Roles valid today, included roles expanded, sorted. */
  readonly roles: readonly string[];
  readonly language: string;
  /** SHA-256 of the session token, hex; the data statement checks in the same round trip that it still stands. */
  readonly sessionHash: string | null;
  readonly kind: 'person' | 'system';
}
