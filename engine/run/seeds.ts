import { invariant } from '../kernel/refusal.ts';
import type { Call, SeedModel } from '../model/index.ts';
import type { Store, Transaction, Values } from '../store/face.ts';
import { findSeeded } from '../store/seed-statements.ts';
import { entityOf, type RecordWriter } from './writer.ts';

/** Writes the reference records of the release: `once` only when none is there, retired ones included; `managed` keeps them
 *  as written. A record that refers to another seed's (`@entity/key`) comes after it. The call is one of the system. */
export async function applySeeds(
  room: { readonly store: Store; readonly writer: RecordWriter },
  tx: Transaction,
  call: Call,
): Promise<{ readonly made: number; readonly changed: number }> {
  const entries = new Map<string, { readonly seed: SeedModel; readonly values: Values }>();
  for (const seed of call.release.seeds) for (const [key, values] of seed.records) entries.set(`${seed.of}/${key}`, { seed, values });
  const ids = new Map<string, string>();
  const open = new Set<string>();
  const count = { made: 0, changed: 0 };
  for (const name of entries.keys()) await apply(name);
  return count;

  async function apply(name: string): Promise<string> {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const entry = entries.get(name);
    invariant(entry !== undefined, `publishing proved that seed record "${name}" exists`);
    invariant(!open.has(name), `seed record "${name}" does not refer to itself`);
    open.add(name);
    const id = await write(name, entry.seed, (await resolved(entry.values)) as Values);
    open.delete(name);
    ids.set(name, id);
    return id;
  }

  async function resolved(value: unknown): Promise<unknown> {
    if (typeof value === 'string' && value.startsWith('@') && entries.has(value.slice(1))) return apply(value.slice(1));
    if (Array.isArray(value)) return Promise.all(value.map(resolved));
    if (typeof value !== 'object' || value === null) return value;
    const result: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) result[key] = await resolved(inner);
    return result;
  }

  async function write(name: string, seed: SeedModel, values: Values): Promise<string> {
    const entity = entityOf(call, seed.of);
    const read = await room.writer.readBusinessValues(tx, call, entity, values);
    const found = await findSeeded(
      tx,
      room.store.tableOf(call.release, seed.of),
      seed.match.map((key) => {
        const field = entity.fields.get(key);
        invariant(field?.column != null && field.sqlType !== null && field.sensitive === undefined, `seed "${seed.name}" is found by a plain column: ${key}`);
        return { column: field.column, sqlType: field.sqlType, value: read[key] ?? null };
      }),
    );
    const audit = { type: 'system', comment: `seed ${name}` } as const;
    if (found === undefined) {
      count.made++;
      return (await room.writer.insert(tx, call, entity, read, audit)).id;
    }
    if (seed.mode === 'once' || found.isRetired) return found.id;
    const before = await room.store.load(tx, call, seed.of, found.id, { operation: null, lock: true, children: true });
    invariant(before !== undefined, 'a seed record that is not retired can be loaded');
    const differs = Object.entries(read).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key] ?? null) && !Array.isArray(value));
    if (differs.length === 0) return found.id;
    const after = await room.writer.update(tx, call, entity, before, Object.fromEntries(differs), { audit });
    if (after.version !== before.version) count.changed++;
    return found.id;
  }
}
