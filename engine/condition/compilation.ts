import type { Json } from '../kernel/json.ts';
import type { ValueReport } from './operand.ts';
import type { OperatorName } from './operators.ts';
import type { Condition, ConditionNode, FactDescription, FactScope, LeafNode, LeafOperator, Operand } from './types.ts';

/** Where a condition is used: E evaluated by the server, Q as a predicate in SQL, V on the screen. */
export type ConditionUse = 'E' | 'Q' | 'V';

export interface ConditionOptions {
  readonly scope: FactScope;
  /** Named conditions, resolved now; a running release never looks one up. */
  readonly shared?: ReadonlyMap<string, Condition>;
  /** Begins every message, e.g. `policy "repair-order"`. */
  readonly place: string;
  /** Default E. A condition that one of them cannot answer is refused here. */
  readonly uses?: readonly ConditionUse[];
  /** `pointer` is inside the condition, '' is the condition itself. */
  report(pointer: string, code: string, message: string, mend: string): void;
}

/** What the parts of one compilation share. */
export interface Compilation extends ConditionOptions {
  /** Dotted paths that are read, in order of appearance. */
  readonly facts: Set<string>;
  /** Context names that must be there for every evaluation, whatever the branches. */
  readonly contexts: Set<string>;
  readonly count: { leaves: number };
  /** Path of the children property around it, for `facts`. */
  readonly prefix: string;
  /** Shared conditions that are being resolved, for cycles. */
  readonly open: readonly string[];
  /** Compiles a condition inside this one (the condition on a row). */
  compile(source: Json | undefined, compilation: Compilation, pointer: string, depth: number): ConditionNode | null;
}

export interface WrittenLeaf {
  readonly fact: string;
  readonly operator: OperatorName;
  readonly value?: Json;
}

/** Everything that compiling one test needs. */
export interface LeafPlace {
  readonly leaf: WrittenLeaf;
  readonly description: FactDescription;
  readonly compilation: Compilation;
  readonly pointer: string;
  readonly depth: number;
  /** Reports at the value and answers null. */
  fault(code: string, message: string, mend: string): null;
}

/** A leaf on the fact as written, and note of what it reads. */
export function leafOf(
  place: LeafPlace,
  operator: LeafOperator,
  operands: readonly Operand[],
  more: Partial<Pick<LeafNode, 'fact' | 'type' | 'description' | 'rows' | 'aggregate' | 'pattern'>> = {},
): LeafNode {
  const { compilation, leaf, description } = place;
  const node: LeafNode = { kind: 'leaf', fact: leaf.fact, type: description.type, operator, operands, description, ...more };
  compilation.facts.add(compilation.prefix + node.fact);
  for (const operand of operands) {
    if (operand.kind === 'fact') compilation.facts.add(compilation.prefix + operand.path);
    if (operand.kind === 'context') compilation.contexts.add(operand.name);
    if (operand.kind === 'relative' && typeof operand.base === 'string') compilation.contexts.add(operand.base);
  }
  return node;
}

export function valueReport({ compilation, pointer }: LeafPlace, at = '/value'): ValueReport {
  return {
    scope: compilation.scope,
    report: (inner, code, message, mend) => compilation.report(pointer + at + inner, code, `${compilation.place}: ${message}`, mend),
  };
}
