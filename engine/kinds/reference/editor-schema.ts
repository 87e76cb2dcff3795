import { operators } from '../../condition/operators.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { isObject } from '../../kernel/json.ts';
import type { Kind } from '../kind.ts';

/** The metaschema as editors get it for completion: conditions spelled out, `after` and `first` on elements of keyed maps,
 *  type names offered. Only kind and name are required and null is possible, because a file may be an overlay that holds
 *  just what differs; whether the whole is right, `loom validate` says. */
export function editorSchema(kind: Kind, types: readonly string[]): JsonObject {
  const { required: _, $defs, ...schema } = walk(kind.schema, types, false) as JsonObject & { $defs?: JsonObject };
  const usesConditions = JSON.stringify(kind.schema).includes('"x-condition":true');
  return {
    ...schema,
    ...(kind.kind === 'i18n' ? {} : { required: ['kind', 'name'] }),
    ...($defs === undefined && !usesConditions ? {} : { $defs: { ...$defs, ...(usesConditions ? { condition: conditionSchema } : {}) } }),
  };
}

function walk(node: Json, types: readonly string[], isElement: boolean): Json {
  if (Array.isArray(node)) return (node as readonly Json[]).map((item) => walk(item, types, false));
  if (!isObject(node)) return node;
  if (node['x-condition'] === true) {
    const { type: _, 'x-condition': _mark, ...rest } = node;
    return { ...rest, $ref: '#/$defs/condition' };
  }
  const copy: Record<string, Json> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'examples' || key === 'enum' || key === 'default') copy[key] = value;
    else if (key === 'properties' || key === '$defs')
      copy[key] = Object.fromEntries(
        Object.entries(value as JsonObject).map(([name, inner]) => [name, typed(name, walk(inner, types, key === '$defs'), types)]),
      );
    else if (key === 'additionalProperties' && node['x-map'] === true) copy[key] = nullable(walk(value, types, true));
    else if (key === 'required') continue;
    else copy[key] = walk(value, types, false);
  }
  if (isElement && isObject(copy.properties)) copy.properties = { ...position, ...copy.properties };
  return copy;
}

/** Type references are completed from the types at hand, and others stay possible. */
function typed(name: string, node: Json, types: readonly string[]): Json {
  if (name !== '$ref' || !isObject(node) || node.type !== 'string') return node;
  return { ...node, anyOf: [{ enum: types.map((type) => `/types/${type}`) }, { pattern: String(node.pattern ?? '') }] };
}

function nullable(node: Json): Json {
  return isObject(node) ? { anyOf: [node, { type: 'null', description: 'Removes the element in an overlay.' }] } : node;
}

const position: JsonObject = {
  after: { type: 'string', title: 'After', description: 'Places the element after this one.', examples: ['name'] },
  first: { const: true, title: 'First', description: 'Places the element before all others.', examples: [true] },
};

const conditionSchema: JsonObject = {
  title: 'Condition',
  description: 'States what must hold, in the shape of json-rules-engine.',
  oneOf: [
    { type: 'object', properties: { all: { type: 'array', items: { $ref: '#/$defs/condition' } } }, required: ['all'], additionalProperties: false },
    { type: 'object', properties: { any: { type: 'array', items: { $ref: '#/$defs/condition' } } }, required: ['any'], additionalProperties: false },
    { type: 'object', properties: { not: { $ref: '#/$defs/condition' } }, required: ['not'], additionalProperties: false },
    { type: 'object', properties: { const: { type: 'boolean' } }, required: ['const'], additionalProperties: false },
    { type: 'object', properties: { condition: { type: 'string' } }, required: ['condition'], additionalProperties: false },
    {
      type: 'object',
      properties: {
        fact: { type: 'string', description: 'Names the property, through references with dots.' },
        operator: { enum: Object.keys(operators) },
        value: { description: 'Gives the value, {"fact": …}, {"rel": "today", "add": {…}} or {"ctx": "user.id"}.' },
      },
      required: ['fact', 'operator'],
      additionalProperties: false,
    },
  ],
};
