import { Refusal } from '../kernel/refusal.ts';
import type { Call, EntityModel } from '../model/index.ts';
import type { Store, StoredRecord, Transaction } from '../store/face.ts';
import { mayOperate } from './rights.ts';

/** Locks the record for an operation: 404 when it is not there or not visible, 403 when it is visible but out of the operation's rows. */
export async function loadFor(store: Store, tx: Transaction, call: Call, entity: EntityModel, id: string, operation: string): Promise<StoredRecord> {
  const isSystem = call.actor.kind === 'system';
  const record = isId(id) ? await store.load(tx, call, entity.name, id, { operation: isSystem ? null : operation, lock: true, children: true }) : undefined;
  if (record !== undefined) return record;
  const isVisible = isId(id) && mayOperate(call, entity.name, 'read') && (await store.load(tx, call, entity.name, id, { operation: 'read' })) !== undefined;
  throw isVisible ? new Refusal('access.right-missing', { operation }) : new Refusal('record.not-found');
}

/** A text that is no id names no record; the database need not be asked. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

export function refuseManaged(entity: EntityModel): void {
  if (entity.managedBy !== null || entity.childOf !== null) throw new Refusal('record.managed');
}

export function requireEditable(call: Call, entity: EntityModel, record: StoredRecord): void {
  const state = record.state === null ? undefined : entity.states.get(record.state);
  if (state !== undefined && !state.editable) {
    throw new Refusal('record.state', { state: state.title, operation: call.actor.language.startsWith('zh') ? '修改' : 'edit' });
  }
}
