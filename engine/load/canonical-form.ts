import type { Json, JsonObject } from '../kernel/json.ts';
import { isObject } from '../kernel/json.ts';
import type { Kind } from '../kinds/kind.ts';
import { resolve, schemaOf } from '../kinds/parts/schema.ts';

/** The one way to write a document: keys in the order of the schema (elements of maps as they stand), defaults left out,
 *  two spaces, LF, NFC, a line end at the end. Formatting twice changes nothing. In an overlay defaults stay, because there
 *  they may undo what the base says. */
export function canonicalText(content: JsonObject, kind: Kind, options: { readonly isOverlay: boolean }): string {
  const ordered = canonicalObject({ root: kind.schema, keepDefaults: options.isOverlay }, kind.schema, content);
  return `${JSON.stringify(ordered, null, 2).normalize('NFC')}\n`;
}

interface Form {
  readonly root: JsonObject;
  readonly keepDefaults: boolean;
}

function canonicalObject(form: Form, written: JsonObject | undefined, value: JsonObject): JsonObject {
  const node = resolve(form.root, written);
  const isMap = node?.['x-map'] === true;
  const declared = isObject(node?.properties) ? Object.keys(node.properties) : [];
  const keys = isMap
    ? Object.keys(value)
    : [...declared.filter((key) => value[key] !== undefined), ...Object.keys(value).filter((key) => !declared.includes(key))];
  const ordered: Record<string, Json> = {};
  for (const key of keys) {
    const inner = schemaOf(form.root, node, key);
    const item = value[key] as Json;
    const isDefault = !isMap && inner?.default !== undefined && JSON.stringify(inner.default) === JSON.stringify(item);
    if (isDefault && !form.keepDefaults) continue;
    ordered[key] = isObject(item) && inner?.['x-condition'] !== true ? canonicalObject(form, inner, item) : item;
  }
  return ordered;
}
