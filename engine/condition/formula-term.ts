import type { FormulaNode } from './parse-formula.ts';
import type { EvaluationContext, FactDescription, FactRow, FactScope, FactType, FactValue } from './types.ts';

/** A checked part of a formula. */
export interface Term {
  readonly description: FactDescription;
  /** Decimal places of the outermost rounding when they are fixed. */
  readonly scale?: number;
  evaluate(row: FactRow, context: EvaluationContext): FactValue;
}

/** What the parts of one formula share. */
export interface FormulaCheck {
  readonly scope: FactScope;
  readonly facts: Set<string>;
  /** True inside a rounding, where a division may stand. */
  readonly rounded: boolean;
  compile(node: FormulaNode, check: FormulaCheck): Term;
}

export const numeric: readonly FactType[] = ['int', 'decimal', 'money'];

export function isNumeric(term: Term): boolean {
  return numeric.includes(term.description.type);
}
