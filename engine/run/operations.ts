import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { invariant, Refusal } from '../kernel/refusal.ts';
import type { Call, PluginDocument, Release } from '../model/index.ts';
import type {
  BatchOutcome,
  BatchSlice,
  BatchStepDefinition,
  OperationContext,
  OperationDefinition,
  PluginDefinition,
  RecordAccess,
  RecordValue,
} from '../plugin-api/plugin.ts';
import type { Store, StoredRecord, Transaction, UnitOfWork, Values } from '../store/face.ts';
import { loadFor } from './record-checks.ts';
import { requireOperation } from './rights.ts';
import { isManagedBy, unitOfWorkRules } from './unit-of-work-rules.ts';
import { entityOf, type RecordWriter } from './writer.ts';

/** Runs plugins' operations inside a transaction, with everything that the plugin door promises. */
export interface Operations {
  definition(name: string): OperationDefinition | undefined;
  /** Validates the input by the operation's schema first: refuses operation.unknown, operation.input. */
  run(tx: Transaction, call: Call, name: string, input: unknown, action?: string): Promise<unknown>;
  /** A step of a batch job on one slice; the call's date is the slice's. Refuses batch.step-unknown. */
  runStep(tx: Transaction, call: Call, name: string, slice: BatchSlice): Promise<BatchOutcome>;
}

export interface OperationRoom {
  readonly store: Store;
  readonly writer: RecordWriter;
  readonly plugins: readonly PluginDefinition[];
  /** A document of an earlier release, by kind and `name@hash`: what was decided can be shown again. */
  readonly pinnedDocument?: (release: Release, kind: string, pinned: string) => PluginDocument | undefined;
  /** Present value of a setting; the document's default otherwise. */
  readonly settingValue?: (release: Release, name: string) => unknown;
}

export function createOperations(room: OperationRoom): Operations {
  const { store, writer, plugins } = room;
  const operations = new Map<string, { readonly plugin: PluginDefinition; readonly definition: OperationDefinition }>();
  const capabilities = new Map<string, { readonly plugin: PluginDefinition; readonly definition: NonNullable<PluginDefinition['capabilities']>[number] }>();
  const batchSteps = new Map<string, { readonly plugin: PluginDefinition; readonly definition: BatchStepDefinition }>();
  for (const plugin of plugins) {
    for (const definition of plugin.batchSteps ?? []) batchSteps.set(qualified(plugin.name, definition.name), { plugin, definition });
    for (const definition of plugin.operations ?? [])
      operations.set(qualified(plugin.name, definition.name), { plugin, definition: definition as unknown as OperationDefinition });
    for (const definition of plugin.capabilities ?? []) capabilities.set(qualified(plugin.name, definition.name), { plugin, definition });
  }

  async function runAs<Result>(
    tx: Transaction,
    call: Call,
    plugin: PluginDefinition,
    action: string | undefined,
    work: (context: OperationContext) => Promise<Result>,
  ): Promise<Result> {
    const emitted: { readonly topic: string; readonly payload: Values }[] = [];
    let unit: Promise<UnitOfWork> | undefined;
    const openUnit = () => (unit ??= store.unitOfWork(tx, call, unitOfWorkRules({ store, writer }, tx, call, plugin, action)));
    const result = await work(contextOf(tx, call, plugin, action, { emitted, openUnit }));
    await (await unit)?.end();
    for (const { topic, payload } of emitted) await store.emit(tx, topic, payload);
    return result;
  }

  function contextOf(
    tx: Transaction,
    call: Call,
    plugin: PluginDefinition,
    action: string | undefined,
    { emitted, openUnit }: { readonly emitted: { topic: string; payload: Values }[]; openUnit(): Promise<UnitOfWork> },
  ): OperationContext {
    const { release } = call;
    return {
      actor: call.actor,
      release,
      now: call.now,
      businessDate: call.today,
      records: recordAccess(tx, call, plugin, action, null),
      asSystem: (reason) => recordAccess(tx, call, plugin, action, reason),
      sql: (text, parameters) =>
        tx.query(
          text.replaceAll(/\{([a-z][a-z0-9-]*)\}/g, (_whole, name: string) => store.tableOf(release, name)),
          parameters,
        ),
      entities: async () => (await openUnit()).entities,
      number: (template) => store.nextNumber(tx, template, call.today),
      document: (kind, pinned) => {
        const [name = '', hash] = pinned.split('@');
        const current = release.plugins.get(kind)?.get(name);
        if (current !== undefined && (hash === undefined || hash === current.hash)) return current;
        return room.pinnedDocument?.(release, kind, pinned);
      },
      setting: (name) => {
        const setting = release.settings.get(name);
        invariant(setting !== undefined, `setting "${name}" is declared`);
        return room.settingValue?.(release, name) ?? setting.default;
      },
      emit: (topic, payload) => void emitted.push({ topic, payload }),
      capability: <Input, Output>(name: string) => {
        const found = capabilities.get(name);
        invariant(found !== undefined, `capability "${name}" is offered by some plugin`);
        return async (input: Input): Promise<Output> => {
          requireShape(name, found.definition.input, input);
          const output = await runAs(tx, call, found.plugin, action, (context) => found.definition.run(context, input as never));
          promiseShape(name, found.definition.output, output);
          return output as Output;
        };
      },
    };
  }

  /** `reason` set: without the actor's rights, and audited with it. */
  function recordAccess(tx: Transaction, call: Call, plugin: PluginDefinition, action: string | undefined, reason: string | null): RecordAccess {
    const asActor = reason === null && call.actor.kind !== 'system';
    const audit = (type: string) => ({ type: reason === null ? type : 'system', action: action ?? null, comment: reason });
    const isManaged = (entity: string) => isManagedBy(plugin, entityOf(call, entity));
    const mayWrite = (entity: string, operation: 'create' | 'update') => {
      const model = entityOf(call, entity);
      if (isManaged(entity)) return;
      if (model.managedBy !== null) throw new Refusal('record.managed');
      if (asActor) requireOperation(call, entity, operation);
    };
    const postImage = async (entity: string, id: string, operation: 'create' | 'update') => {
      if (asActor && !isManaged(entity) && !(await store.satisfies(tx, call, entity, id, operation))) throw new Refusal('access.right-missing', { operation });
    };
    const operation = asActor ? 'read' : null;
    return {
      get: async (entity, id) => toValue(await store.load(tx, call, entity, id, { operation, children: true })),
      lock: async (entity, id) => toValue(await store.load(tx, call, entity, id, { operation, children: true, lock: true })),
      find: async (entity, where, options) => (await store.find(tx, call, entity, where, { ...options, operation })) as readonly RecordValue[],
      async create(entity, values) {
        mayWrite(entity, 'create');
        const model = entityOf(call, entity);
        const record = await writer.insert(tx, call, model, await writer.readBusinessValues(tx, call, model, values), audit('created'));
        await postImage(entity, record.id, 'create');
        return record as RecordValue;
      },
      async createMany(entity, rows) {
        mayWrite(entity, 'create');
        const model = entityOf(call, entity);
        const read: Values[] = [];
        for (const row of rows) read.push(await writer.readBusinessValues(tx, call, model, row));
        const ids = await writer.insertMany(tx, call, model, read, audit('created'));
        for (const id of ids) await postImage(entity, id, 'create');
        return ids;
      },
      async update(entity, id, changes) {
        mayWrite(entity, 'update');
        const model = entityOf(call, entity);
        const before =
          asActor && !isManaged(entity)
            ? await loadFor(store, tx, call, model, id, 'update')
            : await store.load(tx, call, entity, id, { operation: null, lock: true, children: true });
        if (before === undefined) throw new Refusal('record.not-found');
        const record = await writer.update(tx, call, model, before, await writer.readBusinessValues(tx, call, model, changes, before), {
          audit: audit('updated'),
        });
        await postImage(entity, id, 'update');
        return record as RecordValue;
      },
    };
  }

  return {
    definition: (name) => operations.get(name)?.definition,
    async run(tx, call, name, input, action) {
      const found = operations.get(name);
      if (found === undefined) throw new Refusal('operation.unknown', { name });
      requireShape(name, found.definition.input, input);
      const output = await runAs(tx, call, found.plugin, action, (context) => found.definition.run(context, input as Record<string, unknown>));
      promiseShape(name, found.definition.output, output);
      return output;
    },
    async runStep(tx, call, name, slice) {
      const found = batchSteps.get(name);
      if (found === undefined) throw new Refusal('batch.step-unknown', { name });
      return runAs(tx, call, found.plugin, undefined, (context) => found.definition.run(context, slice));
    },
  };
}

/** Operations may be declared with or without their plugin's name. */
function qualified(plugin: string, name: string): string {
  return name.includes('.') ? name : `${plugin}.${name}`;
}

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
const compiled = new WeakMap<object, ValidateFunction>();

function errorsOf(schema: object, value: unknown): string | undefined {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: '' });
}

function requireShape(name: string, schema: object, value: unknown): void {
  const reason = errorsOf(schema, value);
  if (reason !== undefined) throw new Refusal('operation.input', { name, reason });
}

/** A plugin that does not keep its own output schema is a programmer's mistake, not the person's. */
function promiseShape(name: string, schema: object, value: unknown): void {
  const reason = errorsOf(schema, value === undefined ? null : JSON.parse(JSON.stringify(value)));
  invariant(value === undefined || reason === undefined, `${name} answers by its output schema: ${reason ?? ''}`);
}

function toValue(record: StoredRecord | undefined): RecordValue | undefined {
  return record as RecordValue | undefined;
}
