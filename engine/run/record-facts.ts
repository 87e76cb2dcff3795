import type { EvaluationContext } from '../condition/types.ts';
import type { Call, EntityModel, Release } from '../model/index.ts';
import type { Store, Transaction, Values } from '../store/face.ts';

/** What conditions and formulas see while one command runs: one today, one now, one person. */
export function evaluationContext(call: Call, before: Values | null = null): EvaluationContext {
  const { actor } = call;
  return {
    today: call.today,
    now: call.now,
    zone: call.zone,
    before,
    ...(actor.userId === '' ? {} : { user: { id: actor.userId, unitId: actor.unitId, unitPath: actor.unitPath, roles: actor.roles } }),
  };
}

/** The record with everything that the paths ask for: relations as nested objects with their id, children as rows.
 *  Works on a record that is not written yet: its own values win, only what it points to is read. */
export async function factsOf(store: Store, tx: Transaction, call: Call, entity: EntityModel, record: Values, paths: readonly string[]): Promise<Values> {
  const asked: string[] = [];
  const ofRows = new Map<string, string[]>();
  for (const path of new Set(paths)) {
    const [first = '', ...rest] = path.split('.');
    const field = entity.fields.get(first);
    if (field?.base === 'children' && record[first] !== undefined) {
      if (rest.length > 1) ofRows.set(first, [...(ofRows.get(first) ?? []), rest.join('.')]);
    } else if (rest.length > 0 || (field !== undefined && record[first] === undefined && (field.base === 'children' || field.base === 'references')))
      asked.push(path);
  }
  const facts: Record<string, unknown> = { ...record };
  if (asked.length > 0) {
    const read = await store.facts(tx, call, entity.name, { id: '', version: 0, state: null, ...record }, asked);
    for (const [key, value] of Object.entries(read)) {
      facts[key] =
        typeof value === 'object' && value !== null && !Array.isArray(value) && typeof record[key] === 'string' ? { ...value, id: record[key] } : value;
    }
  }
  for (const [key, rest] of ofRows) facts[key] = await rowsWithFacts(store, tx, call, childOf(call.release, entity, key), record[key], rest);
  return facts;
}

async function rowsWithFacts(
  store: Store,
  tx: Transaction,
  call: Call,
  child: EntityModel | undefined,
  rows: unknown,
  paths: readonly string[],
): Promise<unknown> {
  if (child === undefined || !Array.isArray(rows)) return rows;
  const result: Values[] = [];
  for (const row of rows as readonly Values[]) result.push(await factsOf(store, tx, call, child, row, paths));
  return result;
}

/** Entity of the rows of a children property. */
export function childOf(release: Release, entity: EntityModel, property: string): EntityModel | undefined {
  const of = entity.fields.get(property)?.of;
  return of === undefined ? undefined : release.entities.get(of);
}
