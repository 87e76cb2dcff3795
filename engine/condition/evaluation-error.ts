/** A condition or formula could not be answered: a value of the wrong type, a context value that is missing, a limit.
 *  Never an answer: whoever evaluates fails closed (no rows, no branch, a hidden field) and reports it. */
export class EvaluationError extends Error {
  /** `type-drift`, `missing-context`, `limit`, `division-by-zero` or `out-of-range`. */
  readonly reason: EvaluationReason;
  readonly fact: string;

  constructor(reason: EvaluationReason, fact: string, sentence: string) {
    super(sentence);
    this.name = 'EvaluationError';
    this.reason = reason;
    this.fact = fact;
  }
}

export type EvaluationReason = 'type-drift' | 'missing-context' | 'limit' | 'division-by-zero' | 'out-of-range';
