import type { Json } from '../../kernel/json.ts';
import { isObject, pointerToken } from '../../kernel/json.ts';

/** Every `@<entity>/<key>` in a value, with its pointer. */
export function seedReference(value: Json, at: string): { pointer: string; reference: string }[] {
  if (typeof value === 'string') return /^@[a-z][a-z0-9-]*\/[A-Za-z0-9_-]+$/.test(value) ? [{ pointer: at, reference: value }] : [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, index) => seedReference(item, `${at}/${index}`));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => seedReference(item, `${at}/${pointerToken(key)}`)) : [];
}
