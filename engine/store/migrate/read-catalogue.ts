import type { Database } from '../face.ts';

export interface CatalogueColumn {
  readonly name: string;
  /** As `format_type` writes it. */
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
}

export interface CatalogueTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, CatalogueColumn>;
  /** Index name → valid. */
  readonly indexes: ReadonlyMap<string, boolean>;
  /** Foreign key name → its target and whether it was validated. */
  readonly foreignKeys: ReadonlyMap<string, { readonly target: string; readonly validated: boolean }>;
  readonly isEmpty: boolean;
}

export type Catalogue = ReadonlyMap<string, CatalogueTable>;

/** What schema `app` really holds, whatever a release believes. */
export async function readCatalogue(database: Database): Promise<Catalogue> {
  const columns = await database.query<{ table: string; name: string; type: string; not_null: boolean; has_default: boolean }>(`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null, a.atthasdef as has_default
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'app' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`);
  const indexes = await database.query<{ table: string; name: string; valid: boolean }>(`
    select t.relname as table, i.relname as name, x.indisvalid as valid from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'app'`);
  const keys = await database.query<{ table: string; name: string; target: string; validated: boolean }>(`
    select t.relname as table, k.conname as name, k.confrelid::regclass::text as target, k.convalidated as validated from pg_constraint k
    join pg_class t on t.oid = k.conrelid join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'app' and k.contype = 'f'`);
  const names = [...new Set(columns.map((column) => column.table))];
  const filled = new Set<string>();
  if (names.length > 0) {
    const tests = names.map((name) => `select '${name}' as name where exists (select 1 from app."${name}")`);
    for (const row of await database.query<{ name: string }>(tests.join(' union all '))) filled.add(row.name);
  }
  return new Map(
    names.map((name) => [
      name,
      {
        name,
        columns: new Map(
          columns
            .filter((column) => column.table === name)
            .map((column) => [column.name, { name: column.name, type: column.type, notNull: column.not_null, hasDefault: column.has_default }]),
        ),
        indexes: new Map(indexes.filter((index) => index.table === name).map((index) => [index.name, index.valid])),
        foreignKeys: new Map(keys.filter((key) => key.table === name).map((key) => [key.name, { target: key.target, validated: key.validated }])),
        isEmpty: !filled.has(name),
      },
    ]),
  );
}
