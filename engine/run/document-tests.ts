import { isObject, type JsonObject } from '../kernel/json.ts';
import { decimal, isDecimalText } from '../kernel/index.ts';
import { invariant, Refusal } from '../kernel/refusal.ts';
import type { Actor, Call, EffectiveDocument } from '../model/index.ts';
import type { Store, StoredRecord, Transaction, Values } from '../store/face.ts';
import { rolledBack } from './actions.ts';
import type { ActionRunner } from './face.ts';
import type { RecordsInside } from './records.ts';
import { entityOf, type RecordWriter } from './writer.ts';

/** What a `test` document found. */
export interface DocumentTestResult {
  readonly name: string;
  readonly title: string;
  readonly passed: boolean;
  /** What came out otherwise than the document says. */
  readonly findings: readonly string[];
}

export interface DocumentTestRoom {
  readonly store: Store;
  readonly writer: RecordWriter;
  readonly runner: ActionRunner;
  readonly records: RecordsInside;
}

/** Runs the release's `test` documents, each in a transaction that is rolled back. The call is one of the system. */
export async function runDocumentTests(room: DocumentTestRoom, call: Call): Promise<readonly DocumentTestResult[]> {
  const results: DocumentTestResult[] = [];
  for (const document of call.release.documents.values()) {
    if (document.kind === 'test') results.push(await runDocumentTest(room, call, document));
  }
  return results;
}

async function runDocumentTest(room: DocumentTestRoom, call: Call, document: EffectiveDocument): Promise<DocumentTestResult> {
  const { content } = document;
  const findings = await rolledBack(room.store, async (tx) => {
    const actor = await personWithRole(room, tx, call, String(content['as']));
    const person: Call = { ...call, actor };
    const given = new Map<string, { readonly of: string; readonly id: string }>();
    for (const [key, one] of Object.entries(objectAt(content, 'given'))) {
      if (!isObject(one)) continue;
      const entity = entityOf(call, String(one['of']));
      // Given records belong to the person: her own scope holds them.
      const values = await room.writer.readBusinessValues(tx, person, entity, resolve(objectAt(one, 'values'), given) as Values);
      const record = await room.writer.insert(tx, person, entity, values, { type: 'system', comment: 'test' });
      given.set(key, { of: entity.name, id: record.id });
    }
    return judge(room, tx, person, content, given);
  });
  return { name: document.name, title: String(content['title'] ?? document.name), passed: findings.length === 0, findings };
}

async function judge(
  room: DocumentTestRoom,
  tx: Transaction,
  call: Call,
  content: JsonObject,
  given: ReadonlyMap<string, { readonly of: string; readonly id: string }>,
): Promise<readonly string[]> {
  const when = objectAt(content, 'when');
  const then = objectAt(content, 'then');
  const on = typeof when['on'] === 'string' ? given.get(when['on'].slice(1)) : undefined;
  const input = resolve(when['input'] ?? {}, given);
  let outcome: { readonly record: { readonly entity: string; readonly id: string } | null; readonly result: Values };
  try {
    outcome = await perform();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const codes = [error.code, ...error.errors.map((one) => one.code)];
    if (typeof then['refused'] === 'string') return codes.includes(then['refused']) ? [] : [`refused with ${codes.join(', ')}, not with ${then['refused']}`];
    return [`refused with ${codes.join(', ')}: ${error.errors.map((one) => one.pointer).join(' ')}`];
  }
  if (typeof then['refused'] === 'string') return [`not refused, but ${then['refused']} was expected`];
  const record =
    outcome.record === null ? undefined : await room.store.load(tx, call, outcome.record.entity, outcome.record.id, { operation: null, children: true });
  return [
    ...(then['state'] === undefined || record?.state === then['state'] ? [] : [`state is ${String(record?.state)}, not ${String(then['state'])}`]),
    ...differences(objectAt(then, 'record'), record, given, 'record'),
    ...differences(objectAt(then, 'result'), outcome.result, given, 'result'),
  ];

  async function perform(): Promise<typeof outcome> {
    if (typeof when['action'] === 'string') {
      const done = await room.runner.perform(tx, call, { action: when['action'], recordId: on?.id ?? null, input, as: 'person' });
      return done;
    }
    if (typeof when['create'] === 'string') {
      const made = await room.records.createInside(tx, call, when['create'], input);
      return { record: { entity: when['create'], id: made.id }, result: {} };
    }
    const entity = String(when['update']);
    invariant(on !== undefined, 'a test that updates names its record');
    await room.records.updateInside(tx, call, entity, on.id, input);
    return { record: { entity, id: on.id }, result: {} };
  }
}

/** A person of the test, with a unit of her own, who leaves no trace. */
async function personWithRole(room: DocumentTestRoom, tx: Transaction, call: Call, role: string): Promise<Actor> {
  const model = call.release.roles.get(role.replace(/^role:/, ''));
  invariant(model !== undefined, `publishing proved that role "${role}" exists`);
  const write = async (entity: string, values: Values): Promise<StoredRecord> =>
    room.writer.insert(tx, call, entityOf(call, entity), values, { type: 'system', comment: 'test' });
  const unit = await write('org-unit', { code: 'TEST-UNIT', name: 'Test' });
  const staff = await write('staff', { username: 'test-person', name: model.title, unit: unit.id, active: true, state: 'active' });
  return {
    userId: staff.id,
    username: 'test-person',
    name: model.title,
    unitId: unit.id,
    unitPath: '/TEST-UNIT/',
    roles: [...new Set([model.name, ...model.includes])].sort(),
    language: call.release.language,
    sessionHash: null,
    kind: 'person',
  };
}

function differences(expected: JsonObject, found: Values | undefined, given: ReadonlyMap<string, { readonly id: string }>, place: string): readonly string[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const wanted = resolve(value, given);
    const actual = found?.[key] ?? null;
    return isSame(wanted, actual) ? [] : [`${place} ${key} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`];
  });
}

/** Expected objects and lists may name only what matters; decimals compare by value. */
function isSame(wanted: unknown, actual: unknown): boolean {
  if (isDecimalText(wanted) && isDecimalText(actual)) return decimal(wanted).eq(decimal(actual));
  if (Array.isArray(wanted)) return Array.isArray(actual) && wanted.length === actual.length && wanted.every((item, index) => isSame(item, actual[index]));
  if (isObject(wanted)) return isObject(actual) && Object.entries(wanted).every(([key, value]) => isSame(value, actual[key] ?? null));
  return (wanted ?? null) === (actual ?? null);
}

function resolve(value: unknown, given: ReadonlyMap<string, { readonly id: string }>): unknown {
  if (typeof value === 'string' && value.startsWith('@')) return given.get(value.slice(1))?.id ?? value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, given));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, given)]));
  return value;
}

function objectAt(content: JsonObject, key: string): JsonObject {
  const value = content[key];
  return isObject(value) ? value : {};
}
