import { createHash } from 'node:crypto';
import { accessTo } from '../access/grants.ts';
import type { FileBody } from '../contract/wire.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Call } from '../model/index.ts';
import type { OpenDatabase } from './database/open-database.ts';
import type { RecordReads, Transaction } from './face.ts';
import { isId, type NewId } from './new-id.ts';
import { userOf } from './user-of.ts';

/** Bytes of one piece of a file. */
const pieceSize = 1_000_000;
/** Largest file. */
const fileLimit = 20_000_000;

/** Stores a file in pieces within the transaction. Refuses file.too-large. */
export async function saveFile(
  tx: Transaction,
  call: Call,
  request: { readonly name: string; readonly type: string; readonly content: Uint8Array; readonly newId: NewId },
): Promise<FileBody> {
  const { name, type, content } = request;
  if (content.byteLength > fileLimit) throw new Refusal('file.too-large', { limit: '20 MB' });
  const file: FileBody = { id: request.newId(), name, type, size: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') };
  await tx.query('insert into loom.file (id, name, type, size, sha256, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7)', [
    file.id,
    name,
    type,
    file.size,
    file.sha256,
    call.now,
    userOf(call),
  ]);
  for (let at = 0, position = 0; at < content.byteLength; at += pieceSize, position += 1) {
    await tx.query('insert into loom.file_chunk (file_id, position, content) values ($1, $2, $3)', [
      file.id,
      position,
      Buffer.from(content.subarray(at, at + pieceSize)),
    ]);
  }
  return file;
}

interface FileRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: string;
  readonly sha256: string;
  readonly created_by: string | null;
}

/** The file when the actor may see a record that holds it, or uploaded it herself. */
export async function readFile(
  tools: { readonly database: OpenDatabase; readonly read: RecordReads['read'] },
  call: Call,
  id: string,
): Promise<{ readonly file: FileBody; readonly content: Uint8Array } | undefined> {
  const { database } = tools;
  if (!isId(id)) return undefined;
  const [row] = await database.query<FileRow>('select id, name, type, size, sha256, created_by from loom.file where id = $1', [id]);
  if (row === undefined) return undefined;
  const mayRead = call.actor.kind === 'system' || (row.created_by !== null && row.created_by === call.actor.userId) || (await isHeldByVisible(tools, call, id));
  if (!mayRead) return undefined;
  const pieces = await database.query<{ content: Buffer }>('select content from loom.file_chunk where file_id = $1 order by position', [id]);
  return {
    file: { id: row.id, name: row.name, type: row.type, size: Number(row.size), sha256: row.sha256 },
    content: Buffer.concat(pieces.map((piece) => piece.content)),
  };
}

/** A property that is masked or hidden in the record does not give its file away either. */
async function isHeldByVisible(
  { database, read }: { readonly database: OpenDatabase; readonly read: RecordReads['read'] },
  call: Call,
  id: string,
): Promise<boolean> {
  const holders = await database.query<{ entity: string; record_id: string; property: string }>(
    'select entity, record_id, property from loom.file_holder where file_id = $1',
    [id],
  );
  for (const holder of holders) {
    const entity = call.release.entities.get(holder.entity);
    if (entity === undefined || accessTo(call.release, call.actor, { entity: holder.entity, operation: 'read', withTasks: entity.hasFlow }).grants.length === 0)
      continue;
    const seen = await read(call, holder.entity, holder.record_id);
    const value: unknown = seen === undefined ? undefined : (JSON.parse(seen.json) as Record<string, unknown>)[holder.property];
    if (holdsFile(value, id)) return true;
  }
  return false;
}

function holdsFile(value: unknown, id: string): boolean {
  if (Array.isArray(value)) return value.some((one) => holdsFile(one, id));
  return typeof value === 'object' && value !== null && (value as { id?: unknown }).id === id;
}
