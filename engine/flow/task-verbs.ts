import { Refusal } from '../kernel/refusal.ts';
import type { TaskCommand } from '../contract/index.ts';
import type { ApproveNode, FlowButton, HandleNode } from '../model/index.ts';
import type { FlowTaskRow, NodeRunRow, SeatRow } from '../store/flow-statements.ts';
import { openSeats, runOn, settle } from './advance.ts';
import { closeRun, isOpen } from './closing.ts';
import { eligibility, excludedPeople } from './assignees.ts';
import { note, seatsOf, titled, type Command } from './command.ts';
import { decide, giveBack, type Decision } from './decide.ts';
import { change } from './flow-state.ts';
import { instanceVerbs, requireAdmin, resubmitOwn } from './instance-verbs.ts';
import { createOrganisation } from './organisation.ts';
import { isHuman, nodeOf } from './position.ts';
import { closeTask, openTask } from './tasks-of-run.ts';

/** Applies a verb to a task. Guards in the order: state → actor → separation of duties → button → field rules → values. */
export async function applyTaskVerb(command: Command, task: FlowTaskRow, verb: string, body: TaskCommand): Promise<void> {
  switch (verb) {
    case 'approve':
    case 'reject':
    case 'abstain':
    case 'done': {
      const decision = await openDecision(command, task, body);
      requireButton(decision.node, verb);
      return decide(command, decision, verb);
    }
    case 'return': {
      const decision = await openDecision(command, task, body);
      requireButton(decision.node, 'return');
      return giveBack(command, decision);
    }
    case 'transfer': {
      const decision = await openDecision(command, task, body);
      requireButton(decision.node, 'transfer');
      return handOver(command, decision, 'transfer');
    }
    case 'reassign': {
      requireAdmin(command);
      if (body.target === command.call.actor.userId) throw new Refusal('flow.target');
      return handOver(command, decisionOf(command, task, body), 'admin');
    }
    case 'take-back':
      return takeBack(command, task);
    case 'dispatch':
      return dispatch(command, task, body);
    case 'resubmit':
      requireOwnOpenTask(command, task);
      return resubmitOwn(command);
    case 'read':
      if (task.assignee !== command.call.actor.userId) throw new Refusal('flow.not-assignee');
      if (task.kind !== 'read') throw new Refusal('flow.button-off');
      if (task.state === 'TODO') await closeTask(command, task, 'READ');
      return;
    case 'claim':
    case 'unclaim':
      throw new Refusal('flow.button-off');
    default: {
      const apply = Object.hasOwn(instanceVerbs, verb) ? instanceVerbs[verb] : undefined;
      if (apply === undefined) throw new Refusal('flow.verb-unknown', { verb: verb.slice(0, 40) });
      return apply(command, body);
    }
  }
}

/** Verbs that do not depend on what has changed since the person looked. */
export const freeVerbs: ReadonlySet<string> = new Set(['comment', 'urge', 'read']);

/** State, actor and separation of duties; what follows is the verb's own. */
async function openDecision(command: Command, task: FlowTaskRow, body: TaskCommand): Promise<Decision> {
  requireRunning(command);
  requireOwnOpenTask(command, task);
  const decision = decisionOf(command, task, body);
  const rule = (await excludedPeople(command, decision.node)).get(command.call.actor.userId);
  if (rule !== undefined) throw new Refusal('flow.sod', { rule });
  return decision;
}

function decisionOf(command: Command, task: FlowTaskRow, body: TaskCommand): Decision {
  if (task.state !== 'TODO') throw new Refusal('flow.task-closed');
  const node = nodeOf(command.flow, task.nodeKey);
  const run = command.state.nodeRuns.find((one) => one.id === task.nodeRunId);
  const seat = command.state.seats.find((one) => one.id === task.seatId);
  if (!isHuman(node) || run === undefined || seat === undefined) throw new Refusal('flow.button-off');
  return { task, node, run, seat, body };
}

function requireRunning(command: Command): void {
  const { state } = command.state.instance;
  if (state === 'INCIDENT') throw new Refusal('flow.incident');
  if (state !== 'RUNNING') throw new Refusal('flow.state');
}

function requireOwnOpenTask(command: Command, task: FlowTaskRow): void {
  if (task.state !== 'TODO') throw new Refusal('flow.task-closed');
  if (task.assignee !== command.call.actor.userId) throw new Refusal('flow.not-assignee');
}

function requireButton(node: ApproveNode | HandleNode, verb: string): void {
  if (!buttonsOf(node).has(verb)) throw new Refusal('flow.button-off');
}

/** Verbs that a node offers: work is done, decisions are made; to abstain there must be a vote. */
export function buttonsOf(node: ApproveNode | HandleNode): ReadonlySet<string> {
  const has = (button: FlowButton) => node.buttons.has(button);
  const verbs =
    node.kind === 'handle' ? ['done'] : ['approve', ...(has('reject') ? ['reject'] : []), ...(has('abstain') && node.mode === 'vote' ? ['abstain'] : [])];
  for (const button of ['return', 'transfer', 'comment'] as const) if (has(button)) verbs.push(button);
  return new Set(verbs);
}

/** Longest chain of hand-overs of one seat. */
const transferLimit = 3;

/** T09, T29: the seat goes to another person; her task is a new one, the old one stays as it was. */
async function handOver(command: Command, decision: Decision, cause: 'transfer' | 'admin'): Promise<void> {
  const { task, node, run, seat, body } = decision;
  const { state } = command;
  if (body.target === undefined) throw new Refusal('flow.target', {}, [{ pointer: '/target', code: 'value.required' }]);
  const target = await requireEligible(command, node, body.target);
  const holders = new Set(
    seatsOf(state, run)
      .filter((one) => one.state === 'OPEN')
      .map((one) => one.userId),
  );
  if (holders.has(target.id)) throw new Refusal('flow.dup-seat');
  const chain = state.tasks.filter((one) => one.seatId === seat.id && one.state === 'TRANSFERRED');
  if (cause === 'transfer' && (chain.length >= transferLimit || chain.filter((one) => one.assignee === target.id).length > 1)) throw new Refusal('flow.target');
  await closeTask(command, task, 'TRANSFERRED', cause);
  change(state, 'seats', seat, { userId: target.id, userName: target.name });
  const next = await openTask(command, { kind: node.kind, node, run, seat, person: target, state: 'TODO', cause, predecessor: task });
  note(command, {
    type: 'transferred',
    node: titled(node),
    nodeRunId: run.id,
    seatId: seat.id,
    taskId: next.id,
    opinion: body.opinion ?? null,
    cause,
    detail: { from: task.assigneeName, to: target.name },
  });
}

/** T31: the flow administrator chooses who decides; she never decides herself. */
async function dispatch(command: Command, task: FlowTaskRow, body: TaskCommand): Promise<void> {
  requireRunning(command);
  requireOwnOpenTask(command, task);
  if (task.kind !== 'dispatch') throw new Refusal('flow.button-off');
  const node = nodeOf(command.flow, task.nodeKey);
  const run = command.state.nodeRuns.find((one) => one.id === task.nodeRunId);
  if (!isHuman(node) || run === undefined || body.target === undefined) throw new Refusal('flow.target', {}, [{ pointer: '/target', code: 'value.required' }]);
  const target = await requireEligible(command, node, body.target);
  await closeTask(command, task, 'DONE');
  for (const other of command.state.tasks.filter((one) => one.nodeRunId === run.id && one.kind === 'dispatch' && isOpen(one)))
    await closeTask(command, other, 'CANCELLED', 'decided');
  note(command, { type: 'dispatched', node: titled(node), nodeRunId: run.id, taskId: task.id, opinion: body.opinion ?? null, detail: { to: target.name } });
  await openSeats(command, node, run, [target]);
  const next = await settle(command, node, run);
  if (next !== 'waits') await runOn(command, next);
}

async function requireEligible(command: Command, node: ApproveNode | HandleNode, personId: string) {
  const isId = /^[0-9a-f-]{36}$/i.test(personId);
  const answer = isId ? await eligibility(command, createOrganisation(command.room.store, command.tx, command.call), node, personId) : undefined;
  if (answer === undefined || ('refused' in answer && answer.refused === 'target'))
    throw new Refusal('flow.target', {}, [{ pointer: '/target', code: 'value.reference-missing' }]);
  if ('refused' in answer) throw new Refusal('flow.sod', { rule: answer.rule });
  return answer.person;
}

/** T16: my decision is taken back while nobody decided after it and nothing automatic ran. A copy that was read is no decision. */
async function takeBack(command: Command, task: FlowTaskRow): Promise<void> {
  const { state, call } = command;
  requireRunning(command);
  if (task.assignee !== call.actor.userId) throw new Refusal('flow.not-assignee');
  const run = state.nodeRuns.find((one) => one.id === task.nodeRunId);
  const seat = state.seats.find((one) => one.id === task.seatId);
  const isOwn = task.state === 'APPROVED' || task.state === 'REJECTED' || task.state === 'ABSTAINED' || task.state === 'DONE';
  const node = nodeOf(command.flow, task.nodeKey);
  if (!isOwn || run === undefined || seat === undefined || !isHuman(node) || run.round !== state.instance.round || run.state === 'CANCELLED')
    throw new Refusal('flow.window');
  const later = state.nodeRuns.filter((one) => one.seq > run.seq && one.round === run.round && one.state !== 'CANCELLED');
  if (later.some((one) => one.kind === 'auto' || isDecided(command, one)) || decidedAfter(command, run, seat)) throw new Refusal('flow.window');
  for (const one of later) await cancelRun(command, one);
  await closeOwn(command, task);
  const reopened =
    run.state === 'CLOSED'
      ? seatsOf(state, run).filter((one) => one.state === 'VOID' && state.tasks.some((other) => other.seatId === one.id && other.cause === 'decided'))
      : [];
  change(state, 'nodeRuns', run, { state: 'OPEN', result: null, leftAt: null });
  for (const one of [seat, ...reopened]) {
    change(state, 'seats', one, { state: 'OPEN', opinion: null, input: null, decidedBy: null, decidedAt: null });
    await openTask(command, {
      kind: node.kind,
      node,
      run,
      seat: one,
      person: { id: one.userId, name: one.userName },
      state: 'TODO',
      cause: 'taken-back',
      ...(one === seat ? { predecessor: task } : {}),
    });
  }
  const token = state.tokens.find((one) => one.state === 'LIVE');
  if (token !== undefined) change(state, 'tokens', token, { nodeKey: node.key });
  note(command, { type: 'taken-back', node: titled(node), nodeRunId: run.id, seatId: seat.id, taskId: task.id });
}

async function closeOwn(command: Command, task: FlowTaskRow): Promise<void> {
  change(command.state, 'tasks', task, { state: 'REVOKED', closedAt: task.closedAt ?? command.call.now });
}

async function cancelRun(command: Command, run: NodeRunRow): Promise<void> {
  if (run.state === 'OPEN') await closeRun(command, run, 'CANCELLED', 'taken-back');
  change(command.state, 'nodeRuns', run, { state: 'CANCELLED' });
}

function isDecided(command: Command, run: NodeRunRow): boolean {
  return seatsOf(command.state, run).some((seat: SeatRow) => seat.decidedBy !== null);
}

/** In a sequence somebody after me has decided in the same run. */
function decidedAfter(command: Command, run: NodeRunRow, seat: SeatRow): boolean {
  return run.mode === 'sequential' && seatsOf(command.state, run).some((one) => one.ordinal > seat.ordinal && one.decidedBy !== null);
}
