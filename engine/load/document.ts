import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Position } from './read-json.ts';

/** One file, read: what it says and where it says it. */
export interface LoadedDocument {
  readonly file: string;
  readonly pack: string;
  readonly kind: string;
  readonly name: string;
  /** In the present format. */
  readonly content: JsonObject;
  /** As it stands in the file. */
  readonly written: JsonObject;
  readonly positions: ReadonlyMap<string, Position>;
}

export interface PackLayer {
  readonly name: string;
  readonly layer: number;
  readonly language: string;
  readonly document: LoadedDocument;
}

/** The fold of all files of one `kind:name`, lowest layer first. */
export interface LayeredDocument {
  readonly kind: string;
  readonly name: string;
  readonly content: JsonObject;
  readonly sources: readonly LoadedDocument[];
}

export interface LoadedDocuments {
  /** Lowest first. */
  readonly packs: readonly PackLayer[];
  readonly documents: readonly LayeredDocument[];
  /** `kind:name` by file name of files that could not be read: they exist, so nobody who names them is wrong. */
  readonly unreadable: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where an element of a layered document stands: in the highest layer that writes it, else where its parent does. */
export function locate(
  document: Pick<LayeredDocument, 'sources'>,
  pointer: string,
  at: 'key' | 'value' = 'value',
): Pick<Diagnostic, 'file' | 'line' | 'column'> {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf('/'))) {
    for (let index = document.sources.length - 1; index >= 0; index--) {
      const source = document.sources[index];
      const position = source?.positions.get(path);
      if (source === undefined || position === undefined) continue;
      if (path === '' && index > 0) continue;
      const asKey = at === 'key' && path === pointer;
      return { file: source.file, line: asKey ? position.keyLine : position.line, column: asKey ? position.keyColumn : position.column };
    }
    if (path === '') return { file: document.sources[0]?.file ?? '', line: 1, column: 1 };
  }
}

/** Pack that first wrote the element. */
export function packOf(document: LayeredDocument, pointer: string): string {
  const source = document.sources.find(({ positions }) => positions.has(pointer)) ?? document.sources[0];
  return source?.pack ?? '';
}

export function identity(document: { readonly kind: string; readonly name: string }): string {
  return `${document.kind}:${document.name}`;
}

/** A diagnostic about a layered document, with its place looked up. */
export function finding(
  document: LayeredDocument,
  at: {
    readonly pointer: string;
    readonly code: string;
    readonly message: string;
    readonly mend: string;
    readonly severity?: 'error' | 'warning';
    readonly on?: 'key' | 'value';
  },
): Diagnostic {
  return {
    code: at.code,
    severity: at.severity ?? 'error',
    ...locate(document, at.pointer, at.on),
    document: identity(document),
    pointer: at.pointer,
    message: at.message,
    mend: at.mend,
  };
}
