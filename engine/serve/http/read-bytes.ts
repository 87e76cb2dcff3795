import type { Refusal } from '../../kernel/refusal.ts';

/** The whole body, refused as soon as it passes `limit` bytes, whatever Content-Length claimed. */
export async function readBytes(request: Request, limit: number, tooLarge: (limit: number) => Refusal): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  // A length that was announced is what HTTP delivers: no more need be watched, and the body comes without a stream.
  if (request.headers.has('content-length')) return new Uint8Array(await request.arrayBuffer());
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
