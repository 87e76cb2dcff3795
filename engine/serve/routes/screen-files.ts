import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import type { AppServices } from '../services.ts';

/** The built screens: hashed files for ever, pages never kept; every address that is no file is the application's own. */
export function addScreenFiles(app: App, services: AppServices): void {
  const folder = services.screensFolder;
  if (folder === null) return;
  const files = new FileCache(folder);
  app.get('*', async (context) => {
    const path = decodePath(context.req.path);
    if (path === undefined) throw new Refusal('request.route-unknown', { method: 'GET', path: context.req.path.slice(0, 120) });
    const isPage = extname(path) === '' || extname(path) === '.html';
    const page = path.startsWith('/portal') ? ['/portal.html', '/portal/index.html', '/index.html'] : ['/index.html'];
    const candidates = isPage ? [...(extname(path) === '' ? [] : [path]), ...page] : [path];
    for (const candidate of candidates) {
      const file = await files.get(candidate);
      if (!file) continue;
      const immutable = /-[A-Za-z0-9_-]{8,}\.\w+$/.test(candidate) || candidate.startsWith('/assets/');
      const headers: Record<string, string> = {
        'content-type': file.type,
        vary: 'Accept-Encoding',
        'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      };
      const accepted = context.req.header('accept-encoding') ?? '';
      const encoding = file.brotli && /\bbr\b/.test(accepted) ? 'br' : file.gzip && /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
      if (encoding !== undefined) headers['content-encoding'] = encoding;
      const body = encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : file.content;
      return context.body(body as Uint8Array<ArrayBuffer>, 200, headers);
    }
    throw new Refusal('request.route-unknown', { method: 'GET', path: path.slice(0, 120) });
  });
}

interface CachedFile {
  readonly type: string;
  readonly content: Uint8Array;
  readonly brotli?: Uint8Array;
  readonly gzip?: Uint8Array;
  readonly modified: number;
}

/** Files in memory with their compressed forms, read again when they change on disk. */
class FileCache {
  readonly #folder: string;
  readonly #files = new Map<string, CachedFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(path: string): Promise<CachedFile | undefined> {
    const full = join(this.#folder, normalize(path));
    if (!full.startsWith(this.#folder + sep)) return undefined;
    const status = await stat(full).catch(() => undefined);
    if (!status?.isFile()) return undefined;
    const known = this.#files.get(full);
    if (known && known.modified === status.mtimeMs) return known;
    const content = await readFile(full);
    const type = types[extname(full)] ?? 'application/octet-stream';
    const compressible = /text|javascript|json|svg/.test(type) && content.byteLength > 1_400;
    const file: CachedFile = {
      type,
      content,
      modified: status.mtimeMs,
      ...(compressible ? { brotli: await brotli(content), gzip: await promisify(gzip)(content) } : {}),
    };
    this.#files.set(full, file);
    return file;
  }
}

/** Quality 5: a tenth of the time of the best for a few per cent more bytes; done once a file. */
function brotli(content: Uint8Array): Promise<Uint8Array> {
  return promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}

function decodePath(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\u0000') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};
