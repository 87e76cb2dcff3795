import type { Allowed } from '../contract/index.ts';
import type { Call } from '../model/index.ts';
import type { StoredRecord, Transaction, Values } from '../store/face.ts';

/** Every business change goes through here, whoever asks: a button, a flow's outcome, an import, a job, the API. */
export interface RecordService {
  /** Answers the wire JSON of the new record. Order of checks: right → input → rules; refusals name every wrong field. */
  create(call: Call, entity: string, body: unknown): Promise<{ readonly id: string; readonly version: number; readonly json: string }>;
  /** RFC 7396 merge; children as whole arrays with ids for existing rows. `expectedVersion` from If-Match is required. */
  update(call: Call, entity: string, id: string, patch: unknown, expectedVersion: number): Promise<{ readonly version: number; readonly json: string }>;
  retire(call: Call, entity: string, id: string, expectedVersion: number): Promise<void>;
  allowed(call: Call, entity: string, id: string): Promise<Allowed>;
}

export interface ActionRequest {
  readonly action: string;
  /** Null for a free action. */
  readonly recordId: string | null;
  readonly input: unknown;
  readonly idempotencyKey: string | null;
  readonly expectedVersion?: number;
}

export interface ActionService {
  /** `{"record":…,"result":…}` as JSON text. One transaction; same key and content → the first answer. */
  act(call: Call, request: ActionRequest): Promise<string>;
  /** A bulk action: one transaction a record, one answer a record, in the order asked. */
  actOnMany(
    call: Call,
    request: Omit<ActionRequest, 'recordId' | 'expectedVersion'> & { readonly recordIds: readonly string[] },
  ): Promise<readonly BulkAnswer[]>;
  /** Same checks, then the action's preview operation; changes nothing. */
  preview(call: Call, request: Omit<ActionRequest, 'idempotencyKey'>): Promise<unknown>;
  /** A plugin's readOnly operation. */
  operate(call: Call, operation: string, input: Values): Promise<unknown>;
}

export interface BulkAnswer {
  readonly recordId: string;
  readonly done: boolean;
  /** Of the refusal. */
  readonly code?: string;
  readonly reason?: string;
}

/** Runs an action inside a transaction that is already open: flows, imports, seeds and document tests. */
export interface ActionRunner {
  perform(tx: Transaction, call: Call, request: PerformRequest): Promise<Performed>;
}

export interface PerformRequest {
  readonly action: string;
  readonly recordId: string | null;
  readonly input: unknown;
  readonly expectedVersion?: number;
  /** `flow`: an outcome or automatic node; it may be internal, and the person needs no grant of her own for it. */
  readonly as: 'person' | 'flow';
}

export interface Performed {
  /** The action's record, or the one that it made. */
  readonly record: { readonly entity: string; readonly id: string } | null;
  /** Step key → output of an operation or `{id}` of a made record. */
  readonly result: Values;
}

/** What `run` needs of the flow room: step `flow.start`. */
export type StartFlow = (
  tx: Transaction,
  call: Call,
  request: { readonly flow: string; readonly entity: string; readonly recordId: string },
) => Promise<{ readonly instanceId: string }>;

/** Changes of a record made at a flow node: the node's field rights replace the person's own. */
export interface RecordChanges {
  /** Refuses record.invalid; answers the record and what really changed. */
  change(
    tx: Transaction,
    call: Call,
    request: { readonly entity: string; readonly record: StoredRecord; readonly changes: Values; readonly comment: string | null },
  ): Promise<{ readonly record: StoredRecord; readonly changed: readonly { readonly key: string; readonly before: unknown; readonly after: unknown }[] }>;
}
