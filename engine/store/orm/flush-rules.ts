import type { ChangeSet, EventSubscriber, FlushEventArgs } from '@mikro-orm/core';
import { invariant, Refusal } from '../../kernel/refusal.ts';
import type { Call, EntityModel } from '../../model/index.ts';
import type { Transaction, UnitOfWorkRules, Values } from '../face.ts';
import { entityOf } from '../tables.ts';
import { isMapped } from './entity-schemas.ts';
import { userOf } from '../user-of.ts';

type Change = ChangeSet<object>;
type Manager = FlushEventArgs['em'];

/** What every flush keeps: nothing foreign is written, values pass the checks of all writes before their statements, and
 *  each record leaves an audit row in the same transaction. */
export function flushRules(room: { readonly tx: Transaction; readonly call: Call; readonly rules: UnitOfWorkRules }): EventSubscriber {
  const { tx, call, rules } = room;
  return {
    async onFlush({ uow, em }: FlushEventArgs) {
      // All are looked at before the first is completed, since completing may draw numbers.
      for (const change of uow.getChangeSets()) requireWritable(change, rules);
      for (const change of [...uow.getChangeSets()]) {
        const entity = entityOf(call.release, change.meta.className);
        const id = idOf(change.entity);
        const given = businessValues(entity, change.payload);
        if (change.type !== 'create' && Object.keys(given).length === 0) continue;
        const completed = await rules.complete(entity.name, { id, isNew: change.type === 'create', values: given });
        assign(em, { entity, record: change.entity as Record<string, unknown>, given, completed });
        uow.recomputeSingleChangeSet(change.entity);
      }
    },
    async afterFlush({ uow }: FlushEventArgs) {
      const rows = uow.getChangeSets().map((change) => auditRow(call, rules, change));
      if (rows.length > 0) await tx.query(auditStatement, [JSON.stringify(rows)]);
    },
  };
}

function requireWritable(change: Change, rules: UnitOfWorkRules): void {
  invariant(change.type === 'create' || change.type === 'update', 'a record is retired, not deleted');
  if (!rules.mayWrite(change.meta.className)) throw new Refusal('record.managed');
  const payload = change.payload as Values;
  invariant((payload['retiredAt'] ?? null) === null, 'a unit of work retires nothing');
}

/** Values of the entity's own properties, its state and owner; references as ids. */
function businessValues(entity: EntityModel, payload: object | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(payload ?? {})) {
    const field = entity.fields.get(key);
    if (field === undefined && !writableSystem.has(key)) continue;
    values[key] = field?.base === 'reference' && typeof value === 'object' && value !== null ? idOf(value) : value;
  }
  return values;
}

const writableSystem = new Set(['state', 'ownerUser', 'ownerUnit', 'ownerPath']);

/** Puts onto the object what the checks have added or written in its canonical way. */
function assign(
  em: Manager,
  request: { readonly entity: EntityModel; readonly record: Record<string, unknown>; readonly given: Values; readonly completed: Values },
): void {
  const { entity, record, given, completed } = request;
  for (const [key, value] of Object.entries(completed)) {
    if (JSON.stringify(given[key]) === JSON.stringify(value)) continue;
    const field = entity.fields.get(key);
    if (field === undefined ? !writableSystem.has(key) : !isMapped(field)) {
      const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
      invariant(isEmpty || field === undefined || field.virtual === true, `"${entity.name}.${key}" is written through records, not by a unit of work`);
      continue;
    }
    if (field?.base === 'reference' && typeof value === 'string' && field.to !== undefined) record[key] = em.getReference(field.to as never, value as never);
    else record[key] = value;
  }
}

function idOf(value: unknown): string {
  const { id } = value as { readonly id?: unknown };
  invariant(typeof id === 'string', 'an object of a unit of work has an id');
  return id;
}

const auditColumns = 'at, actor_id, actor_name, type, action, entity, record_id, before, after, comment, request_id, release';
const auditStatement = `insert into loom.audit (${auditColumns}) select ${auditColumns} from json_populate_recordset(null::loom.audit, $1::json)`;

/** A new record's values without the empty ones; of a changed one, what has changed on both sides. */
function auditRow(call: Call, rules: UnitOfWorkRules, change: Change): object {
  const entity = entityOf(call.release, change.meta.className);
  const isNew = change.type === 'create';
  const after = businessValues(entity, change.payload);
  const kept = Object.entries(after).filter(([key, value]) => !isNew || ((value ?? null) !== null && !key.startsWith('owner')));
  const earlier = businessValues(entity, change.originalEntity);
  const audit = rules.audit(isNew ? 'created' : 'updated');
  return {
    at: call.now,
    actor_id: userOf(call),
    actor_name: call.actor.name,
    type: audit.type,
    action: audit.action ?? null,
    entity: entity.name,
    record_id: idOf(change.entity),
    before: isNew ? null : Object.fromEntries(kept.map(([key]) => [key, earlier[key] ?? null])),
    after: Object.fromEntries(kept.map(([key, value]) => [key, value ?? null])),
    comment: audit.comment ?? null,
    request_id: call.requestId,
    release: call.release.hash,
  };
}
