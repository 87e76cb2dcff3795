import { compileDocuments } from './compile/compile-documents.ts';
import type { Diagnostic } from './kernel/diagnostic.ts';
import { hasErrors } from './kernel/diagnostic.ts';
import { languageOf } from './kinds/language.ts';
import { linkDocuments } from './link/link-documents.ts';
import { loadDocuments } from './load/load-documents.ts';
import { readFolders } from './load/read-folders.ts';
import type { SourceFile } from './load/source-file.ts';
import type { Release } from './model/index.ts';
import type { PluginDefinition } from './plugin-api/plugin.ts';
import { buildRelease } from './release/build-release.ts';
import { validateRelease } from './release/validate-release.ts';
import { validateDocuments } from './validate/validate-documents.ts';

export type { SourceFile } from './load/source-file.ts';

export interface CompileResult {
  /** Null when there is an error; warnings alone do not stop a release. */
  readonly release: Release | null;
  /** All findings at once, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The whole way from files to a release that can be served: load → validate → link → compile → release. */
export async function compileFolders(folders: readonly string[], plugins: readonly PluginDefinition[]): Promise<CompileResult> {
  return compileSources(await readFolders(folders), plugins);
}

/** The same in memory: a draft, a test, files of the site layer. */
export function compileSources(sources: readonly SourceFile[], plugins: readonly PluginDefinition[]): CompileResult {
  const language = languageOf(plugins);
  const loaded = loadDocuments(sources, language.kinds);
  const valid = validateDocuments(loaded, language.kinds);
  const linked = linkDocuments(valid, language);
  const compiled = compileDocuments(linked, language);
  if (hasErrors(compiled.diagnostics)) return { release: null, diagnostics: sorted(compiled.diagnostics) };
  const release = buildRelease(compiled, language);
  const found = validateRelease(release, compiled, plugins);
  const diagnostics = sorted([...compiled.diagnostics, ...found]);
  return { release: hasErrors(diagnostics) ? null : release, diagnostics };
}

function sorted(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((left, right) =>
    left.file < right.file ? -1 : left.file > right.file ? 1 : left.line - right.line || left.column - right.column,
  );
}
