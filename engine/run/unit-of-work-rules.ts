import { Refusal } from '../kernel/refusal.ts';
import type { Call, EntityModel } from '../model/index.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';
import type { Store, Transaction, UnitOfWorkRules } from '../store/face.ts';
import { entityOf, type RecordWriter } from './writer.ts';

/** A plugin's unit of work writes what the plugin manages and nothing else, under the checks that every write passes.
 *  Child rows belong to the write of their record, so they are not written one by one. */
export function unitOfWorkRules(
  { store, writer }: { readonly store: Store; readonly writer: RecordWriter },
  tx: Transaction,
  call: Call,
  plugin: PluginDefinition,
  action: string | undefined,
): UnitOfWorkRules {
  return {
    mayWrite(name) {
      const entity = entityOf(call, name);
      return entity.childOf === null && isManagedBy(plugin, entity);
    },
    async complete(name, { id, isNew, values }) {
      const entity = entityOf(call, name);
      const before = isNew ? null : await store.load(tx, call, name, id, { operation: null, children: true });
      if (before === undefined) throw new Refusal('record.not-found');
      const read = await writer.readBusinessValues(tx, call, entity, values, before ?? undefined);
      return writer.completed(tx, call, entity, read, before);
    },
    audit: (type) => ({ type, action: action ?? null, comment: null }),
  };
}

export function isManagedBy(plugin: PluginDefinition, entity: EntityModel): boolean {
  return entity.managedBy === plugin.name || plugin.managed?.includes(entity.name) === true;
}
