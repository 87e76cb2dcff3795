import type { CompiledDocuments } from '../compile/compile-documents.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { identity, locate } from '../load/document.ts';
import type { Release } from '../model/index.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';

/** Checks of plugins across the whole release, with their places looked up. */
export function validateRelease(release: Release, compiled: CompiledDocuments, plugins: readonly PluginDefinition[]): readonly Diagnostic[] {
  return plugins
    .flatMap(({ validators }) => validators ?? [])
    .flatMap((validate) => validate(release))
    .map((found) => {
      const document = compiled.documents.find((candidate) => identity(candidate) === found.document);
      const place = document === undefined ? { file: found.document, line: 1, column: 1 } : locate(document, found.pointer);
      return { ...found, ...place };
    });
}
