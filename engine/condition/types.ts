import type { Json } from '../kernel/json.ts';

/** What a fact is, for type checks; never coerced at run time. */
export type FactType =
  | 'text' | 'int' | 'decimal' | 'money' | 'bool' | 'date' | 'datetime'
  | 'enum' | 'enumSet' | 'ref' | 'refSet' | 'user' | 'dept' | 'rows';

/** A condition as written in a document (json-rules-engine's shape). */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly condition: string }
  | { readonly const: boolean }
  | ConditionLeaf;

export interface ConditionLeaf {
  readonly fact: string;
  readonly operator: string;
  readonly value?: Json;
}

/** What a dotted path means in the place where the condition stands. */
export interface FactDescription {
  readonly type: FactType;
  /** For enum and enumSet: the allowed values, in rank order when the dict is ordered. */
  readonly values?: readonly string[];
  readonly ordered?: boolean;
  /** For rows: the facts of one row. */
  readonly rows?: FactScope;
  /** Masked or hidden facts are never sent to the browser. */
  readonly sensitive?: boolean;
}

export interface FactScope {
  /** Undefined when there is no such path. */
  lookup(path: string): FactDescription | undefined;
  /** Paths for "did you mean". */
  readonly paths: readonly string[];
}

/** Bound once per command: every leaf of one evaluation sees the same today, now and person. */
export interface EvaluationContext {
  /** Business date, YYYY-MM-DD. */
  readonly today: string;
  /** Command clock, RFC 3339 UTC. */
  readonly now: string;
  /** IANA zone for onDate and dateOf. */
  readonly zone: string;
  readonly user?: {
    readonly id: string;
    readonly unitId: string | null;
    /** Materialised path of the person's unit, e.g. `/root/east/`. */
    readonly unitPath: string | null;
    readonly roles: readonly string[];
  };
  /** Record before the change, for changed/changedTo/changedFrom. */
  readonly before?: FactRow | null;
  /** Further context values by dotted name (`ctx` values). */
  readonly values?: Readonly<Record<string, Json>>;
}

/** Facts by property; relations are nested objects, children are arrays. Money, decimals and rates are strings. */
export type FactRow = { readonly [key: string]: unknown };

/** A checked condition, ready for its three targets. */
export interface CompiledCondition {
  readonly source: Condition;
  /** Dotted paths that it reads. */
  readonly facts: readonly string[];
  readonly node: ConditionNode;
  evaluate(row: FactRow, context: EvaluationContext): boolean;
}

export type ConditionNode =
  | { readonly kind: 'all' | 'any'; readonly nodes: readonly ConditionNode[] }
  | { readonly kind: 'not'; readonly node: ConditionNode }
  | { readonly kind: 'const'; readonly value: boolean }
  | { readonly kind: 'leaf'; readonly fact: string; readonly type: FactType; readonly operator: string; readonly value: Json | undefined; readonly description: FactDescription; readonly rows?: ConditionNode };

/** How the SQL target finds columns and binds values; parameters only, nothing is ever inlined. */
export interface SqlTarget {
  /** SQL of the column (or expression) behind a dotted path, with the joins that it needs arranged by the caller. */
  column(path: string): string;
  /** Adds a bound value and answers its placeholder with a cast, e.g. `$3::numeric`. Value is a literal or a context name
   *  that is bound at run time. */
  parameter(value: BoundValue, cast: string): string;
  /** For some/every/none and the aggregates: `from … where …` of the child rows and a target for their columns. */
  rows?(path: string): { readonly from: string; readonly target: SqlTarget };
}

export type BoundValue =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'context'; readonly name: 'today' | 'now' | 'user.id' | 'user.unitId' | 'user.unitPath' | 'user.roles' | (string & {}) }
  | { readonly kind: 'computed'; readonly compute: (context: EvaluationContext) => unknown };
