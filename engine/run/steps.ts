import { invariant, Refusal } from '../kernel/refusal.ts';
import type { CompiledCondition } from '../condition/types.ts';
import type { ActionModel, Argument, Call, EntityModel, StepModel } from '../model/index.ts';
import type { Store, StoredRecord, Transaction, Values } from '../store/face.ts';
import { pathsOf, valueOf } from './arguments.ts';
import type { StartFlow } from './face.ts';
import type { Operations } from './operations.ts';
import { childOf, evaluationContext, factsOf } from './record-facts.ts';
import { entityOf, type RecordWriter } from './writer.ts';

/** What the steps of one running action share. `record` is the action's own record as it now stands. */
export interface Scene {
  readonly tx: Transaction;
  readonly call: Call;
  readonly action: ActionModel;
  readonly entity: EntityModel | null;
  record: StoredRecord | null;
  /** A step other than `set` may have changed the record: it is read again before it is used. */
  isStale: boolean;
  readonly input: Values;
  readonly steps: Record<string, unknown>;
  readonly item?: { readonly entity: EntityModel; readonly row: Values };
}

export interface StepRoom {
  readonly store: Store;
  readonly writer: RecordWriter;
  readonly operations: Operations;
  readonly startFlow: StartFlow;
}

/** Runs steps in order; the first refusal ends the action and with it the transaction. */
export async function runSteps(room: StepRoom, scene: Scene, steps: readonly StepModel[]): Promise<void> {
  for (const step of steps) await runStep(room, scene, step);
}

async function runStep(room: StepRoom, scene: Scene, step: StepModel): Promise<void> {
  if (step.when !== null && !(await holds(room, scene, step.when))) return;
  switch (step.do) {
    case 'set':
      return setOwn(room, scene, step);
    case 'create':
      return createRecord(room, scene, step);
    case 'update':
      return updateRecord(room, scene, step);
    case 'branch':
      return runBranch(room, scene, step);
    case 'each':
      return runEach(room, scene, step);
    case 'emit': {
      const { topic, payload } = await emission(room, scene, step);
      return room.store.emit(scene.tx, topic, payload);
    }
    case 'flow.start': {
      invariant(scene.entity !== null && scene.record !== null && step.target !== null, `step "${step.key}" starts a flow on a record`);
      scene.steps[step.key] = await room.startFlow(scene.tx, scene.call, { flow: step.target, entity: scene.entity.name, recordId: scene.record.id });
      scene.isStale = true;
      return;
    }
    default: {
      scene.steps[step.key] = await room.operations.run(scene.tx, scene.call, step.do, await argumentsOf(room, scene, step.with), scene.action.name);
      scene.isStale = true;
    }
  }
}

async function setOwn(room: StepRoom, scene: Scene, step: StepModel): Promise<void> {
  const entity = scene.entity;
  const record = await currentRecord(room, scene);
  invariant(entity !== null && record !== null, `step "${step.key}" sets properties of the action's record`);
  if (entity.managedBy !== null) throw new Refusal('record.managed');
  const changes = await room.writer.readBusinessValues(scene.tx, scene.call, entity, await argumentsOf(room, scene, step.with), record);
  scene.record = await room.writer.update(scene.tx, scene.call, entity, record, changes, { audit: { type: 'action', action: scene.action.name } });
  scene.isStale = true;
}

async function createRecord(room: StepRoom, scene: Scene, step: StepModel): Promise<void> {
  invariant(step.target !== null, `step "${step.key}" names its entity`);
  const entity = entityOf(scene.call, step.target);
  if (entity.managedBy !== null) throw new Refusal('record.managed');
  const values = await room.writer.readBusinessValues(scene.tx, scene.call, entity, await argumentsOf(room, scene, step.with));
  const record = await room.writer.insert(scene.tx, scene.call, entity, values, { type: 'action', action: scene.action.name });
  scene.steps[step.key] = record;
  if (scene.action.creates && scene.record === null && entity.name === scene.entity?.name) scene.record = record;
}

async function updateRecord(room: StepRoom, scene: Scene, step: StepModel): Promise<void> {
  const entity = step.target === null ? scene.entity : entityOf(scene.call, step.target);
  invariant(entity !== null, `step "${step.key}" names its entity`);
  if (entity.managedBy !== null) throw new Refusal('record.managed');
  const own = await currentRecord(room, scene);
  const id = step.record === null ? own?.id : String(await evaluate(room, scene, step.record));
  const before = id === undefined ? undefined : await room.store.load(scene.tx, scene.call, entity.name, id, { operation: null, lock: true, children: true });
  if (before === undefined) throw new Refusal('record.not-found');
  const changes = await room.writer.readBusinessValues(scene.tx, scene.call, entity, await argumentsOf(room, scene, step.with), before);
  scene.steps[step.key] = await room.writer.update(scene.tx, scene.call, entity, before, changes, { audit: { type: 'action', action: scene.action.name } });
  scene.isStale = true;
}

async function runBranch(room: StepRoom, scene: Scene, step: StepModel): Promise<void> {
  for (const branch of step.branches) {
    if (branch.when === null || (await holds(room, scene, branch.when))) return runSteps(room, scene, branch.steps);
  }
}

async function runEach(room: StepRoom, scene: Scene, step: StepModel): Promise<void> {
  const record = await currentRecord(room, scene);
  const child = scene.entity === null || step.target === null ? undefined : childOf(scene.call.release, scene.entity, step.target);
  invariant(record !== null && child !== undefined && step.target !== null, `step "${step.key}" runs over children of the record`);
  const steps = step.branches.flatMap((branch) => branch.steps);
  for (const row of (record[step.target] as readonly Values[] | undefined) ?? []) {
    // Steps inside may write the record, so every row continues with the scene as the row before left it.
    const inner: Scene = { ...scene, steps: { ...scene.steps }, item: { entity: child, row } };
    await runSteps(room, inner, steps);
    scene.record = inner.record;
    scene.isStale ||= inner.isStale;
  }
}

async function emission(room: StepRoom, scene: Scene, step: StepModel): Promise<{ readonly topic: string; readonly payload: Values }> {
  const { topic, with: payload, ...rest } = await argumentsOf(room, scene, step.with);
  return {
    topic: typeof topic === 'string' ? topic : (step.target ?? step.key),
    payload: typeof payload === 'object' && payload !== null ? (payload as Values) : rest,
  };
}

async function holds(room: StepRoom, scene: Scene, condition: CompiledCondition): Promise<boolean> {
  return condition.evaluate(await sceneFacts(room, scene, condition.facts), evaluationContext(scene.call));
}

async function argumentsOf(room: StepRoom, scene: Scene, given: ReadonlyMap<string, Argument>): Promise<Record<string, unknown>> {
  const facts = await sceneFacts(room, scene, [...given.values()].flatMap(pathsOf));
  const context = evaluationContext(scene.call);
  return Object.fromEntries([...given].map(([key, argument]) => [key, valueOf(argument, facts, context)]));
}

async function evaluate(room: StepRoom, scene: Scene, argument: Argument): Promise<unknown> {
  return valueOf(argument, await sceneFacts(room, scene, pathsOf(argument)), evaluationContext(scene.call));
}

/** The action's record as it now stands in the transaction. */
async function currentRecord(room: Pick<StepRoom, 'store'>, scene: Scene): Promise<StoredRecord | null> {
  if (!scene.isStale || scene.record === null || scene.entity === null) return scene.record;
  scene.record = (await room.store.load(scene.tx, scene.call, scene.entity.name, scene.record.id, { operation: null, children: true })) ?? scene.record;
  scene.isStale = false;
  return scene.record;
}

const roots = new Set(['input', 'steps', 'user', 'today', 'now', 'record', 'item']);

/** The record's own properties at the root, beside `record`, `input`, `steps`, `item`, `user`, `today`, `now`. */
async function sceneFacts(room: StepRoom, scene: Scene, paths: readonly string[]): Promise<Values> {
  const { tx, call, entity } = scene;
  const record = await currentRecord(room, scene);
  const own = paths.filter((path) => !roots.has(path.split('.')[0] ?? ''));
  const facts: Record<string, unknown> = record === null || entity === null ? {} : { ...(await factsOf(room.store, tx, call, entity, record, own)) };
  const item = scene.item === undefined ? null : await factsOf(room.store, tx, call, scene.item.entity, scene.item.row, below(paths, 'item'));
  return {
    ...facts,
    record: record?.id ?? null,
    input: scene.input,
    ...(await inputFacts(room, scene, below(paths, 'input'))),
    steps: scene.steps,
    item,
    today: call.today,
    now: call.now,
    user: {
      id: call.actor.userId,
      unitId: call.actor.unitId,
      unitPath: call.actor.unitPath,
      username: call.actor.username,
      name: call.actor.name,
      roles: call.actor.roles,
    },
  };
}

/** Properties of records that the input refers to, by their whole path. */
async function inputFacts(room: StepRoom, scene: Scene, paths: readonly string[]): Promise<Values> {
  const facts: Record<string, unknown> = {};
  for (const path of paths.filter((candidate) => candidate.includes('.'))) {
    const [key = '', ...rest] = path.split('.');
    const to = scene.action.input.get(key)?.to;
    const id = scene.input[key];
    if (to === undefined || typeof id !== 'string') continue;
    const target = await room.store.load(scene.tx, scene.call, to, id, { operation: null });
    if (target === undefined) continue;
    const read = await factsOf(room.store, scene.tx, scene.call, entityOf(scene.call, to), target, [rest.join('.')]);
    facts[`input.${path}`] =
      rest.reduce<unknown>((value, segment) => (typeof value === 'object' && value !== null ? (value as Values)[segment] : undefined), read) ?? null;
  }
  return facts;
}

function below(paths: readonly string[], root: string): readonly string[] {
  return paths.filter((path) => path.startsWith(`${root}.`)).map((path) => path.slice(root.length + 1));
}
