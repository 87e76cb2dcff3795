import type { Context } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import { matchesType, typeByName } from '../http/file-types.ts';
import { readFormFile } from '../http/form-file.ts';
import type { AppServices } from '../services.ts';

export function addFileRoutes(app: App, services: AppServices): void {
  app.post('/api/files', async (context) => {
    const { file } = await readFormFile(context);
    const type = typeByName(file.name, file.type);
    if (type === undefined) throw new Refusal('file.type', { type: file.type || file.name.split('.').at(-1) });
    if (!matchesType(file.content, type)) throw new Refusal('file.content', { type });
    const saved = await services.store.database.transaction((tx) =>
      services.store.saveFile(tx, context.get('call'), { name: file.name, type, content: file.content }),
    );
    return context.json(saved, 201, { location: `/api/files/${saved.id}` });
  });

  app.get('/api/files/:id', async (context) => {
    const id = context.req.param('id').toLowerCase();
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Refusal('file.unknown');
    const found = await services.store.readFile(context.get('call'), id);
    if (!found) throw new Refusal('file.unknown');
    return sendFile(context, found.file, found.content);
  });
}

/** Shown in place only when the browser cannot run anything in it; all else is a download. */
const shownInPlace = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/pdf']);

export function sendFile(context: Context, file: { readonly name: string; readonly type: string }, content: Uint8Array): Response {
  const inline = shownInPlace.has(file.type) && context.req.query('inline') !== undefined;
  return context.body(content as Uint8Array<ArrayBuffer>, 200, {
    'content-type': file.type,
    'content-length': String(content.byteLength),
    'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', file.name),
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
    'cache-control': 'private, no-store',
  });
}

/** RFC 6266: an ASCII name for old programs, the real one in UTF-8. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\/;%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
