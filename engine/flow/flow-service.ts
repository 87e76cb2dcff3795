import { createHash } from 'node:crypto';
import { invariant, Refusal } from '../kernel/refusal.ts';
import type { TaskCommand, TaskDetail } from '../contract/index.ts';
import type { Call, FlowModel } from '../model/index.ts';
import { evaluationContext, factsOf } from '../run/record-facts.ts';
import { entityOf } from '../run/writer.ts';
import type { Transaction } from '../store/face.ts';
import {
  countTasks,
  eventsOf,
  instanceIdOfTask,
  instanceIdsOfRecord,
  keepFlowVersion,
  listStarted,
  listTasks,
  liveInstanceOf,
  loadFlow,
  lockStart,
  type FlowRows,
  type FlowTaskRow,
  type InstanceRow,
} from '../store/flow-statements.ts';
import { runOn } from './advance.ts';
import { note, performOutcome, recordOf, type Command, type FlowRoom } from './command.ts';
import type { FlowService } from './face.ts';
import { saveState, stateOf } from './flow-state.ts';
import { instanceVerbs, isFlowAdmin, isParticipant, resubmitOwn, resubmitTask } from './instance-verbs.ts';
import { createPinnedFlows } from './pinned-flow.ts';
import { nodeOf, hasNode } from './position.ts';
import { progressOf } from './progress.ts';
import { listRow, taskDetailOf } from './task-detail.ts';
import { applyTaskVerb, freeVerbs } from './task-verbs.ts';
import { openIncident } from './token.ts';

/** Each command: idempotency key → lock → revision → guards → apply → run on → trail, grants, messages → commit. */
export function createFlowService(room: FlowRoom): FlowService {
  const { store } = room;
  const pinnedFlow = createPinnedFlows(room.compileFlow);

  async function commandOn(tx: Transaction, call: Call, rows: FlowRows): Promise<Command> {
    const flow = await pinnedFlow(tx, call, rows.instance);
    return { room, tx, call, flow, entity: entityOf(call, rows.instance.entity), state: stateOf(rows), record: undefined, moves: 0, messages: [] };
  }

  /** Writes what the command did; the label follows the record. */
  async function complete(command: Command): Promise<void> {
    const { state, tx } = command;
    state.instance.rev += 1;
    state.instance.recordLabel = await labelOf(command);
    await saveState(tx, state);
    for (const { topic, payload } of command.messages) await store.emit(tx, topic, payload);
  }

  async function labelOf(command: Command): Promise<string> {
    const { entity, call, tx } = command;
    const facts = await factsOf(store, tx, call, entity, await recordOf(command), entity.display.facts);
    return entity.display.render(facts, evaluationContext(call)).trim().slice(0, 300);
  }

  async function transact<Result>(asked: Call, key: string | null, content: unknown, work: (tx: Transaction, call: Call) => Promise<Result>): Promise<Result> {
    return store.enter(asked, async (tx, call) => {
      const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
      if (key !== null) {
        const answered = await store.recall(tx, call, key, hash);
        if (answered !== undefined) return JSON.parse(answered) as Result;
      }
      const result = await work(tx, call);
      if (key !== null) await store.remember(tx, call, key, JSON.stringify(result));
      return result;
    });
  }

  /** Loops without end are undone; the instance is left as an incident for its administrator. */
  async function orIncident<Result>(call: Call, instanceId: () => Promise<string | undefined>, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const id = error instanceof Refusal && error.code === 'flow.loop-limit' ? await instanceId() : undefined;
      if (id !== undefined) {
        await store.database.transaction(async (tx) => {
          const rows = await loadFlow(tx, id, { lock: true });
          if (rows === undefined || rows.instance.state !== 'RUNNING') return;
          const command = await commandOn(tx, call, rows);
          const token = command.state.tokens.find((one) => one.state === 'LIVE');
          const node = token !== undefined && hasNode(command.flow, token.nodeKey) ? nodeOf(command.flow, token.nodeKey) : command.flow.steps[0];
          if (node !== undefined) openIncident(command, node, 'loop limit');
          await complete(command);
        });
      }
      throw error;
    }
  }

  return {
    async start(tx, call, request) {
      await lockStart(tx, `${request.entity}:${request.recordId}:${request.flow}`);
      const live = await liveInstanceOf(tx, request);
      if (live !== undefined) {
        await resubmitThrough(tx, call, live);
        return { instanceId: live };
      }
      const flow = call.release.flows.get(request.flow);
      invariant(flow !== undefined && flow.on === request.entity, `publishing proved that flow "${request.flow}" is about "${request.entity}"`);
      const document = call.release.documents.get(`flow:${flow.name}`);
      await keepFlowVersion(tx, { hash: flow.hash, flow: flow.name, document: JSON.stringify(document?.content ?? null), now: call.now });
      const instance = newInstance(room, call, flow, request);
      const command: Command = {
        room,
        tx,
        call,
        flow,
        entity: entityOf(call, request.entity),
        state: stateOf({ instance, tokens: [], nodeRuns: [], seats: [], tasks: [] }),
        record: undefined,
        moves: 0,
        messages: [],
      };
      note(command, { type: 'submitted' });
      await performOutcome(command, 'submitted');
      await runOn(command, flow.steps[0] ?? null);
      await complete(command);
      return { instanceId: instance.id };
    },

    async command(asked, taskId, verb, body, key) {
      return orIncident(
        asked,
        () => store.database.transaction((tx) => instanceIdOfTask(tx, taskId)),
        () =>
          transact(asked, key, ['task', taskId, verb, body], async (tx, call) => {
            const instanceId = await instanceIdOfTask(tx, taskId);
            const rows = instanceId === undefined ? undefined : await loadFlow(tx, instanceId, { lock: true });
            const command = rows === undefined ? undefined : await commandOn(tx, call, rows);
            const task = command?.state.tasks.find((one) => one.id === taskId);
            if (command === undefined || task === undefined) throw new Refusal('flow.unknown');
            if (!freeVerbs.has(verb)) requireRevision(command, task, verb, body);
            await applyTaskVerb(command, task, verb, body);
            await complete(command);
            return taskDetailOf(command, task);
          }),
      );
    },

    async instanceCommand(asked, instanceId, verb, body, key) {
      return orIncident(
        asked,
        async () => instanceId,
        () =>
          transact(asked, key, ['instance', instanceId, verb, body], async (tx, call) => {
            const rows = await loadFlow(tx, instanceId, { lock: true });
            const command = rows === undefined ? undefined : await commandOn(tx, call, rows);
            if (command === undefined || !(isParticipant(call, command.state) || isFlowAdmin(call))) throw new Refusal('flow.unknown');
            if (body.expectedRev !== undefined && !freeVerbs.has(verb) && body.expectedRev !== command.state.instance.rev) throw new Refusal('request.stale');
            const apply = Object.hasOwn(instanceVerbs, verb) ? instanceVerbs[verb] : undefined;
            if (apply === undefined) throw new Refusal('flow.verb-unknown', { verb: verb.slice(0, 40) });
            await apply(command, body);
            await complete(command);
            return progressOf(command, await eventsOf(tx, instanceId));
          }),
      );
    },

    async tasks(call, query) {
      const request = { userId: call.actor.userId, after: readCursor(query.after), limit: query.limit + 1, search: query.search };
      const rows = query.tab === 'started' ? await listStarted(store.database, request) : await listTasks(store.database, query.tab, request);
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      const next =
        rows.length > query.limit && last !== undefined
          ? writeCursor({ at: query.tab === 'done' ? (last.closedAt ?? last.openedAt) : last.openedAt, id: last.id })
          : null;
      return { rows: page.map(listRow), next };
    },

    counts: (call) => countTasks(store.database, call.actor.userId),

    async task(call, taskId): Promise<TaskDetail | undefined> {
      return store.database.transaction(async (tx) => {
        const instanceId = await instanceIdOfTask(tx, taskId);
        const rows = instanceId === undefined ? undefined : await loadFlow(tx, instanceId, { lock: false });
        if (rows === undefined) return undefined;
        const command = await commandOn(tx, call, rows);
        const task = command.state.tasks.find((one) => one.id === taskId);
        if (task === undefined || !(task.assignee === call.actor.userId || isFlowAdmin(call))) return undefined;
        return taskDetailOf(command, task);
      });
    },

    async progress(call, entity, recordId) {
      return store.database.transaction(async (tx) => {
        const mayRead = (await store.load(tx, call, entity, recordId, { operation: call.actor.kind === 'system' ? null : 'read' })) !== undefined;
        const all = [];
        for (const id of await instanceIdsOfRecord(tx, entity, recordId)) {
          const rows = await loadFlow(tx, id, { lock: false });
          if (rows === undefined) continue;
          const command = await commandOn(tx, call, rows);
          if (!mayRead && !isParticipant(call, command.state) && !isFlowAdmin(call)) continue;
          all.push(await progressOf(command, await eventsOf(tx, id)));
        }
        return all;
      });
    },
  };

  /** The record's own submit action, used again after a return, goes on with the approval that waits for it. */
  async function resubmitThrough(tx: Transaction, call: Call, instanceId: string): Promise<void> {
    const rows = await loadFlow(tx, instanceId, { lock: true });
    invariant(rows !== undefined, 'a live instance has its rows');
    const command = await commandOn(tx, call, rows);
    if (command.state.instance.state !== 'RETURNED' || resubmitTask(command.state)?.assignee !== call.actor.userId) throw new Refusal('flow.dup-instance');
    await resubmitOwn(command);
    await complete(command);
  }
}

/** A closed task tells more than a stale page; otherwise any change since the person looked refuses the command. */
function requireRevision(command: Command, task: FlowTaskRow, verb: string, body: TaskCommand): void {
  if (body.expectedRev === command.state.instance.rev) return;
  if (typeof body.expectedRev !== 'number') throw new Refusal('request.malformed', { reason: 'expectedRev' });
  throw new Refusal(task.state === 'TODO' || verb === 'take-back' ? 'request.stale' : 'flow.task-closed');
}

function newInstance(room: FlowRoom, call: Call, flow: FlowModel, request: { readonly entity: string; readonly recordId: string }): InstanceRow {
  const { actor } = call;
  return {
    id: room.newId(),
    flow: flow.name,
    flowHash: flow.hash,
    flowTitle: flow.title,
    entity: request.entity,
    recordId: request.recordId,
    recordLabel: '',
    initiator: actor.userId,
    initiatorName: actor.name,
    initiatorUnit: actor.unitId,
    initiatorPath: actor.unitPath,
    round: 1,
    state: 'RUNNING',
    rev: 0,
    startedAt: call.now,
    endedAt: null,
    returnNode: null,
    returnFacts: null,
    incident: null,
    lastSeq: 0,
    lastHash: '',
  };
}

function writeCursor(place: { readonly at: string; readonly id: string }): string {
  return Buffer.from(`${place.at}|${place.id}`).toString('base64url');
}

function readCursor(text: string | null): { readonly at: string; readonly id: string } | null {
  if (text === null) return null;
  const [at = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split('|');
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(at) || !/^[0-9a-f-]{36}$/.test(id)) throw new Refusal('list.cursor-invalid');
  return { at, id };
}
