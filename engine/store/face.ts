import type { Condition } from '../condition/types.ts';
import type { Call, Release } from '../model/index.ts';
import type { FileBody, HistoryEntry } from '../contract/index.ts';
import type { EntityManager } from '../plugin-api/entity-manager.ts';

/** A connection in a transaction. Statements are parameterised and prepared by name; rows come as objects.
 *  int8 and numeric are strings, date is YYYY-MM-DD, timestamptz is RFC 3339 UTC text. */
export interface Transaction {
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Run after a successful commit, in order; errors are logged, never thrown. */
  afterCommit(work: () => void | Promise<void>): void;
}

export interface Database {
  /** Read outside a transaction. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Commits when `work` resolves, rolls back when it throws. Serialization failures and deadlocks are retried up to three times. */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** LISTEN with reconnection; answers the way to stop. After every reconnection `onReconnect` is called. */
  listen(channel: string, onMessage: (payload: string) => void, onReconnect?: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Property values by key as the store takes and gives them: money, decimals and rates as strings, dates as text,
 *  references and files as ids, references[] / choices as arrays, document as `name@hash`, sensitive values in clear,
 *  children as arrays of the same shape (existing rows carry `id`). System properties: id, version, state, createdAt,
 *  createdBy, updatedAt, updatedBy, ownerUser, ownerUnit, ownerPath. */
export type Values = { readonly [property: string]: unknown };
export type StoredRecord = Values & { readonly id: string; readonly version: number; readonly state: string | null };

export interface SortKey {
  readonly path: string;
  readonly descending: boolean;
}

export interface RowsQuery {
  /** Name of a list document, or null to read an entity with all properties the actor may see (GET /api/records). */
  readonly list: string | null;
  readonly entity: string;
  readonly filter: Condition | null;
  readonly sort: readonly SortKey[];
  readonly after: string | null;
  readonly limit: number;
  readonly search: string | null;
}

/** `json` is the answer's text as PostgreSQL built it; Node passes it through. */
export interface RowsAnswer {
  readonly json: string;
}

/** Reads with the actor's scope, restrictions and masks inside the statement. A revoked or expired session makes every
 *  read throw Refusal `access.no-session` (checked in the same round trip when the actor has a sessionHash). */
export interface RecordReads {
  /** Wire JSON of one record (children, reference labels, masks), or undefined when it is not there or not visible. */
  read(call: Call, entity: string, id: string, tx?: Transaction): Promise<{ readonly json: string; readonly version: number } | undefined>;
  /** `{"rows":[…],"next":…}`. Refuses list.field-not-sortable, list.cursor-invalid, list.filter-invalid, access.right-missing. */
  rows(call: Call, query: RowsQuery): Promise<RowsAnswer>;
  count(call: Call, query: Omit<RowsQuery, 'sort' | 'after' | 'limit'>): Promise<{ readonly count: number; readonly capped: boolean }>;
  totals(call: Call, query: Omit<RowsQuery, 'sort' | 'after' | 'limit'>): Promise<Readonly<Record<string, string>>>;
  lookup(
    call: Call,
    entity: string,
    options: { readonly search: string | null; readonly ids: readonly string[] | null; readonly limit: number },
  ): Promise<readonly { readonly id: string; readonly label: string; readonly hint: string | null }[]>;
  /** Rows for exports, in batches of wire objects, through a cursor in one repeatable-read transaction. */
  stream(call: Call, query: Omit<RowsQuery, 'after' | 'limit'>, onBatch: (rows: readonly Values[]) => Promise<void>): Promise<void>;
  history(call: Call, entity: string, id: string): Promise<readonly HistoryEntry[]>;
}

export interface LoadOptions {
  /** `for update`. */
  readonly lock?: boolean;
  /** Row condition of the operation for this actor (`read`, `update`, `action:x`…); null = as system, without scope. */
  readonly operation: string | null;
  readonly children?: boolean;
}

/** The write side: validated values in, one transaction with audit and outbox. Called by `run`, never by `serve`. */
export interface RecordWrites {
  load(tx: Transaction, call: Call, entity: string, id: string, options: LoadOptions): Promise<StoredRecord | undefined>;
  /** Equality on properties (null = is null; array = any of). As system unless `operation` is given. */
  find(
    tx: Transaction,
    call: Call,
    entity: string,
    where: Values,
    options?: { readonly orderBy?: readonly string[]; readonly limit?: number; readonly operation?: string | null; readonly lock?: boolean },
  ): Promise<readonly StoredRecord[]>;
  /** Facts for conditions and formulas: dotted relation paths read in one statement each relation level. */
  facts(tx: Transaction, call: Call, entity: string, record: StoredRecord, paths: readonly string[]): Promise<Values>;
  insert(tx: Transaction, call: Call, entity: string, values: Values, audit: AuditNote): Promise<StoredRecord>;
  insertMany(tx: Transaction, call: Call, entity: string, rows: readonly Values[], audit: AuditNote): Promise<readonly string[]>;
  /** Writes only what changed; bumps version; refuses request.stale when `expectedVersion` is given and differs. */
  update(
    tx: Transaction,
    call: Call,
    entity: string,
    before: StoredRecord,
    changes: Values,
    options: { readonly expectedVersion?: number; readonly audit: AuditNote },
  ): Promise<StoredRecord>;
  retire(tx: Transaction, call: Call, entity: string, before: StoredRecord, audit: AuditNote): Promise<void>;
  /** True when the record (as it now stands in the transaction) satisfies the actor's row condition for the operation: the post-image check. */
  satisfies(tx: Transaction, call: Call, entity: string, id: string, operation: string): Promise<boolean>;
  /** Ids among `ids` that exist, are not retired and that the actor may read. */
  visibleIds(tx: Transaction, call: Call, entity: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface AuditNote {
  /** created, updated, retired, action, flow, import, system. */
  readonly type: string;
  readonly action?: string | null;
  readonly comment?: string | null;
}

export interface ExportNote {
  readonly entity: string;
  readonly list: string;
  readonly format: string;
  readonly filter: Condition | null;
  readonly search: string | null;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** What a unit of work asks its owner when it is about to write. */
export interface UnitOfWorkRules {
  mayWrite(entity: string): boolean;
  /** Checks a new record, or what has changed of an old one, and answers the values to write: numbers, formulas, defaults
   *  among them. Refuses record.invalid. */
  complete(entity: string, change: { readonly id: string; readonly isNew: boolean; readonly values: Values }): Promise<Values>;
  audit(type: 'created' | 'updated'): AuditNote;
}

export interface UnitOfWork {
  readonly entities: EntityManager;
  /** Writes what is not written yet; afterwards the unit of work can no longer be used. */
  end(): Promise<void>;
}

export interface Store extends RecordReads, RecordWrites {
  readonly database: Database;
  /** A transaction that writes under the call's business date; the work gets the call with the date that it is made under. */
  enter<Result>(call: Call, work: (tx: Transaction, call: Call) => Promise<Result>): Promise<Result>;
  /** Entities as objects inside the transaction, by the release of the call; see `orm/README.md`. */
  unitOfWork(tx: Transaction, call: Call, rules: UnitOfWorkRules): Promise<UnitOfWork>;
  /** Next number of a template, gap-free inside its transaction: `SQ{yyyyMMdd}{seq:4}`; the counter restarts with the date part. */
  nextNumber(tx: Transaction, template: string, today: string): Promise<string>;
  emit(tx: Transaction, topic: string, payload: Values): Promise<void>;
  /** An audit row of data that left the house: who took which list, with which filter, how many rows, as what file. */
  noteExport(tx: Transaction, call: Call, note: ExportNote): Promise<void>;
  /** First use of a key answers undefined and reserves it until the transaction ends; later uses answer the stored result,
   *  or refuse request.key-reused when `contentHash` differs. `remember` stores the result in the same transaction. */
  recall(tx: Transaction, call: Call, key: string, contentHash: string): Promise<string | undefined>;
  remember(tx: Transaction, call: Call, key: string, result: string): Promise<void>;
  /** Record grants of flow tasks: read access for one person to one record while `until` is open. */
  grant(tx: Transaction, grant: { readonly entity: string; readonly recordId: string; readonly userId: string; readonly cause: string }): Promise<void>;
  revokeGrants(tx: Transaction, cause: string): Promise<void>;
  saveFile(tx: Transaction, call: Call, file: { readonly name: string; readonly type: string; readonly content: Uint8Array }): Promise<FileBody>;
  /** Undefined when the actor may see no record that holds it and did not upload it. */
  readFile(call: Call, id: string): Promise<{ readonly file: FileBody; readonly content: Uint8Array } | undefined>;
  /** Table of an entity, quoted and schema-qualified, for plugins' SQL. */
  tableOf(release: Release, entity: string): string;
}
