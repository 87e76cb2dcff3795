import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SourceFile } from '../load/source-file.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';
import { CommandError } from './command.ts';

/** The plugins that the packs name, each once, in the packs' order: from `plugins/<name>`, else a package of that name. */
export async function loadPlugins(root: string, sources: readonly SourceFile[]): Promise<readonly PluginDefinition[]> {
  const plugins: PluginDefinition[] = [];
  for (const name of pluginNames(sources)) {
    const file = join(root, 'plugins', name, 'index.ts');
    let module: { default?: PluginDefinition };
    try {
      module = (await import(existsSync(file) ? pathToFileURL(file).href : name)) as { default?: PluginDefinition };
    } catch (error) {
      throw new CommandError(`The plugin "${name}" cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (module.default?.name !== name) throw new CommandError(`The plugin "${name}" must export by default what definePlugin({ name: "${name}", … }) gives.`);
    plugins.push(module.default);
  }
  return plugins;
}

function pluginNames(sources: readonly SourceFile[]): readonly string[] {
  const packs = sources.filter((source) => source.file.endsWith('/pack.json'));
  return [
    ...new Set(
      packs.flatMap((source) => {
        try {
          const { plugins } = JSON.parse(source.text) as { plugins?: unknown };
          return Array.isArray(plugins) ? plugins.filter((name): name is string => typeof name === 'string' && /^[a-z][a-z0-9-]*$/.test(name)) : [];
        } catch {
          // A pack file that cannot be read is a diagnostic of the compile.
          return [];
        }
      }),
    ),
  ];
}
