import { formatDiagnostic } from '../kernel/diagnostic.ts';
import type { JsonObject } from '../kernel/json.ts';
import { invariant } from '../kernel/refusal.ts';
import type { FlowModel, Release } from '../model/index.ts';
import { compileSources } from '../pipeline.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';

/** The model of a flow as it was when an approval began, compiled among the documents that are in force now: an approval
 *  ends on the flow that it began with, whatever was published since. Costs a whole compile; callers keep the result. */
export function compileFlowVersion(
  release: Release,
  plugins: readonly PluginDefinition[],
  flow: { readonly name: string; readonly document: string },
): FlowModel {
  const pack = 'pinned';
  const file = (kind: string, name: string) => `${pack}/documents/${name}.${kind}.json`;
  const others = [...release.documents.values()].filter(({ kind, name }) => kind !== 'pack' && !(kind === 'flow' && name === flow.name));
  const written: JsonObject = {
    kind: 'pack',
    name: pack,
    title: pack,
    version: '0.0.0',
    language: release.language,
    layer: 10,
    plugins: plugins.map((plugin) => plugin.name),
  };
  const result = compileSources(
    [
      { file: `${pack}/pack.json`, pack, text: JSON.stringify(written) },
      ...others.map(({ kind, name, content }) => ({ file: file(kind, name), pack, text: JSON.stringify(content) })),
      { file: file('flow', flow.name), pack, text: flow.document },
    ],
    plugins,
  );
  const model = result.release?.flows.get(flow.name);
  invariant(
    model,
    `flow "${flow.name}" of a running approval no longer fits the documents in force: ${result.diagnostics
      .filter((one) => one.severity === 'error')
      .map(formatDiagnostic)
      .join('\n')}`,
  );
  return model;
}
