import { invariant } from '../kernel/refusal.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { CompiledCondition, Condition, ConditionLeaf, EvaluationContext, FactRow } from './types.ts';

export interface BrowserOptions {
  /** Named conditions, written out in what is sent. */
  readonly shared?: ReadonlyMap<string, Condition>;
  /** The answer for a leaf whose facts are not sent to this person (masked, hidden, or not on the form), found by the
   *  server; undefined when the browser can answer it. */
  answer?(leaf: ConditionLeaf): boolean | undefined;
}

/** The condition as the browser gets it: without names, and without facts that the person does not receive. The browser
 *  compiles it with the same `compileCondition` and evaluates it with the same code; the server decides when saving. */
export function conditionForBrowser(source: Condition, options: BrowserOptions = {}): Condition {
  if ('all' in source) return { all: source.all.map((part) => conditionForBrowser(part, options)) };
  if ('any' in source) return { any: source.any.map((part) => conditionForBrowser(part, options)) };
  if ('not' in source) return { not: conditionForBrowser(source.not, options) };
  if ('const' in source) return source;
  if ('condition' in source) {
    const named = options.shared?.get(source.condition);
    invariant(named, `the shared condition "${source.condition}" was resolved at publish`);
    return conditionForBrowser(named, options);
  }
  const answer = options.answer?.(source);
  return answer === undefined ? source : { const: answer };
}

/** For the screen: the answer, or `otherwise` when it cannot be had (a half-typed value, nothing sent). A visible rule
 *  passes false, so the field hides; a required rule passes false and leaves the check to the server. */
export function answerOnScreen(condition: CompiledCondition, row: FactRow, context: EvaluationContext, otherwise: boolean): boolean {
  try {
    return condition.evaluate(row, context);
  } catch (error) {
    if (error instanceof EvaluationError) return otherwise;
    throw error;
  }
}
