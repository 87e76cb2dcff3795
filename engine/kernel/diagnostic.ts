/** One finding about a document, for its author. Diagnostics are values: a stage collects them all and throws none. */
export interface Diagnostic {
  /** `<area>.<kebab-cause>`, stable, listed in the reference pages. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Path of the file as given to the loader, e.g. `metadata/bicycle-shop/orders/repair-order.list.json`. */
  readonly file: string;
  /** 1-based position in that file. */
  readonly line: number;
  readonly column: number;
  /** `kind:name`, or the file name when the kind or name could not be read. */
  readonly document: string;
  /** JSON Pointer inside the document. */
  readonly pointer: string;
  /** What is wrong, one sentence. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly mend: string;
}

/** `code  file:line:column  #pointer`, the sentence, and the mend, as every command prints it. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const place = `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`;
  return `${diagnostic.code}  ${place}  #${diagnostic.pointer}\n  ${diagnostic.message}\n  Mend: ${diagnostic.mend}`;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
