import type { Decimal } from '../kernel/decimal.ts';
import type { Json } from '../kernel/json.ts';

/** What a fact is, for type checks; never coerced at run time. */
export type FactType = 'text' | 'int' | 'decimal' | 'money' | 'bool' | 'date' | 'datetime' | 'enum' | 'enumSet' | 'ref' | 'refSet' | 'user' | 'dept' | 'rows';

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
  /** For money: its currency when it is the same in every row; two different ones never compare. */
  readonly currency?: string;
  /** For ref: a pinned document (`name@hash`), compared by its name. */
  readonly document?: boolean;
  /** What people call the fact, and for enum and enumSet its values, for sentences and templates. */
  readonly title?: string;
  readonly titles?: Readonly<Record<string, string>>;
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
  /** Working-day arithmetic of the installation's calendar; without it a condition that counts working days is an error. */
  readonly addWorkdays?: (date: string, count: number) => string;
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
  | LeafNode;

/** One test, reduced to a small set of operators (`LeafOperator`): complements became `not`, `after` and its kin the
 *  ordinary comparisons, everything about one's own unit a test of the unit's path. */
export interface LeafNode {
  readonly kind: 'leaf';
  readonly fact: string;
  readonly type: FactType;
  readonly operator: LeafOperator;
  readonly operands: readonly Operand[];
  readonly description: FactDescription;
  /** some: the condition on one row. */
  readonly rows?: ConditionNode;
  readonly aggregate?: Aggregate;
  readonly pattern?: Pattern;
}

export type LeafOperator =
  | 'equal'
  | 'lessThan'
  | 'lessThanInclusive'
  | 'greaterThan'
  | 'greaterThanInclusive'
  | 'between'
  | 'multipleOf'
  | 'in'
  | 'isNull'
  | 'isEmpty'
  | 'isTrue'
  | 'isFalse'
  | 'startsWith'
  | 'endsWith'
  | 'containsText'
  | 'equalFold'
  | 'containsFold'
  | 'matches'
  | 'lengthLt'
  | 'lengthGt'
  | 'isMonthEnd'
  | 'containsAny'
  | 'containsAll'
  | 'setEquals'
  | 'some'
  | 'aggregate'
  | 'changed'
  | 'changedTo'
  | 'changedFrom';

/** What a leaf compares with. Literals are in the form of `fact-values.ts`. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: FactValue }
  | { readonly kind: 'list'; readonly values: readonly FactScalar[]; readonly hasNull: boolean }
  | { readonly kind: 'fact'; readonly path: string; readonly description: FactDescription }
  | { readonly kind: 'context'; readonly name: string }
  | RelativeOperand;

/** A day or moment counted from today or now; `edge` moves a day to its month's start or end, or turns it into the moment
 *  at which it begins. */
export interface RelativeOperand {
  readonly kind: 'relative';
  readonly base: 'today' | 'now' | { readonly date: string };
  readonly add: { readonly days?: number; readonly months?: number; readonly workdays?: number; readonly hours?: number };
  readonly edge?: 'monthStart' | 'monthEnd' | 'dayStart' | 'nextDayStart';
}

/** A fact or literal at work: text, choices, ids and dates are texts, moments texts with six places of a second, numbers
 *  exact decimals, sets arrays of texts. */
export type FactScalar = string | boolean | Decimal;
export type FactValue = FactScalar | readonly FactScalar[] | null;

export interface Aggregate {
  readonly function: 'count' | 'sum' | 'min' | 'max';
  /** Property of the row; null for count. */
  readonly of: string | null;
  readonly description: FactDescription | null;
  readonly is: 'equal' | 'lessThan' | 'lessThanInclusive' | 'greaterThan' | 'greaterThanInclusive' | 'between';
}

/** A restricted regular expression that must fit the whole text. */
export interface Pattern {
  /** For PostgreSQL's `~`, anchored at both ends. */
  readonly sql: string;
  matches(text: string): boolean;
}

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
