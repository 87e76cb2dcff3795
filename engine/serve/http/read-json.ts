import type { Context } from 'hono';
import type { Json } from '../../kernel/json.ts';
import { toPointer } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { readBytes } from './read-bytes.ts';

/** Largest JSON body, bytes. */
const jsonLimit = 1024 * 1024;
/** Deepest nesting of a JSON body; a record with children needs three. */
const depthLimit = 32;

/** The JSON body of a request. Refuses `request.unsupported-media-type`, `request.too-large`, and `request.malformed`
 *  with the line and column, or the pointer, of the first fault. An absent body is read as `{}` when `optional`. */
export async function readJson(context: Context, options: { readonly optional?: boolean } = {}): Promise<Json> {
  const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const bytes = await readBytes(context.req.raw, jsonLimit, (limit) => new Refusal('request.too-large', { limit: sizeText(limit) }));
  if (bytes.byteLength === 0 && options.optional) return {};
  if (type !== 'application/json' && !/^application\/[a-z0-9.-]+\+json$/.test(type)) throw new Refusal('request.unsupported-media-type');
  return parseJson(decodeUtf8(bytes));
}

export function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw malformed(placeOfSyntaxError(text, error as SyntaxError));
  }
  checkValue(value, []);
  return value;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed({ zh: '不是 UTF-8 文本', en: 'not UTF-8 text' });
  }
}

/** What JSON allows and the database or the language cannot hold safely. */
function checkValue(value: Json, path: readonly (string | number)[]): void {
  if (path.length > depthLimit) throw at(path.slice(0, 4), `嵌套超过 ${depthLimit} 层`, `nested deeper than ${depthLimit}`);
  if (typeof value === 'string') {
    if (value.includes('\u0000')) throw at(path, '含空字符 U+0000', 'contains U+0000');
    if (!value.isWellFormed()) throw at(path, '含不完整的 Unicode 字符', 'contains a lone surrogate');
  } else if (Array.isArray(value)) {
    value.forEach((item: Json, index) => checkValue(item, [...path, index]));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__') throw at([...path, key], '不允许的键', 'this key is not allowed');
      if (key.includes('\u0000') || !key.isWellFormed()) throw at(path, '键含不允许的字符', 'a key contains a character that is not allowed');
      checkValue(item, [...path, key]);
    }
  }
}

function at(path: readonly (string | number)[], zh: string, en: string): Refusal {
  const pointer = toPointer(path);
  return malformed({ zh: `${pointer || '/'} ${zh}`, en: `${pointer || '/'} ${en}` }, pointer);
}

function malformed(reason: { readonly zh: string; readonly en: string }, pointer?: string): Refusal {
  return new Refusal('request.malformed', { reason }, pointer === undefined ? [] : [{ pointer, code: 'request.malformed', params: { reason } }]);
}

function placeOfSyntaxError(text: string, error: SyntaxError): { zh: string; en: string } {
  const position = Number(/at position (\d+)/.exec(error.message)?.[1] ?? text.length);
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  return { zh: `第 ${line} 行第 ${column} 列不是合法的 JSON`, en: `not JSON at line ${line}, column ${column}` };
}

export function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.round(bytes / 1024)} KB`;
}
