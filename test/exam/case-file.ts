/** The format of a case file: one source, one suite, many cases with inputs and expected figures. */
export interface CaseFile {
  readonly source: string;
  readonly suite: string;
  readonly notes?: string;
  readonly cases: readonly ExamCase[];
}

export interface ExamCase {
  readonly id: string;
  readonly title: string;
  readonly input: Json;
  readonly expect: Json;
  readonly convention?: string;
  readonly ref?: string;
  /** Published figures that no stated rule reproduces: reported apart. */
  readonly unexplained?: boolean;
}

export type Json = { readonly [field: string]: JsonValue };
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | Json;

/** What a suite answers: the figures in the shape of `expect`, how special fields are compared, and a derivation. */
export interface Answer {
  readonly got: Readonly<Record<string, unknown>>;
  readonly compare?: Readonly<Record<string, (expected: JsonValue, got: unknown, expect: Json) => boolean>>;
  /** Why the figures are what they are; asked for only when a case fails. */
  readonly derivation?: () => string;
}

/** A suite: checks that it knows every input field and value, then calculates.
 *  `fields` are the expected fields it can answer; a case that expects another one is unsupported. */
export interface Suite {
  readonly names: readonly string[];
  readonly fields: readonly string[];
  answer(input: Json, expect: Json): Answer;
}

/** The case asks for a convention, a field or a value that is not known here. */
export class Unsupported extends Error {}
