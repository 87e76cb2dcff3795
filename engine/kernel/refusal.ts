/** One reason for a refusal that belongs to a place in the input (`pointer` is a JSON Pointer into the request body). */
export interface RefusalDetail {
  readonly pointer: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A request is refused for a reason that its sender can understand. `code` is listed in `engine/contract/problems.ts`,
 *  which gives its HTTP status and its sentence in each language; `params` fill the sentence's placeholders.
 *  Never carries personal data or data of records that the actor may not see. */
export class Refusal extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly errors: readonly RefusalDetail[];

  constructor(code: string, params: Readonly<Record<string, unknown>> = {}, errors: readonly RefusalDetail[] = []) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.params = params;
    this.errors = errors;
  }
}

/** A programmer's mistake: the request ends with 500 and the whole error is logged. */
export function invariant(holds: unknown, sentence: string): asserts holds {
  if (!holds) throw new Error(`Invariant broken: ${sentence}`);
}
