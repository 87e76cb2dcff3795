import { createHash } from 'node:crypto';
import { invariant, Refusal } from '../kernel/refusal.ts';
import type { ActionModel, Call, EntityModel, StepModel } from '../model/index.ts';
import type { Store, StoredRecord, Transaction, Values } from '../store/face.ts';
import { amountRefusal, checkedPaths, conditionRefusal, dutyRefusal, stateRefusal } from './action-checks.ts';
import type { ActionRequest, ActionRunner, ActionService, Performed, PerformRequest, StartFlow } from './face.ts';
import { applyFormRules, inputScope } from './form-rules.ts';
import { readInput } from './input.ts';
import type { Operations } from './operations.ts';
import { isId, loadFor } from './record-checks.ts';
import { factsOf } from './record-facts.ts';
import { mayRunFreeAction, requireOperation } from './rights.ts';
import { runSteps, type Scene } from './steps.ts';
import { entityOf, refuse, type RecordWriter } from './writer.ts';

export interface ActionRoom {
  readonly store: Store;
  readonly writer: RecordWriter;
  readonly operations: Operations;
  readonly startFlow: StartFlow;
  readonly sentences: (refusal: Refusal, language: string) => string;
}

/** Order of checks: right → visible → state → version → separation of duties → input → condition → amount → steps. */
export function createActionService(room: ActionRoom): ActionService & ActionRunner {
  const { store, operations } = room;

  async function perform(tx: Transaction, call: Call, request: PerformRequest): Promise<Performed> {
    const action = actionOf(call, request.action);
    if (request.as === 'person') requireRight(call, action);
    const ready = await check(room, tx, call, action, request);
    const scene: Scene = { tx, call, action, entity: ready.entity, record: ready.record, isStale: false, input: ready.input, steps: {} };
    await runSteps(room, scene, action.steps);
    return {
      record: scene.record === null || scene.entity === null ? null : { entity: scene.entity.name, id: scene.record.id },
      result: resultOf(action.steps, scene.steps),
    };
  }

  async function act(asked: Call, request: ActionRequest): Promise<string> {
    const action = actionOf(asked, request.action);
    if (action.internal) throw new Refusal('action.unknown', { name: request.action });
    requireRight(asked, action);
    if (request.idempotencyKey === null && needsKey(action)) throw new Refusal('request.key-required');
    const content = hashOf([request.action, request.recordId, request.input ?? null]);
    return store.enter(asked, async (tx, call) => {
      if (request.idempotencyKey !== null) {
        const answered = await store.recall(tx, call, request.idempotencyKey, content);
        if (answered !== undefined) return answered;
      }
      const done = await perform(tx, call, { ...request, as: 'person' });
      const record = done.record === null ? undefined : await store.read(call, done.record.entity, done.record.id, tx);
      const answer = `{"record":${record?.json ?? (done.record === null ? 'null' : JSON.stringify({ id: done.record.id }))},"result":${JSON.stringify(done.result)}}`;
      if (request.idempotencyKey !== null) await store.remember(tx, call, request.idempotencyKey, answer);
      return answer;
    });
  }

  return {
    perform,
    act,

    async actOnMany(call, { recordIds, ...request }) {
      const action = actionOf(call, request.action);
      if (!action.bulk) throw new Refusal('request.malformed', { reason: `"${action.title}" works on one record` });
      if (recordIds.length > 500) throw new Refusal('request.too-large', { limit: 500 });
      const answers = [];
      for (const recordId of recordIds) {
        try {
          await act(call, { ...request, recordId, idempotencyKey: request.idempotencyKey === null ? null : `${request.idempotencyKey}:${recordId}` });
          answers.push({ recordId, done: true });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          answers.push({ recordId, done: false, code: error.code, reason: room.sentences(error, call.actor.language) });
        }
      }
      return answers;
    },

    async preview(call, request) {
      const action = actionOf(call, request.action);
      if (action.internal || action.preview === null) throw new Refusal('action.unknown', { name: request.action });
      requireRight(call, action);
      const operation = action.preview;
      return rolledBack(store, async (tx) => {
        const ready = await check(room, tx, call, action, request);
        return operations.run(tx, call, operation, { ...(ready.record === null ? {} : { record: ready.record.id }), ...ready.input });
      });
    },

    async operate(call, operation, input) {
      const definition = operations.definition(operation);
      if (definition?.readOnly !== true) throw new Refusal('operation.unknown', { name: operation });
      const { on } = definition;
      if (on !== undefined) requireOperation(call, on, 'read');
      return rolledBack(store, async (tx) => {
        if (on !== undefined) {
          const record = input['record'];
          const isVisible =
            typeof record === 'string' &&
            isId(record) &&
            (await store.load(tx, call, on, record, { operation: call.actor.kind === 'system' ? null : 'read' })) !== undefined;
          if (!isVisible) throw new Refusal('record.not-found');
        }
        return operations.run(tx, call, operation, input);
      });
    },
  };
}

/** What is ready to run: the record locked, the input read, nothing changed yet. */
interface Ready {
  readonly entity: EntityModel | null;
  readonly record: StoredRecord | null;
  readonly input: Values;
}

async function check(
  room: ActionRoom,
  tx: Transaction,
  call: Call,
  action: ActionModel,
  request: Omit<ActionRequest, 'idempotencyKey'> & { readonly as?: 'person' | 'flow' },
): Promise<Ready> {
  const { store } = room;
  const entity = action.on === null ? null : entityOf(call, action.on);
  let record: StoredRecord | null = null;
  let facts: Values = {};
  if (entity !== null && !action.creates) {
    if (request.recordId === null) throw new Refusal('request.malformed', { reason: 'the action needs a record' });
    record =
      request.as === 'flow'
        ? await loadAsSystem(store, tx, call, entity, request.recordId)
        : await loadFor(store, tx, call, entity, request.recordId, `action:${action.name}`);
    raise(stateRefusal(call, action, entity, record));
    if (request.expectedVersion !== undefined && record.version !== request.expectedVersion) throw new Refusal('request.stale');
    facts = await factsOf(store, tx, call, entity, record, checkedPaths(action));
    raise(dutyRefusal(call, action, entity, facts));
  }
  const input = await readActionInput(room, tx, call, action, entity, record, request.input);
  raise(conditionRefusal(call, action, { ...facts, input }));
  if (request.as !== 'flow') raise(amountRefusal(call, action, { ...facts, input }));
  return { entity, record, input };
}

/** The input with its form's conditions; every finding in one refusal. */
async function readActionInput(
  room: ActionRoom,
  tx: Transaction,
  call: Call,
  action: ActionModel,
  entity: EntityModel | null,
  record: StoredRecord | null,
  body: unknown,
): Promise<Values> {
  const read = readInput(action.input, body ?? {}, { release: call.release, types: room.writer.types, source: 'wire' });
  for (const key of read.masked.keys()) read.errors.push({ pointer: `/${key}`, code: 'value.masked' });
  const values: Record<string, unknown> = {
    ...Object.fromEntries([...action.input.values()].filter((field) => field.default !== undefined).map((field) => [field.key, field.default])),
    ...read.values,
  };
  const form = action.form === null ? undefined : call.release.forms.get(action.form);
  if (form !== undefined) {
    const rules = { form, fields: action.input, scope: inputScope(action, entity), entity, values, before: null };
    read.errors.push(...(await applyFormRules(room.store, tx, call, record === null ? rules : { ...rules, record })));
  }
  for (const field of action.input.values()) {
    const value = values[field.key];
    const isFaulty = read.errors.some((error) => error.pointer.startsWith(`/${field.key}`));
    if (field.required && !isFaulty && (value === undefined || value === null || (Array.isArray(value) && value.length === 0)))
      read.errors.push({ pointer: `/${field.key}`, code: 'value.required' });
    values[field.key] ??= null;
  }
  read.errors.push(...(await room.writer.checkReferences(tx, call, read.references)));
  refuse(read.errors);
  return values;
}

function actionOf(call: Call, name: string): ActionModel {
  const action = call.release.actions.get(name);
  if (action === undefined) throw new Refusal('action.unknown', { name });
  return action;
}

function requireRight(call: Call, action: ActionModel): void {
  if (action.on !== null) {
    requireOperation(call, action.on, `action:${action.name}`);
    return;
  }
  if (!mayRunFreeAction(call, action.name)) throw new Refusal('access.right-missing', { operation: action.title });
}

/** Every action that does more than set properties of its own record moves money or people: repeating it must be harmless. */
function needsKey(action: ActionModel): boolean {
  const goesFurther = (step: StepModel): boolean =>
    step.do === 'branch' || step.do === 'each' ? step.branches.some((branch) => branch.steps.some(goesFurther)) : step.do !== 'set';
  return action.steps.some(goesFurther);
}

async function loadAsSystem(store: Store, tx: Transaction, call: Call, entity: EntityModel, id: string): Promise<StoredRecord> {
  const record = await store.load(tx, call, entity.name, id, { operation: null, lock: true, children: true });
  invariant(record !== undefined, `the record of a running approval exists: ${entity.name}`);
  return record;
}

function raise(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw refusal;
}

/** Operations answer whole; a made or changed record only by its id, because its other values have their own rights. */
function resultOf(steps: readonly StepModel[], outputs: Values): Values {
  const result: Record<string, unknown> = {};
  const visit = (step: StepModel): void => {
    for (const branch of step.branches) branch.steps.forEach(visit);
    const output = outputs[step.key];
    if (output === undefined) return;
    result[step.key] = step.do === 'create' || step.do === 'update' ? { id: (output as StoredRecord).id } : output;
  };
  steps.forEach(visit);
  return result;
}

/** Runs work whose effects must not stay, and answers what it found. */
export async function rolledBack<Result>(store: Pick<Store, 'database'>, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const finished = new Rollback();
  let result: { readonly value: Result } | undefined;
  try {
    await store.database.transaction(async (tx) => {
      result = { value: await work(tx) };
      throw finished;
    });
  } catch (error) {
    if (error !== finished) throw error;
  }
  invariant(result !== undefined, 'work that ended without an error has a result');
  return result.value;
}

class Rollback extends Error {}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
