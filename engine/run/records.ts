import { Refusal } from '../kernel/refusal.ts';
import type { Call, EntityModel } from '../model/index.ts';
import type { Store, StoredRecord, Transaction, Values } from '../store/face.ts';
import { isImpliedByReading } from '../access/grants.ts';
import { requireWritable } from './field-rights.ts';
import type { RecordService } from './face.ts';
import { applyFormRules } from './form-rules.ts';
import { isMaintained, readInput, type ReadInput } from './input.ts';
import { allowedOn } from './allowed.ts';
import { loadFor, refuseManaged, requireEditable } from './record-checks.ts';
import { requireOperation } from './rights.ts';
import { entityOf, refuse, type RecordWriter } from './writer.ts';

/** The same inside a transaction that is already open, without a version to compare. */
export interface RecordsInside {
  createInside(tx: Transaction, call: Call, entity: string, body: unknown): Promise<{ readonly id: string }>;
  updateInside(tx: Transaction, call: Call, entity: string, id: string, patch: unknown): Promise<unknown>;
}

/** Generic create, update and retire. Order of checks: right → visible → state → version → input → rules; the first stage
 *  that finds something answers, and it answers with everything that it found. */
export function createRecordService({
  store,
  writer,
  sentences,
}: {
  readonly store: Store;
  readonly writer: RecordWriter;
  readonly sentences: (refusal: Refusal, language: string) => string;
}): RecordService & RecordsInside {
  async function createIn(
    tx: Transaction,
    call: Call,
    entity: EntityModel,
    body: unknown,
  ): Promise<{ readonly id: string; readonly version: number; readonly json: string }> {
    const read = readInput(entity.fields, body, { release: call.release, types: writer.types, source: 'wire', entity });
    for (const key of read.masked.keys()) read.errors.push({ pointer: `/${key}`, code: 'value.masked' });
    await requireWritable(store, tx, call, entity, 'create', ownedBy(call, entity, read.values), sentKeys(entity, read));
    await refuseFindings(store, writer, tx, call, entity, 'create', read, null);
    const record = await writer.insert(tx, call, entity, read.values, { type: 'created' });
    const wire = await readAfter(store, tx, call, { entity: entity.name, id: record.id, operation: 'create' });
    return { id: record.id, version: record.version, json: wire?.json ?? JSON.stringify({ id: record.id, version: record.version, state: record.state }) };
  }

  async function updateIn(
    tx: Transaction,
    call: Call,
    entity: EntityModel,
    id: string,
    { patch, expectedVersion }: { readonly patch: unknown; readonly expectedVersion?: number },
  ): Promise<{ readonly version: number; readonly json: string }> {
    const before = await loadFor(store, tx, call, entity, id, 'update');
    requireEditable(call, entity, before);
    if (expectedVersion !== undefined && before.version !== expectedVersion) throw new Refusal('request.stale');
    const read = readInput(entity.fields, patch, { release: call.release, types: writer.types, source: 'wire', entity, before });
    await dropUnchangedMasks(store, tx, call, entity.name, id, read);
    await requireWritable(store, tx, call, entity, 'update', before, sentKeys(entity, read));
    await refuseFindings(store, writer, tx, call, entity, 'edit', read, before);
    const record = await writer.update(tx, call, entity, before, read.values, { audit: { type: 'updated' }, whole: true });
    const wire = await readAfter(store, tx, call, { entity: entity.name, id: id, operation: 'update' });
    return { version: record.version, json: wire?.json ?? JSON.stringify({ id, version: record.version, state: record.state }) };
  }

  return {
    async create(call, entityName, body) {
      const entity = entityOf(call, entityName);
      requireOperation(call, entityName, 'create');
      refuseManaged(entity);
      return store.enter(call, (tx, entered) => createIn(tx, entered, entity, body));
    },

    async update(call, entityName, id, patch, expectedVersion) {
      const entity = entityOf(call, entityName);
      requireOperation(call, entityName, 'update');
      refuseManaged(entity);
      return store.enter(call, (tx, entered) => updateIn(tx, entered, entity, id, { patch, expectedVersion }));
    },

    async retire(asked, entityName, id, expectedVersion) {
      const entity = entityOf(asked, entityName);
      requireOperation(asked, entityName, 'retire');
      refuseManaged(entity);
      await store.enter(asked, async (tx, call) => {
        const before = await loadFor(store, tx, call, entity, id, 'retire');
        if (before.version !== expectedVersion) throw new Refusal('request.stale');
        await store.retire(tx, call, entityName, before, { type: 'retired' });
      });
    },

    async createInside(tx, call, entityName, body) {
      const entity = entityOf(call, entityName);
      requireOperation(call, entityName, 'create');
      refuseManaged(entity);
      return createIn(tx, call, entity, body);
    },

    async updateInside(tx, call, entityName, id, patch) {
      const entity = entityOf(call, entityName);
      requireOperation(call, entityName, 'update');
      refuseManaged(entity);
      return updateIn(tx, call, entity, id, { patch });
    },

    allowed(call, entityName, id) {
      const entity = entityOf(call, entityName);
      return store.database.transaction((tx) => allowedOn({ store, sentences }, tx, call, entity, id));
    },
  };
}

/** The record as the person sees it after her change, and the check that the change was hers to make. */
async function readAfter(
  store: Store,
  tx: Transaction,
  call: Call,
  written: { readonly entity: string; readonly id: string; readonly operation: string },
): Promise<{ readonly json: string } | undefined> {
  const { entity, id, operation } = written;
  if (isImpliedByReading(call.release, call.actor, entity, operation)) {
    const wire = await store.read(call, entity, id, tx);
    if (wire === undefined) await requirePostImage(store, tx, call, entity, id, operation);
    return wire;
  }
  // Both travel together; when the image is refused the transaction ends and nothing of the read is used.
  const [, wire] = await Promise.all([requirePostImage(store, tx, call, entity, id, operation), store.read(call, entity, id, tx)]);
  return wire;
}

/** A change must not carry the record out of the rows that the actor may change. */
async function requirePostImage(store: Store, tx: Transaction, call: Call, entity: string, id: string, operation: string): Promise<void> {
  if (call.actor.kind === 'system') return;
  if (!(await store.satisfies(tx, call, entity, id, operation))) throw new Refusal('access.right-missing', { operation });
}

/** Properties that the body really tries to write. */
function sentKeys(entity: EntityModel, read: ReadInput): readonly string[] {
  return [...Object.keys(read.values), ...read.masked.keys()].filter((key) => {
    const field = entity.fields.get(key);
    return field !== undefined && !isMaintained(field);
  });
}

/** A masked value that comes back as it was shown means "unchanged"; any other is refused. */
async function dropUnchangedMasks(store: Store, tx: Transaction, call: Call, entity: string, id: string, read: ReadInput): Promise<void> {
  if (read.masked.size === 0) return;
  const wire = await store.read(call, entity, id, tx);
  const shown = JSON.parse(wire?.json ?? '{}') as Record<string, { readonly masked?: string } | null>;
  for (const [key, text] of read.masked) if (shown[key]?.masked !== text) read.errors.push({ pointer: `/${key}`, code: 'value.masked' });
  read.masked.clear();
}

/** Input findings, references and the conditions of the default form, all in one answer. */
async function refuseFindings(
  store: Store,
  writer: RecordWriter,
  tx: Transaction,
  call: Call,
  entity: EntityModel,
  variant: 'create' | 'edit',
  read: ReadInput,
  before: StoredRecord | null,
): Promise<void> {
  const form = call.release.forms.get(call.release.screens.get(entity.name)?.forms.get(variant) ?? '');
  if (form !== undefined)
    read.errors.push(...(await applyFormRules(store, tx, call, { form, fields: entity.fields, scope: entity.scope, entity, values: read.values, before })));
  read.errors.push(...(await writer.checkReferences(tx, call, read.references, before ?? undefined)));
  if (before === null) {
    // What was sent and is wrong has been told; a body that is no object has nothing to miss.
    const told = new Set(read.errors.map((error) => error.pointer));
    for (const key of requiredKeys(entity))
      if (!told.has('') && !told.has(`/${key}`) && isMissing(entity, key, read.values)) read.errors.push({ pointer: `/${key}`, code: 'value.required' });
  }
  refuse(read.errors.filter((error, index, all) => all.findIndex((other) => other.pointer === error.pointer && other.code === error.code) === index));
}

function requiredKeys(entity: EntityModel): readonly string[] {
  return [...entity.fields.values()]
    .filter((field) => (field.required || entity.required.includes(field.key)) && !isMaintained(field))
    .map((field) => field.key);
}

function isMissing(entity: EntityModel, key: string, values: Values): boolean {
  const value = values[key] ?? entity.fields.get(key)?.default;
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** The new record as its owner's scope will see it, before it is written. */
function ownedBy(call: Call, entity: EntityModel, values: Values): Values {
  const { actor } = call;
  return {
    createdBy: actor.userId,
    state: entity.initialState,
    ...(entity.owned ? { ownerUser: actor.userId, ownerUnit: actor.unitId, ownerPath: actor.unitPath } : {}),
    ...values,
  };
}
