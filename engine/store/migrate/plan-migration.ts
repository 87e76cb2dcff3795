import type { Release } from '../../model/index.ts';
import type { Database } from '../face.ts';
import { quote } from '../tables.ts';
import { type Catalogue, type CatalogueTable, readCatalogue } from './read-catalogue.ts';
import { typeChange } from './type-change.ts';
import { type WantedColumn, type WantedIndex, type WantedTable, wantedTables } from './wanted-tables.ts';

/** The statements that a plan may hold; all of them leave the running release able to read and write. */
export type StepKind =
  | 'create-table'
  | 'rename-table'
  | 'add-column'
  | 'rename-column'
  | 'widen-column'
  | 'relax-column'
  | 'create-index'
  | 'drop-index'
  | 'add-key'
  | 'validate-key';

export interface MigrationStep {
  readonly kind: StepKind;
  /** In words, for the person who publishes. */
  readonly title: string;
  readonly sql: string;
  /** Must run outside any transaction. */
  readonly concurrently: boolean;
}

export interface MigrationPlan {
  readonly steps: readonly MigrationStep[];
  /** Why it cannot be done without losing or breaking something; a plan with any is not applied. */
  readonly refusals: readonly string[];
  /** Rows that will not satisfy the new release; they stay and are asked for at their next change. */
  readonly notices: readonly string[];
}

interface Draft {
  readonly steps: MigrationStep[];
  readonly refusals: string[];
  readonly notices: string[];
}

/** Compares what the release needs with what the database really holds. `from` only tells what was declared before:
 *  nothing is dropped because it is missing from `to`. */
export async function planMigration(database: Database, from: Release | null, to: Release): Promise<MigrationPlan> {
  const catalogue = new Map(await readCatalogue(database));
  const draft: Draft = { steps: [], refusals: [], notices: [] };
  const wanted = wantedTables(to);
  const names = new Set(wanted.map((table) => table.name));
  for (const table of wanted) renameTable(table, catalogue, names, draft);
  for (const table of wanted) {
    const known = catalogue.get(table.name);
    if (known === undefined) createTable(table, draft);
    else await changeColumns(database, table, { known, catalogue, draft });
  }
  for (const table of wanted) await changeIndexes(database, table, { known: catalogue.get(table.name), from, draft });
  for (const table of wanted) await changeKeys(database, table, { known: catalogue.get(table.name), catalogue, draft });
  for (const table of wanted) await noticeMissing(database, table, { known: catalogue.get(table.name), from, draft });
  return draft;
}

function step(draft: Draft, kind: StepKind, title: string, sql: string, concurrently = false): void {
  draft.steps.push({ kind, title, sql, concurrently });
}

function renameTable(table: WantedTable, catalogue: Map<string, CatalogueTable>, wanted: ReadonlySet<string>, draft: Draft): void {
  if (catalogue.has(table.name)) return;
  const former = table.formerly.find((name) => catalogue.has(name) && !wanted.has(name));
  const known = former === undefined ? undefined : catalogue.get(former);
  if (former === undefined || known === undefined) return;
  step(draft, 'rename-table', `Table ${former} becomes ${table.name}.`, `alter table app.${quote(former)} rename to ${quote(table.name)}`);
  const renamed = (name: string): string => (name.startsWith(`${former}_`) ? `${table.name}${name.slice(former.length)}` : name);
  const indexes = new Map<string, boolean>();
  for (const [name, valid] of known.indexes) {
    if (renamed(name) !== name)
      step(draft, 'rename-table', `Index ${name} becomes ${renamed(name)}.`, `alter index app.${quote(name)} rename to ${quote(renamed(name))}`);
    indexes.set(renamed(name), valid);
  }
  const keys = new Map<string, { readonly target: string; readonly validated: boolean }>();
  for (const [name, key] of known.foreignKeys) {
    if (renamed(name) !== name)
      step(
        draft,
        'rename-table',
        `Constraint ${name} becomes ${renamed(name)}.`,
        `alter table app.${quote(table.name)} rename constraint ${quote(name)} to ${quote(renamed(name))}`,
      );
    keys.set(renamed(name), key);
  }
  catalogue.delete(former);
  catalogue.set(table.name, { ...known, name: table.name, indexes, foreignKeys: keys });
}

function columnText(column: WantedColumn): string {
  return `${quote(column.name)} ${column.type}${column.filled ? ' not null' : ''}${column.default === undefined ? '' : ` default ${column.default}`}`;
}

function createTable(table: WantedTable, draft: Draft): void {
  const columns = table.columns.map(columnText).join(', ');
  step(
    draft,
    'create-table',
    `New table ${table.name} with ${table.columns.length} columns.`,
    `create table app.${quote(table.name)} (${columns}, primary key (${table.primaryKey}))`,
  );
}

interface Known {
  readonly known: CatalogueTable;
  readonly catalogue: Map<string, CatalogueTable>;
  readonly draft: Draft;
}

async function changeColumns(database: Database, table: WantedTable, { known, catalogue, draft }: Known): Promise<void> {
  const columns = new Map(known.columns);
  const wanted = new Set(table.columns.map((column) => column.name));
  const target = `app.${quote(table.name)}`;
  for (const column of table.columns) {
    const old = columns.get(column.name);
    if (old === undefined) {
      const former = column.formerly.find((name) => columns.has(name) && !wanted.has(name));
      const renamed = former === undefined ? undefined : columns.get(former);
      if (former !== undefined && renamed !== undefined) {
        step(
          draft,
          'rename-column',
          `${table.name}.${former} becomes ${column.name}.`,
          `alter table ${target} rename column ${quote(former)} to ${quote(column.name)}`,
        );
        columns.delete(former);
        columns.set(column.name, { ...renamed, name: column.name });
        changeType(table, column, renamed.type, draft);
        continue;
      }
      if (await refuseSecret(database, table, { column, columns, draft })) continue;
      addColumn(table, column, { isEmpty: known.isEmpty, draft });
      columns.set(column.name, { name: column.name, type: column.type, notNull: column.filled, hasDefault: column.default !== undefined });
    } else changeType(table, column, old.type, draft);
  }
  for (const [name, column] of columns) {
    if (wanted.has(name) || !column.notNull || column.hasDefault) continue;
    step(
      draft,
      'relax-column',
      `${table.name}.${name} is no longer asked for; it stays, and may be empty.`,
      `alter table ${target} alter column ${quote(name)} drop not null`,
    );
  }
  catalogue.set(table.name, { ...known, columns });
}

/** A property that became sensitive, or ceased to be, would leave its values behind in the old columns. */
async function refuseSecret(
  database: Database,
  table: WantedTable,
  { column, columns, draft }: { readonly column: WantedColumn; readonly columns: ReadonlyMap<string, unknown>; readonly draft: Draft },
): Promise<boolean> {
  const plain = column.name.replace(/_(enc|hash|mask|tail)$/, '');
  const old = column.name.endsWith('_enc') && columns.has(plain) ? plain : columns.has(`${column.name}_enc`) ? `${column.name}_enc` : undefined;
  if (old === undefined || column.property === null) return false;
  const count = await countRows(database, table.name, `${quote(old)} is not null`);
  if (count === 0) return false;
  draft.refusals.push(
    `${table.entity.title} (${table.entity.name}.${column.property}): ${count} values would have to be encrypted or decrypted. Add a new property and move them with a job.`,
  );
  return true;
}

function addColumn(table: WantedTable, column: WantedColumn, { isEmpty, draft }: { readonly isEmpty: boolean; readonly draft: Draft }): void {
  if (column.filled && column.default === undefined && !isEmpty) {
    draft.refusals.push(`${table.entity.title} (${table.entity.name}): existing records have no ${column.name}. Make a new entity instead.`);
    return;
  }
  step(
    draft,
    'add-column',
    `New column ${table.name}.${column.name} (${column.type}).`,
    `alter table app.${quote(table.name)} add column ${columnText(column)}`,
  );
}

function changeType(table: WantedTable, column: WantedColumn, actual: string, draft: Draft): void {
  const wanted = column.type.split(' collate', 1)[0] as string;
  const change = typeChange(actual, wanted);
  if (change === 'same') return;
  const where = `${table.entity.title} (${table.entity.name}.${column.property ?? column.name})`;
  if (change === 'narrow')
    draft.refusals.push(
      `${where}: ${actual} cannot become ${wanted} without losing or breaking values. Add a new property, move the values with a job, and retire this one.`,
    );
  else
    step(
      draft,
      'widen-column',
      `${table.name}.${column.name} widens from ${actual} to ${wanted}.`,
      `alter table app.${quote(table.name)} alter column ${quote(column.name)} type ${column.type}`,
    );
}

async function changeIndexes(
  database: Database,
  table: WantedTable,
  { known, from, draft }: { readonly known: CatalogueTable | undefined; readonly from: Release | null; readonly draft: Draft },
): Promise<void> {
  for (const index of table.indexes) {
    const valid = known?.indexes.get(index.name);
    if (valid === true) continue;
    if (valid === false)
      step(
        draft,
        'drop-index',
        `Index ${index.name} was left unfinished and is made again.`,
        `drop index concurrently if exists app.${quote(index.name)}`,
        true,
      );
    if (known !== undefined && index.unique && (await hasDuplicates(database, table, { known, index, draft }))) continue;
    const isBusy = known !== undefined && !known.isEmpty;
    const where = index.inForce ? ' where retired_at is null' : '';
    step(
      draft,
      'create-index',
      `${index.unique ? 'Unique index' : 'Index'} on ${table.name} (${index.keys.replaceAll('"', '')}).`,
      `create ${index.unique ? 'unique ' : ''}index ${isBusy ? 'concurrently ' : ''}if not exists ${quote(index.name)} on app.${quote(table.name)} (${index.keys})${where}`,
      isBusy,
    );
  }
  if (from === null || known === undefined) return;
  // A uniqueness that is no longer declared would go on refusing; what it guarded is not lost.
  const wanted = new Set(table.indexes.map((index) => index.name));
  for (const name of known.indexes.keys()) {
    if (name.endsWith('_unique') && !wanted.has(name))
      step(draft, 'drop-index', `${name} is no longer unique.`, `drop index concurrently if exists app.${quote(name)}`, true);
  }
}

async function hasDuplicates(
  database: Database,
  table: WantedTable,
  { known, index, draft }: { readonly known: CatalogueTable; readonly index: WantedIndex; readonly draft: Draft },
): Promise<boolean> {
  const columns = index.keys.replaceAll(' desc', '');
  const names = columns.split(', ').map((name) => name.replaceAll('"', ''));
  if (known.isEmpty || names.some((name) => !known.columns.has(name) || known.columns.get(name) === undefined)) return false;
  // Columns that this very plan adds or renames hold nothing to compare yet.
  const existing = await database.query<{ name: string }>(
    'select a.attname as name from pg_attribute a where a.attrelid = to_regclass($1) and not a.attisdropped',
    [`app.${quote(table.name)}`],
  );
  if (!names.every((name) => existing.some((column) => column.name === name))) return false;
  const filled = names.map((name) => `${quote(name)} is not null`).join(' and ');
  const [row] = await database.query<{ count: string }>(
    `select count(*) from (select 1 from app.${quote(table.name)} where ${filled}${index.inForce ? ' and retired_at is null' : ''} group by ${columns} having count(*) > 1) d`,
  );
  const count = Number(row?.count ?? 0);
  if (count > 0)
    draft.refusals.push(
      `${table.entity.title} (${table.entity.name}): ${index.properties.join(', ')} shall be unique, but ${count} values occur more than once.`,
    );
  return count > 0;
}

async function changeKeys(
  database: Database,
  table: WantedTable,
  { known, catalogue, draft }: { readonly known: CatalogueTable | undefined; readonly catalogue: Catalogue; readonly draft: Draft },
): Promise<void> {
  for (const key of table.foreignKeys) {
    const old = known?.foreignKeys.get(key.name);
    const source = `app.${quote(table.name)}`;
    if (old !== undefined && old.target.replaceAll('"', '') !== key.target.replaceAll('"', '')) {
      draft.refusals.push(
        `${table.entity.title} (${table.entity.name}.${key.property}): it refers to ${old.target} and cannot turn to ${key.target}. Add a new property.`,
      );
      continue;
    }
    if (old?.validated === true) continue;
    if (old === undefined) {
      const isBusy = known !== undefined && !known.isEmpty && known.columns.has(key.column);
      if (isBusy && (await hasOrphans(database, table, { key, catalogue, draft }))) continue;
      step(
        draft,
        'add-key',
        `${table.name}.${key.column} refers to ${key.target.replaceAll('"', '')}.`,
        `alter table ${source} add constraint ${quote(key.name)} foreign key (${quote(key.column)}) references ${key.target}${isBusy ? ' not valid' : ''}`,
      );
      if (!isBusy) continue;
    }
    step(
      draft,
      'validate-key',
      `Check of ${table.name}.${key.column} over the existing records.`,
      `alter table ${source} validate constraint ${quote(key.name)}`,
    );
  }
}

async function hasOrphans(
  database: Database,
  table: WantedTable,
  { key, catalogue, draft }: { readonly key: WantedTable['foreignKeys'][number]; readonly catalogue: Catalogue; readonly draft: Draft },
): Promise<boolean> {
  const exists = await database.query('select 1 from pg_attribute a where a.attrelid = to_regclass($1) and a.attname = $2 and not a.attisdropped', [
    `app.${quote(table.name)}`,
    key.column,
  ]);
  const targetName = key.target.replace('app.', '').replaceAll('"', '');
  if (exists.length === 0 || (key.target.startsWith('app.') && !catalogue.has(targetName))) return false;
  const [row] = await database.query<{ count: string }>(
    `select count(*) from app.${quote(table.name)} s where s.${quote(key.column)} is not null and not exists (select 1 from ${key.target} t where t.id = s.${quote(key.column)})`,
  );
  const count = Number(row?.count ?? 0);
  if (count > 0) draft.refusals.push(`${table.entity.title} (${table.entity.name}.${key.property}): ${count} records refer to something that does not exist.`);
  return count > 0;
}

async function noticeMissing(
  database: Database,
  table: WantedTable,
  { known, from, draft }: { readonly known: CatalogueTable | undefined; readonly from: Release | null; readonly draft: Draft },
): Promise<void> {
  const before = from?.entities.get(table.entity.name);
  if (known === undefined || known.isEmpty || before === undefined || table.name !== table.entity.table) return;
  for (const key of table.entity.required) {
    const field = table.entity.fields.get(key);
    if (field?.column == null || before.required.includes(key) || field.sensitive !== undefined) continue;
    const isThere = await database.query('select 1 from pg_attribute a where a.attrelid = to_regclass($1) and a.attname = $2 and not a.attisdropped', [
      `app.${quote(table.name)}`,
      field.column,
    ]);
    const count = await countRows(database, table.name, isThere.length === 0 ? 'retired_at is null' : `${quote(field.column)} is null and retired_at is null`);
    if (count > 0)
      draft.notices.push(
        `${table.entity.title}: ${count} records have no ${field.title} (${key}), which is required from now on; it is asked for at their next change.`,
      );
  }
}

async function countRows(database: Database, table: string, where: string): Promise<number> {
  const [row] = await database.query<{ count: string }>(`select count(*) from app.${quote(table)} where ${where}`);
  return Number(row?.count ?? 0);
}
