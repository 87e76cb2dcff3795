import { Refusal } from '../kernel/refusal.ts';
import type { TaskCommand } from '../contract/index.ts';
import type { Call } from '../model/index.ts';
import type { FlowTaskRow } from '../store/flow-statements.ts';
import { runOn } from './advance.ts';
import { cancelFrom, closeEverything } from './closing.ts';
import { note, performOutcome, type Command } from './command.ts';
import { resubmit } from './decide.ts';
import { change, type FlowState } from './flow-state.ts';
import { hasNode, nodeOf } from './position.ts';
import { closeTask } from './tasks-of-run.ts';

/** What people without a task may do to an approval. Each refuses before it changes anything. */
export const instanceVerbs: Readonly<Record<string, (command: Command, body: Partial<TaskCommand>) => Promise<void>>> = {
  withdraw: withdrawOwn,
  cancel: cancelOwn,
  resubmit: resubmitOwn,
  comment,
  urge,
  terminate,
  retry,
};

export function isFlowAdmin(call: Call): boolean {
  return call.actor.roles.some((role) => call.release.roles.get(role)?.functions.includes('flowAdmin') === true);
}

/** T17: while the window is open. The record goes back to its initiator, who may start anew. */
async function withdrawOwn(command: Command): Promise<void> {
  requireInitiator(command);
  if (command.state.instance.state !== 'RUNNING') throw new Refusal('flow.state');
  if (!isWithdrawable(command)) throw new Refusal('flow.window');
  await closeAs(command, 'DRAFT', 'withdrawn');
  await performOutcome(command, 'withdrawn');
}

/** T18: always while it lies with the initiator, otherwise within the window. */
async function cancelOwn(command: Command, body: Partial<TaskCommand>): Promise<void> {
  requireInitiator(command);
  const { instance } = command.state;
  if (instance.state !== 'RUNNING' && instance.state !== 'RETURNED') throw new Refusal('flow.state');
  if (instance.state === 'RUNNING' && !isWithdrawable(command)) throw new Refusal('flow.window');
  await closeAs(command, 'CANCELLED', 'cancelled', body.opinion);
  await performOutcome(command, 'cancelled');
}

/** T03, from the task or from the record's own submit action. */
export async function resubmitOwn(command: Command): Promise<void> {
  const { state, call } = command;
  if (state.instance.state !== 'RETURNED') throw new Refusal('flow.state');
  const task = resubmitTask(state);
  if (task === undefined || task.assignee !== call.actor.userId) throw new Refusal('flow.not-assignee');
  await closeTask(command, task, 'DONE');
  await performOutcome(command, 'submitted');
  await resubmit(command);
}

export function resubmitTask(state: FlowState): FlowTaskRow | undefined {
  return state.tasks.find((task) => task.kind === 'resubmit' && task.state === 'TODO');
}

/** T22: an event and nothing else. */
async function comment(command: Command, body: Partial<TaskCommand>): Promise<void> {
  requireParticipant(command);
  if (isEnded(command.state)) throw new Refusal('flow.state');
  if (body.opinion === undefined || body.opinion.trim() === '')
    throw new Refusal('flow.opinion-required', {}, [{ pointer: '/opinion', code: 'value.required' }]);
  note(command, { type: 'comment', opinion: body.opinion });
}

/** Least time between two urges of one task, and how many it gets in all on one day. */
const urgePauseHours = 4;
const urgesADay = 3;

/** T21: tells the people who hold it up; never changes a due time. */
async function urge(command: Command): Promise<void> {
  requireParticipant(command);
  const { state, call } = command;
  if (state.instance.state !== 'RUNNING' && state.instance.state !== 'RETURNED') throw new Refusal('flow.state');
  const open = state.tasks.filter((task) => task.state === 'TODO' && task.kind !== 'read' && task.assignee !== call.actor.userId);
  const ready = open.filter(
    (task) =>
      task.urgedAt === null ||
      (Date.parse(call.now) - Date.parse(task.urgedAt) >= urgePauseHours * 3_600_000 &&
        (task.urgeCount < urgesADay || task.urgedAt.slice(0, 10) !== call.now.slice(0, 10))),
  );
  if (ready.length === 0) throw new Refusal(open.length === 0 ? 'flow.state' : 'flow.urge-limit');
  for (const task of ready) {
    change(state, 'tasks', task, { urgedAt: call.now, urgeCount: task.urgedAt?.slice(0, 10) === call.now.slice(0, 10) ? task.urgeCount + 1 : 1 });
    command.messages.push({ topic: 'task.urged', payload: { task: task.id, instance: state.instance.id, assignee: task.assignee, by: call.actor.userId } });
  }
  note(command, { type: 'urged', detail: { tasks: ready.map((task) => task.id) } });
}

/** T19: the flow administrator stops it, with a reason. */
async function terminate(command: Command, body: Partial<TaskCommand>): Promise<void> {
  requireAdmin(command);
  if (isEnded(command.state)) throw new Refusal('flow.state');
  if (body.opinion === undefined || body.opinion.trim() === '')
    throw new Refusal('flow.opinion-required', {}, [{ pointer: '/opinion', code: 'value.required' }]);
  await closeAs(command, 'TERMINATED', 'terminated', body.opinion);
  await performOutcome(command, 'cancelled');
}

/** T28: the step that could not go on is tried again. */
async function retry(command: Command): Promise<void> {
  requireAdmin(command);
  const { state, flow } = command;
  const token = state.tokens.find((one) => one.state === 'LIVE');
  if (state.instance.state !== 'INCIDENT' || token === undefined || !hasNode(flow, token.nodeKey)) throw new Refusal('flow.state');
  state.instance.state = 'RUNNING';
  state.instance.incident = null;
  note(command, { type: 'retried' });
  const node = nodeOf(flow, token.nodeKey);
  if (state.nodeRuns.some((run) => run.nodeKey === node.key && run.round === state.instance.round && run.state === 'OPEN')) await cancelFrom(command, node.key);
  await runOn(command, node);
}

async function closeAs(command: Command, state: 'DRAFT' | 'CANCELLED' | 'TERMINATED', type: string, opinion?: string): Promise<void> {
  await closeEverything(command, type);
  command.state.instance.state = state;
  command.state.instance.endedAt = command.call.now;
  command.state.instance.incident = null;
  note(command, { type, opinion: opinion ?? null });
  command.messages.push({
    topic: `flow.${type}`,
    payload: {
      instance: command.state.instance.id,
      flow: command.state.instance.flow,
      entity: command.state.instance.entity,
      record: command.state.instance.recordId,
    },
  });
}

/** The window of the flow; an automatic action that ran closes it for good. */
export function isWithdrawable(command: Pick<Command, 'flow' | 'state'>): boolean {
  const { flow, state } = command;
  const runs = state.nodeRuns.filter((run) => run.round === state.instance.round);
  if (runs.some((run) => run.kind === 'auto')) return false;
  if (flow.withdraw === 'never') return false;
  if (flow.withdraw === 'whileRunning') return true;
  const ids = new Set(runs.map((run) => run.id));
  return (
    !state.seats.some((seat) => ids.has(seat.nodeRunId) && seat.decidedBy !== null) &&
    !state.tasks.some(
      (task) =>
        task.nodeRunId !== null &&
        ids.has(task.nodeRunId) &&
        (task.state === 'APPROVED' || task.state === 'RETURNED' || task.state === 'REJECTED' || task.state === 'DONE'),
    )
  );
}

function isEnded(state: FlowState): boolean {
  return ['DRAFT', 'APPROVED', 'REJECTED', 'CANCELLED', 'TERMINATED'].includes(state.instance.state);
}

export function isParticipant(call: Call, state: FlowState): boolean {
  return state.instance.initiator === call.actor.userId || state.tasks.some((task) => task.assignee === call.actor.userId);
}

function requireInitiator(command: Command): void {
  if (command.state.instance.initiator !== command.call.actor.userId) throw new Refusal('flow.not-assignee');
}

function requireParticipant(command: Command): void {
  if (!isParticipant(command.call, command.state) && !isFlowAdmin(command.call)) throw new Refusal('flow.not-assignee');
}

export function requireAdmin(command: Pick<Command, 'call'>): void {
  if (!isFlowAdmin(command.call)) throw new Refusal('access.right-missing', { operation: 'flowAdmin' });
}
