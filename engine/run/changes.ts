import type { Store } from '../store/face.ts';
import type { RecordChanges } from './face.ts';
import { readInput } from './input.ts';
import { entityOf, refuse, type RecordWriter } from './writer.ts';

/** Changes made while deciding at a flow node. Which properties are open there is the flow's to say and is checked by it;
 *  here the values are checked like those of any form, references included, and written with their history. */
export function createRecordChanges(store: Store, writer: RecordWriter): RecordChanges {
  return {
    async change(tx, call, { entity: name, record, changes, comment }) {
      const entity = entityOf(call, name);
      const read = readInput(entity.fields, changes, {
        release: call.release,
        types: writer.types,
        source: 'wire',
        entity,
        before: record,
        opened: new Set(Object.keys(changes)),
      });
      if (read.masked.size > 0) {
        const shown = JSON.parse((await store.read(call, name, record.id, tx))?.json ?? '{}') as Record<string, { readonly masked?: string } | null>;
        for (const [key, text] of read.masked) if (shown[key]?.masked !== text) read.errors.push({ pointer: `/${key}`, code: 'value.masked' });
      }
      read.errors.push(...(await writer.checkReferences(tx, call, read.references, record)));
      refuse(read.errors.map((error) => ({ ...error, pointer: `/changes${error.pointer}` })));
      const keys = Object.keys(read.values).filter((key) => JSON.stringify(read.values[key] ?? null) !== JSON.stringify(record[key] ?? null));
      if (keys.length === 0) return { record, changed: [] };
      const changed = Object.fromEntries(keys.map((key) => [key, read.values[key]]));
      const written = await writer.update(tx, call, entity, record, changed, { audit: { type: 'flow', comment } });
      const after = (await store.load(tx, call, name, record.id, { operation: null, children: true })) ?? written;
      return { record: after, changed: keys.map((key) => ({ key, before: record[key] ?? null, after: after[key] ?? null })) };
    },
  };
}
