import type { JsonObject } from '../kernel/json.ts';
import type { BatchStepDefinition, OperationDefinition, PluginDefinition, PluginKindDefinition } from '../plugin-api/plugin.ts';
import { kinds as coreKinds } from './index.ts';
import type { Kind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import type { ResolvedType } from './parts/fields.ts';
import { builtInTypes, typeOfPlugin } from './parts/fields.ts';
import { documentSchema } from './parts/schema.ts';

/** What documents may say: the engine's kinds and types and those of the plugins at hand. */
export interface DocumentLanguage {
  /** In compile order. */
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Types of the engine and of plugins, by document name. */
  readonly types: ReadonlyMap<string, ResolvedType>;
  readonly operations: ReadonlyMap<string, OperationDefinition<never>>;
  /** Steps of batch jobs, by `<plugin>.<name>`. */
  readonly batchSteps: ReadonlyMap<string, BatchStepDefinition>;
  readonly pluginKinds: ReadonlySet<string>;
  readonly plugins: ReadonlySet<string>;
}

export function languageOf(plugins: readonly PluginDefinition[]): DocumentLanguage {
  const pluginKinds = plugins.flatMap(({ kinds }) => kinds ?? []);
  return {
    kinds: new Map([...coreKinds, ...pluginKinds.map(kindOfPlugin)].map((kind) => [kind.kind, kind])),
    types: new Map([
      ...builtInTypes,
      ...plugins.flatMap((plugin) => (plugin.types ?? []).map((definition) => [definition.name, typeOfPlugin(definition, plugin.name)] as const)),
    ]),
    operations: new Map(
      plugins.flatMap((plugin) => (plugin.operations ?? []).map((operation) => [qualified(plugin.name, operation.name), operation] as const)),
    ),
    batchSteps: new Map(plugins.flatMap((plugin) => (plugin.batchSteps ?? []).map((step) => [qualified(plugin.name, step.name), step] as const))),
    pluginKinds: new Set(pluginKinds.map(({ kind }) => kind)),
    plugins: new Set(plugins.map(({ name }) => name)),
  };
}

/** Operations and steps may be declared with or without their plugin's name. */
function qualified(plugin: string, name: string): string {
  return name.startsWith(`${plugin}.`) ? name : `${plugin}.${name}`;
}

/** A plugin's kind in the engine's shape: the envelope is put around its schema. */
function kindOfPlugin(definition: PluginKindDefinition): Kind {
  const {
    properties = {},
    required = [],
    $defs,
  } = definition.schema as { properties?: Record<string, JsonObject>; required?: readonly string[]; $defs?: JsonObject };
  const schema = documentSchema(
    definition.kind,
    `${definition.title}|${definition.title}`,
    `A document of kind ${definition.kind}.`,
    Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, keyed(property)])),
    { required, ...($defs === undefined ? {} : { definitions: $defs }) },
  );
  const generic = describeBySchema(schema);
  return {
    kind: definition.kind,
    title: { zh: definition.title, en: definition.kind },
    purpose: `Documents of kind \`${definition.kind}\` come with a plugin.`,
    schema,
    example: { kind: definition.kind, name: 'example', title: definition.title },
    check: (content, report) => definition.check?.(content, report),
    references: (content) => definition.references?.(content) ?? [],
    compile: (content, context) => definition.compile(content, { name: context.name, hash: context.hash }),
    describe: (before, after, language) => definition.describe?.(before, after) ?? generic(before, after, language),
    lift: (content) => content,
  };
}

/** Maps of a plugin's schema with objects as elements are keyed maps too: overlays may order their elements. */
function keyed(node: JsonObject): JsonObject {
  const rest = node.additionalProperties as JsonObject | boolean | undefined;
  const inner = node.properties as Record<string, JsonObject> | undefined;
  return {
    ...node,
    ...(typeof rest === 'object' && rest.type === 'object' ? { 'x-map': true, additionalProperties: keyed(rest) } : {}),
    ...(inner === undefined ? {} : { properties: Object.fromEntries(Object.entries(inner).map(([key, property]) => [key, keyed(property)])) }),
  };
}
