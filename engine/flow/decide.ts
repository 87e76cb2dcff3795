import { Refusal } from '../kernel/refusal.ts';
import type { TaskCommand } from '../contract/index.ts';
import type { ApproveNode, FlowNode, HandleNode } from '../model/index.ts';
import type { Values } from '../store/face.ts';
import type { FlowTaskRow, NodeRunRow, SeatRow } from '../store/flow-statements.ts';
import { branchOf, runOn, settle } from './advance.ts';
import { backToInitiator, valueAtPath } from './back-to-initiator.ts';
import { cancelFrom, closeRun } from './closing.ts';
import { flowFacts, note, recordOf, titled, type Command } from './command.ts';
import { change } from './flow-state.ts';
import { checkChanges, missingFields } from './node-fields.ts';
import { ancestorsOf, blockPathOf, isHuman, nodeOf, startKey } from './position.ts';
import { closeTask } from './tasks-of-run.ts';

export interface Decision {
  readonly task: FlowTaskRow;
  readonly node: ApproveNode | HandleNode;
  readonly run: NodeRunRow;
  readonly seat: SeatRow;
  readonly body: TaskCommand;
}

const voices = {
  approve: { seat: 'FOR', task: 'APPROVED', event: 'approved' },
  done: { seat: 'FOR', task: 'DONE', event: 'done' },
  reject: { seat: 'AGAINST', task: 'REJECTED', event: 'rejected-seat' },
  abstain: { seat: 'ABSTAIN', task: 'ABSTAINED', event: 'abstained' },
} as const;

/** T04 to T07: one seat speaks. Field rules → opinion → values → tally → what follows. */
export async function decide(command: Command, decision: Decision, verb: keyof typeof voices): Promise<void> {
  const { task, node, run, seat, body } = decision;
  const { state, call } = command;
  const voice = voices[verb];
  checkChanges(node, command.entity, body.changes, await recordOf(command));
  requireOpinion(decision, verb === 'reject');
  const input = readNodeInput(command, node, body.input, verb === 'approve' || verb === 'done');
  const changed = await writeChanges(command, decision);
  if (verb === 'approve' || verb === 'done') {
    const missing = missingFields(node, command.entity, await recordOf(command));
    if (missing.length > 0)
      throw new Refusal(
        'flow.required',
        { fields: missing.map((field) => field.title).join('、') },
        missing.map((field) => ({ pointer: `/changes/${field.key.replaceAll('.', '/')}`, code: 'value.required' })),
      );
  }
  change(state, 'seats', seat, {
    state: voice.seat,
    opinion: body.opinion ?? null,
    input: Object.keys(input).length === 0 ? null : JSON.stringify(input),
    decidedBy: call.actor.userId,
    decidedAt: call.now,
  });
  await closeTask(command, task, voice.task, changed.keyFacts.length > 0 ? 'keyFactChanged' : changed.all.length > 0 ? 'changed' : null);
  note(command, {
    type: voice.event,
    node: titled(node),
    nodeRunId: run.id,
    seatId: seat.id,
    taskId: task.id,
    opinion: body.opinion ?? null,
    detail: { input, changes: changed.all },
  });
  const rerouted = changed.keyFacts.length > 0 && seat.state !== 'AGAINST' ? await firstAffected(command, node) : undefined;
  if (rerouted !== undefined) {
    note(command, { type: 'rerouted', actor: null, node: titled(rerouted), cause: 'keyFactChanged', detail: { facts: changed.keyFacts } });
    await cancelFrom(command, rerouted.key);
    return runOn(command, rerouted, 'keyFactChanged');
  }
  const next = await settle(command, node, run);
  if (next !== 'waits') await runOn(command, next);
}

/** T08: back to a node that every way passed, or to the initiator. Not counted, works at once in any mode. */
export async function giveBack(command: Command, decision: Decision): Promise<void> {
  const { task, node, run, seat, body } = decision;
  checkChanges(node, command.entity, body.changes, await recordOf(command));
  requireOpinion(decision, true);
  const target = body.target === undefined || body.target === 'initiator' ? startKey : body.target;
  if (!returnTargetsOf(command, node).some((allowed) => allowed.key === target)) throw new Refusal('flow.target');
  const changed = await writeChanges(command, decision);
  await closeTask(command, task, 'RETURNED', changed.all.length > 0 ? 'changed' : null);
  note(command, {
    type: 'returned',
    node: titled(node),
    nodeRunId: run.id,
    seatId: seat.id,
    taskId: task.id,
    opinion: body.opinion ?? null,
    detail: { target, changes: changed.all },
  });
  await closeRun(command, run, 'RETURNED', 'returned');
  if (target === startKey) return backToInitiator(command, node, 'returned');
  await cancelFrom(command, target);
  return runOn(command, nodeOf(command.flow, target), 'returned');
}

/** Targets that the node allows: dominating human nodes that were completed in this round, and the start. */
export function returnTargetsOf(command: Command, node: FlowNode): readonly { readonly key: string; readonly title: string }[] {
  if (!isHuman(node)) return [];
  const { flow, state, call } = command;
  const start = { key: startKey, title: call.actor.language.startsWith('en') ? 'Initiator' : '发起人' };
  const done = ancestorsOf(flow, node.key).filter((ancestor) =>
    state.nodeRuns.some((run) => run.nodeKey === ancestor.key && run.round === state.instance.round && run.state === 'CLOSED' && run.result === 'PASSED'),
  );
  const allowed = node.kind === 'approve' ? node.returnTargets : 'any';
  if (allowed === 'initiator') return [start];
  if (allowed === 'previous') return done.length === 0 ? [start] : done.slice(-1).map(titled);
  const all = [start, ...done.map(titled)];
  return allowed === 'any' ? all : all.filter((target) => allowed.includes(target.key) || (target.key === startKey && allowed.includes('initiator')));
}

/** T03: round + 1. `direct` goes straight back to the node that returned it, when nothing that decides the way has changed. */
export async function resubmit(command: Command): Promise<void> {
  const { state, flow } = command;
  const { instance } = state;
  instance.round += 1;
  instance.state = 'RUNNING';
  const direct = flow.resubmit === 'direct' && instance.returnNode !== null ? await directTarget(command, instance.returnNode) : { node: null, why: null };
  note(command, { type: 'resubmitted', cause: direct.why, detail: { to: direct.node?.key ?? startKey } });
  await runOn(command, direct.node ?? flow.steps[0] ?? null);
}

async function directTarget(command: Command, key: string): Promise<{ readonly node: FlowNode | null; readonly why: string | null }> {
  const { flow, state } = command;
  if (!flow.nodes.has(key)) return { node: null, why: 'node gone' };
  const facts = await flowFacts(command, flow.keyFacts);
  const now = JSON.stringify(flow.keyFacts.map((path) => facts[path] ?? valueAtPath(facts, path)));
  if (state.instance.returnFacts !== null && now !== state.instance.returnFacts) return { node: null, why: 'keyFactChanged' };
  for (const { block, branch } of blockPathOf(flow, key)) {
    if ((await branchOf(command, block)).key !== branch) return { node: null, why: 'otherBranch' };
  }
  return { node: nodeOf(flow, key), why: null };
}

/** The first block passed in this round that would now choose another branch: from there the way is walked again. */
async function firstAffected(command: Command, current: FlowNode): Promise<FlowNode | undefined> {
  const { state, flow } = command;
  const passed = state.nodeRuns.filter((run) => run.kind === 'exclusive' && run.round === state.instance.round && run.state === 'CLOSED');
  for (const run of passed) {
    const block = nodeOf(flow, run.nodeKey);
    if (block.kind === 'exclusive' && block.key !== current.key && (await branchOf(command, block)).key !== run.result) return block;
  }
  return undefined;
}

function requireOpinion({ node, body }: Decision, always: boolean): void {
  if ((always || node.opinionRequired) && (body.opinion === undefined || body.opinion.trim() === ''))
    throw new Refusal('flow.opinion-required', {}, [{ pointer: '/opinion', code: 'value.required' }]);
}

/** The node's own facts; required ones only when the work is said to be done. */
function readNodeInput(command: Command, node: ApproveNode | HandleNode, body: unknown, isComplete: boolean): Values {
  const read = command.room.readNodeInput(node.input, body ?? {}, { release: command.call.release });
  if (isComplete) {
    for (const field of node.input.values()) {
      const isFaulty = read.errors.some((error) => error.pointer.startsWith(`/${field.key}`));
      if (field.required && !isFaulty && (read.values[field.key] === undefined || read.values[field.key] === null))
        read.errors.push({ pointer: `/${field.key}`, code: 'value.required' });
    }
  }
  if (read.errors.length > 0)
    throw new Refusal(
      'record.invalid',
      { count: read.errors.length },
      read.errors.map((error) => ({ ...error, pointer: `/input${error.pointer}` })),
    );
  return read.values;
}

interface Changed {
  readonly all: readonly { readonly key: string; readonly before: unknown; readonly after: unknown }[];
  readonly keyFacts: readonly string[];
}

/** Writes the fields that the node opens; sensitive values stay out of the trail. */
async function writeChanges(command: Command, { body }: Decision): Promise<Changed> {
  const changes = body.changes ?? {};
  if (Object.keys(changes).length === 0) return { all: [], keyFacts: [] };
  const { room, tx, call, entity, flow } = command;
  const before = await recordOf(command);
  const factsBefore = await flowFacts(command, flow.keyFacts);
  const written = await room.changes.change(tx, call, { entity: entity.name, record: before, changes, comment: command.flow.title });
  command.record = written.record;
  const factsAfter = await flowFacts(command, flow.keyFacts);
  const keyFacts = flow.keyFacts.filter((path) => JSON.stringify(valueAtPath(factsBefore, path)) !== JSON.stringify(valueAtPath(factsAfter, path)));
  const all = written.changed.map((one) => (entity.fields.get(one.key)?.sensitive === undefined ? one : { key: one.key, before: null, after: null }));
  return { all, keyFacts };
}
