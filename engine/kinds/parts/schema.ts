import type { Json, JsonObject } from '../../kernel/json.ts';

/** What a layer above may do with a property: `sealed` nothing, `tighten` only stricter, `extend` add but not alter, `free` all. */
export type MutabilityClass = 'sealed' | 'tighten' | 'extend' | 'free';

/** How a value gets stricter: a number raised or lowered, a flag switched on, a list shrunk or grown, a condition AND-ed or OR-ed. */
export type TightenRule = 'raise' | 'lower' | 'on' | 'shrink' | 'grow' | 'and' | 'or';

/** The metaschema dialect: 2020-12 plus `x-class`, `x-tighten`, `x-zh` (Chinese title), `x-map` (keyed map: elements may
 *  carry after / first), `x-noun` (word for one element), `x-condition` (compiled later, replaced whole). */
export function entry(words: string, description: string, example: Json, klass: MutabilityClass, schema: JsonObject): JsonObject {
  const [zh = '', en = ''] = words.split('|');
  return { title: en, 'x-zh': zh, description, examples: [example], 'x-class': klass, ...schema };
}

export const text: JsonObject = { type: 'string', minLength: 1 };
export const flag: JsonObject = { type: 'boolean' };
export const decimalText: JsonObject = { type: 'string', pattern: '^-?(0|[1-9]\\d*)(\\.\\d+)?$' };
/** A bound: a decimal, or a date (`2026-01-31`), as text. */
export const boundText: JsonObject = { type: 'string', pattern: '^(-?(0|[1-9]\\d*)(\\.\\d+)?|\\d{4}-\\d{2}-\\d{2})$' };
export const count: JsonObject = { type: 'integer', minimum: 0 };
export const condition: JsonObject = { type: 'object', 'x-condition': true };
export const texts: JsonObject = { type: 'array', items: text, uniqueItems: true };
export const kebabName: JsonObject = { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' };
export const anyObject: JsonObject = { type: 'object' };

/** JSON of the author's own shape, where null is a value. */
const freeValue: JsonObject = { 'x-null': true };
export const freeObject: JsonObject = { type: 'object', ...freeValue };

export function oneOf(...values: string[]): JsonObject {
  return { enum: values };
}

export function named(...kinds: string[]): JsonObject {
  return { type: 'string', minLength: 1, 'x-names': kinds.join('|') };
}

export function object(properties: Record<string, JsonObject>, required: readonly string[] = []): JsonObject {
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

export const keyPatterns = {
  camel: '^[a-z][A-Za-z0-9]*$',
  kebab: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  /** Keys of a code table, of seed records: what other systems use. */
  code: '^[A-Za-z0-9_-]*[A-Za-z_-][A-Za-z0-9_-]*$',
  /** Dotted property paths; `*` for all others. */
  path: '^(\\*|[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*)$',
} as const;

/** A keyed map: what overlays may add to, alter and order. `noun` names one element for people, `zh|en`. */
export function map(noun: string, element: JsonObject, keys: keyof typeof keyPatterns = 'camel'): JsonObject {
  return { type: 'object', 'x-map': true, 'x-noun': noun, propertyNames: { pattern: keyPatterns[keys] }, additionalProperties: element };
}

/** A keyed map whose keys are names of the document itself; a client pack prefixes those that it adds. */
export function declaring(schema: JsonObject): JsonObject {
  return { ...schema, 'x-declares': true };
}

/** A whole metaschema: the envelope and the kind's own properties. */
export function documentSchema(
  kind: string,
  words: string,
  description: string,
  properties: Record<string, JsonObject>,
  options: { readonly required?: readonly string[]; readonly definitions?: JsonObject } = {},
): JsonObject {
  const [zh = '', en = ''] = words.split('|');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://loanloom.dev/schema/${kind}.schema.json`,
    title: en,
    'x-zh': zh,
    description,
    type: 'object',
    properties: {
      $schema: entry('模式|Schema', 'Points an editor at the schema of this kind, for completion.', `../../schema/${kind}.schema.json`, 'free', text),
      kind: entry('类别|Kind', 'Says what kind of document this is.', kind, 'sealed', { const: kind }),
      name: entry('名称|Name', 'Identifies the document within its kind; the file is named after it.', `my-${kind}`, 'sealed', kebabName),
      title: entry('标题|Title', 'Names the document for people, in the language of the pack.', zh, 'free', text),
      description: entry('说明|Description', 'Explains to people what the document is for.', '…', 'free', text),
      formerly: entry('曾用名|Former names', 'Lists the names that the document had before, so that a rename stays a rename.', [`old-${kind}`], 'free', {
        type: 'array',
        items: kebabName,
        uniqueItems: true,
      }),
      ...properties,
    },
    required: ['kind', 'name', 'title', ...(options.required ?? [])],
    additionalProperties: false,
    ...(options.definitions === undefined ? {} : { $defs: options.definitions }),
  };
}

/** The schema node of `key` inside `node`, `$ref`s to `#/$defs` followed; undefined when the schema does not say. */
export function schemaOf(root: JsonObject, node: JsonObject | undefined, key: string): JsonObject | undefined {
  const here = resolve(root, node);
  if (here === undefined) return undefined;
  if (here['x-null'] === true) return freeValue;
  const own = here.properties as JsonObject | undefined;
  if (own !== undefined && Object.hasOwn(own, key)) return resolve(root, own[key] as JsonObject);
  const rest = here.additionalProperties;
  return typeof rest === 'object' && rest !== null ? resolve(root, rest as JsonObject) : undefined;
}

/** Follows `$ref` into `#/$defs`; what stands beside the `$ref` wins. */
export function resolve(root: JsonObject, node: JsonObject | undefined): JsonObject | undefined {
  if (node === undefined || typeof node.$ref !== 'string' || !node.$ref.startsWith('#/$defs/')) return node;
  const target = (root.$defs as JsonObject | undefined)?.[node.$ref.slice('#/$defs/'.length)] as JsonObject | undefined;
  const { $ref: _, ...beside } = node;
  return { ...target, ...beside };
}
