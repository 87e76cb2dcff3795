import type { EvaluationContext, FactRow, FactType } from './types.ts';

/** A formula, parsed and type-checked once. Exact decimals; null in → null out except coalesce, sum and count. */
export interface CompiledFormula {
  readonly source: string;
  readonly type: FactType;
  /** Dotted paths that it reads (`children.amount` for a sum over rows). */
  readonly facts: readonly string[];
  evaluate(row: FactRow, context: EvaluationContext): unknown;
}

/** `{path}` and `{path|format}` in a text; a string that is exactly one placeholder yields the typed value. */
export interface CompiledTemplate {
  readonly source: string;
  readonly facts: readonly string[];
  render(row: FactRow, context: EvaluationContext): string;
  /** Set when the text is exactly one placeholder or a `=formula`. */
  value?(row: FactRow, context: EvaluationContext): unknown;
}
