import type { Allowed } from '../contract/index.ts';
import type { Call } from '../model/index.ts';
import type { Values } from '../store/face.ts';

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
  /** Same checks, then the action's preview operation; changes nothing. */
  preview(call: Call, request: Omit<ActionRequest, 'idempotencyKey'>): Promise<unknown>;
  /** A plugin's readOnly operation. */
  operate(call: Call, operation: string, input: Values): Promise<unknown>;
}
