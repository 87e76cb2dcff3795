import { decimalToText, Decimal } from '../kernel/index.ts';
import { invariant, Refusal, type RefusalDetail } from '../kernel/refusal.ts';
import type { Call, EntityModel, FieldModel } from '../model/index.ts';
import type { FieldTypeDefinition } from '../plugin-api/plugin.ts';
import type { AuditNote, Store, StoredRecord, Transaction, Values } from '../store/face.ts';
import { readInput, type ReadInput } from './input.ts';
import { keepPlatformRules } from './platform-rules.ts';
import { childOf, evaluationContext, factsOf } from './record-facts.ts';
import { textOf } from './sentence.ts';
import { userOf } from '../store/user-of.ts';

/** Writes checked values: defaults, numbers, formulas, required properties, constraints, then the store, in one place for
 *  whoever writes (the API, a step, an operation, a flow, an import). Knows nothing of rights. */
export interface RecordWriter {
  readonly types: ReadonlyMap<string, FieldTypeDefinition>;
  insert(tx: Transaction, call: Call, entity: EntityModel, values: Values, audit: AuditNote): Promise<StoredRecord>;
  /** Many rows of one entity, one insert statement; answers their ids in order. */
  insertMany(tx: Transaction, call: Call, entity: EntityModel, rows: readonly Values[], audit: AuditNote): Promise<readonly string[]>;
  /** `changes` hold only what is to change; `whole` also asks for required properties that were missing before. */
  update(
    tx: Transaction,
    call: Call,
    entity: EntityModel,
    before: StoredRecord,
    changes: Values,
    options: { readonly audit: AuditNote; readonly expectedVersion?: number; readonly whole?: boolean },
  ): Promise<StoredRecord>;
  /** The values that `insert` (`before` null) or `update` would write, for a unit of work that writes them itself. */
  completed(tx: Transaction, call: Call, entity: EntityModel, values: Values, before: StoredRecord | null): Promise<Values>;
  /** Reads values of steps and operations, which may write what is read-only for people. `state` and the owner may be among them. */
  readBusinessValues(tx: Transaction, call: Call, entity: EntityModel, values: Values, before?: Values): Promise<Values>;
  /** Findings for references that do not exist or that the actor may not use. */
  checkReferences(tx: Transaction, call: Call, references: ReadInput['references'], before?: Values): Promise<readonly RefusalDetail[]>;
}

export function createRecordWriter(store: Store, types: ReadonlyMap<string, FieldTypeDefinition>): RecordWriter {
  const writer: RecordWriter = {
    types,

    async insert(tx, call, entity, given, audit) {
      const record = await store.insert(tx, call, entity.name, await complete(tx, call, entity, given), audit);
      await keepPlatformRules(store, tx, call, entity.name, record);
      return record;
    },

    async insertMany(tx, call, entity, rows, audit) {
      const completed: Values[] = [];
      for (const row of rows) completed.push(await complete(tx, call, entity, row));
      return completed.length === 0 ? [] : store.insertMany(tx, call, entity.name, completed, audit);
    },

    async update(tx, call, entity, before, changes, options) {
      const written = await completeChanges(tx, call, entity, before, changes, options.whole === true);
      const record = await store.update(tx, call, entity.name, before, written, {
        audit: options.audit,
        ...(options.expectedVersion === undefined ? {} : { expectedVersion: options.expectedVersion }),
      });
      await keepPlatformRules(store, tx, call, entity.name, record);
      return record;
    },

    completed: (tx, call, entity, values, before) =>
      before === null ? complete(tx, call, entity, values) : completeChanges(tx, call, entity, before, values, false),

    async readBusinessValues(_tx, call, entity, values, before) {
      const { state, ownerUser, ownerUnit, ownerPath, ...rest } = values;
      const read = readInput(entity.fields, rest, { release: call.release, types, source: 'business', entity, ...(before === undefined ? {} : { before }) });
      refuse(read.errors);
      const system: Record<string, unknown> = {};
      if (state !== undefined) {
        if (!entity.states.has(String(state)))
          throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/state', code: 'value.not-a-choice', params: { value: String(state) } }]);
        system['state'] = state;
      }
      for (const [key, value] of Object.entries({ ownerUser, ownerUnit, ownerPath })) if (value !== undefined) system[key] = idOf(value);
      return { ...read.values, ...system };
    },

    async checkReferences(tx, call, references, before) {
      const errors: RefusalDetail[] = [];
      for (const [entity, list] of Map.groupBy(references, (reference) => reference.entity)) {
        const unknown = list.filter((reference) => !isKept(before, reference));
        if (unknown.length === 0) continue;
        const visible = await store.visibleIds(tx, call, entity, [...new Set(unknown.map((reference) => reference.id))]);
        for (const reference of unknown) if (!visible.has(reference.id)) errors.push({ pointer: reference.pointer, code: 'value.reference-missing' });
      }
      return errors;
    },
  };

  /** The row as it will be written: defaults, first state, owner, required properties, numbers, formulas, constraints. */
  async function complete(tx: Transaction, call: Call, entity: EntityModel, given: Values): Promise<Values> {
    const values: Record<string, unknown> = { ...withDefaults(call, entity, given) };
    if (entity.initialState !== null && values['state'] === undefined) values['state'] = entity.initialState;
    if (entity.owned) {
      values['ownerUser'] ??= userOf(call);
      values['ownerUnit'] ??= call.actor.unitId;
      values['ownerPath'] ??= call.actor.unitPath;
    }
    refuse(missing(call, entity, values));
    await takeNumbers(tx, call, entity, values);
    await compute(tx, call, entity, values, null);
    return values;
  }

  /** What an update writes: the changes, and what formulas make of them. */
  async function completeChanges(tx: Transaction, call: Call, entity: EntityModel, before: StoredRecord, changes: Values, whole: boolean): Promise<Values> {
    const after: Record<string, unknown> = { ...before, ...changes };
    for (const [key, value] of Object.entries(changes)) {
      if (entity.fields.get(key)?.base === 'children') after[key] = await childRows(call, childOf(call.release, entity, key), value);
    }
    refuse(missing(call, entity, after, whole ? undefined : new Set(Object.keys(changes))));
    await compute(tx, call, entity, after, before);
    return Object.fromEntries(Object.entries(after).filter(([key, value]) => key in changes || value !== before[key]));
  }

  async function takeNumbers(tx: Transaction, call: Call, entity: EntityModel, values: Record<string, unknown>): Promise<void> {
    for (const field of entity.fields.values()) {
      if (field.serial !== undefined && isNull(values[field.key])) values[field.key] = await store.nextNumber(tx, field.serial, call.today);
    }
  }

  /** Children first, then the record's own formulas in their order, then the constraints over the whole. */
  async function compute(tx: Transaction, call: Call, entity: EntityModel, values: Record<string, unknown>, before: Values | null): Promise<void> {
    for (const field of entity.fields.values()) {
      const rows = values[field.key];
      const child = field.base === 'children' ? childOf(call.release, entity, field.key) : undefined;
      if (child === undefined || !Array.isArray(rows) || (before !== null && rows === before[field.key])) continue;
      for (const [index, row] of rows.entries()) await computeOne(tx, call, child, row as Record<string, unknown>, null, `/${field.key}/${index}`);
    }
    await computeOne(tx, call, entity, values, before, '');
  }

  async function computeOne(
    tx: Transaction,
    call: Call,
    entity: EntityModel,
    values: Record<string, unknown>,
    before: Values | null,
    at: string,
  ): Promise<void> {
    const formulas = entity.formulas.flatMap((key) => entity.fields.get(key) ?? []).filter((field) => field.virtual !== true && field.formula !== undefined);
    if (formulas.length === 0 && entity.constraints.length === 0) return;
    const paths = [...formulas.flatMap((field) => field.formula?.facts ?? []), ...entity.constraints.flatMap((constraint) => constraint.condition.facts)];
    const facts: Record<string, unknown> = { ...(await factsOf(store, tx, call, entity, values, paths)) };
    const context = evaluationContext(call, before);
    for (const field of formulas) {
      const value = storedResult(field, field.formula?.evaluate(facts, context));
      values[field.key] = value;
      facts[field.key] = value;
    }
    const broken = entity.constraints.filter((constraint) => !constraint.condition.evaluate(facts, context));
    refuse(
      broken.map((constraint) => ({
        pointer: constraint.field === undefined ? at : `${at}/${constraint.field}`,
        code: 'value.constraint',
        params: { message: textOf(call, `entity:${entity.name}`, `/constraints/${constraint.key}/message`) ?? constraint.message },
      })),
    );
  }

  async function childRows(call: Call, child: EntityModel | undefined, rows: unknown): Promise<unknown> {
    if (child === undefined || !Array.isArray(rows)) return rows;
    return (rows as readonly Values[]).map((row) => (row['id'] === undefined ? withDefaults(call, child, row) : { ...row }));
  }

  return writer;
}

/** Every wrong thing at once. */
export function refuse(errors: readonly RefusalDetail[]): void {
  if (errors.length > 0) throw new Refusal('record.invalid', { count: errors.length }, errors);
}

/** Entity of the pinned release; asking for another is answered as for one that does not exist. */
export function entityOf(call: Call, name: string): EntityModel {
  const entity = call.release.entities.get(name);
  if (entity === undefined) throw new Refusal('entity.unknown', { name });
  return entity;
}

function withDefaults(call: Call, entity: EntityModel, given: Values): Record<string, unknown> {
  const values: Record<string, unknown> = { ...given };
  for (const field of entity.fields.values()) {
    if (values[field.key] === undefined && field.default !== undefined) values[field.key] = field.default;
    const child = field.base === 'children' ? childOf(call.release, entity, field.key) : undefined;
    if (child !== undefined && Array.isArray(values[field.key]))
      values[field.key] = (values[field.key] as readonly Values[]).map((row) => withDefaults(call, child, row));
  }
  return values;
}

/** Required properties without a value, children included; `only` limits the record's own ones. */
function missing(call: Call, entity: EntityModel, values: Values, only?: ReadonlySet<string>, at = ''): RefusalDetail[] {
  const errors: RefusalDetail[] = [];
  for (const field of entity.fields.values()) {
    const value = values[field.key];
    if (only !== undefined && !only.has(field.key)) continue;
    const isRequired = field.required || entity.required.includes(field.key);
    if (isRequired && field.serial === undefined && field.formula === undefined && (isNull(value) || (Array.isArray(value) && value.length === 0))) {
      errors.push({ pointer: `${at}/${field.key}`, code: 'value.required' });
    }
    const child = field.base === 'children' ? childOf(call.release, entity, field.key) : undefined;
    if (child !== undefined && Array.isArray(value)) {
      for (const [index, row] of (value as readonly Values[]).entries()) errors.push(...missing(call, child, row, undefined, `${at}/${field.key}/${index}`));
    }
  }
  return errors;
}

/** A formula's answer in the store's shape. */
function storedResult(field: FieldModel, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (!(value instanceof Decimal) && !Decimal.isDecimal(value)) return field.base === 'integer' && typeof value === 'string' ? Number(value) : value;
  const number = value as Decimal;
  if (field.base === 'integer') {
    invariant(number.isInteger(), `formula of "${field.key}" gives whole numbers`);
    return number.toNumber();
  }
  return decimalToText(number);
}

/** A reference that the record already held stays allowed, even when the person could not choose it today. */
function isKept(before: Values | undefined, reference: ReadInput['references'][number]): boolean {
  const key = reference.pointer.split('/')[1] ?? '';
  const held = before?.[key];
  return (
    held === reference.id ||
    (Array.isArray(held) &&
      (held.includes(reference.id) || held.some((row) => typeof row === 'object' && row !== null && Object.values(row).includes(reference.id))))
  );
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}
