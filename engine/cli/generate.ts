import { editorSchema } from '../kinds/reference/editor-schema.ts';
import { codesPage, indexPage, referencePage } from '../kinds/reference/reference-page.ts';
import { languageOf } from '../kinds/language.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';

/** What is generated from the kinds: a schema for editors and a reference page for each, core and plugin kinds alike, and
 *  the list of diagnostics. Path → text; a test holds the files to it. */
export function generateReference(plugins: readonly PluginDefinition[]): ReadonlyMap<string, string> {
  const language = languageOf(plugins);
  const kinds = [...language.kinds.values()];
  const types = [...language.types.keys()];
  const files = new Map<string, string>();
  for (const kind of kinds) {
    files.set(`metadata/schema/${kind.kind}.schema.json`, `${JSON.stringify(editorSchema(kind, types), null, 2)}\n`);
    files.set(`docs/reference/${kind.kind}.md`, referencePage(kind, language.pluginKinds.has(kind.kind)));
  }
  files.set('docs/reference/README.md', indexPage(kinds, language.pluginKinds));
  files.set('docs/reference/diagnostics.md', codesPage());
  return files;
}
