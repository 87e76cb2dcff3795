import type { Context } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { readBytes } from './read-bytes.ts';
import { sizeText } from './read-json.ts';

/** Largest file, bytes; the parts around it may take a little more. */
const fileLimit = 20 * 1024 * 1024;
const aroundFile = 64 * 1024;
/** Longest file name, characters. */
const nameLength = 200;

export interface FormFile {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** Field `file` of a multipart body and its other text fields. The body is counted while it arrives and refused at the
 *  limit. Refuses file.too-large, file.missing. */
export async function readFormFile(context: Context): Promise<{ readonly file: FormFile; readonly fields: Readonly<Record<string, string>> }> {
  const type = context.req.header('content-type') ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) throw new Refusal('file.missing');
  const tooLarge = () => new Refusal('file.too-large', { limit: sizeText(fileLimit) });
  const bytes = await readBytes(context.req.raw, fileLimit + aroundFile, tooLarge);
  let form: FormData;
  try {
    form = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new Refusal('request.malformed', { reason: 'multipart/form-data' });
  }
  const file = form.get('file');
  if (!(file instanceof File)) throw new Refusal('file.missing');
  if (file.size > fileLimit) throw tooLarge();
  const fields = Object.fromEntries([...form.entries()].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  return {
    file: { name: safeName(file.name), type: file.type.split(';')[0]?.trim().toLowerCase() ?? '', content: new Uint8Array(await file.arrayBuffer()) },
    fields,
  };
}

/** The last part of a path, without control and direction characters; never empty. */
function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
    .normalize('NFC');
  return (clean === '' || clean === '.' || clean === '..' ? 'file' : clean).slice(-nameLength);
}
