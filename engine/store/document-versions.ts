import type { Database } from './face.ts';

/** A document of a plugin's kind as some release held it, by content hash. Never changed, never deleted: records pin it. */
export interface DocumentVersion {
  readonly kind: string;
  readonly name: string;
  readonly hash: string;
  readonly title: string;
  /** JSON. */
  readonly content: string;
}

export async function keepDocumentVersions(database: Database, versions: readonly DocumentVersion[]): Promise<void> {
  if (versions.length === 0) return;
  const column = (key: keyof DocumentVersion) => versions.map((version) => version[key]);
  await database.query(
    `insert into loom.document_version (kind, name, hash, title, content) select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) on conflict do nothing`,
    [column('kind'), column('name'), column('hash'), column('title'), column('content')],
  );
}

export async function readDocumentVersions(database: Database): Promise<readonly DocumentVersion[]> {
  return database.query<DocumentVersion>('select kind, name, hash, title, content from loom.document_version');
}
