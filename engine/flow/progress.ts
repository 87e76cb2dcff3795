import { EvaluationError } from '../condition/evaluation-error.ts';
import type { FlowEventBody, FlowProgress, FlowStepProgress } from '../contract/index.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { ExclusiveNode, FlowNode } from '../model/index.ts';
import type { FlowEventRow, NodeRunRow } from '../store/flow-statements.ts';
import { branchOf } from './advance.ts';
import { resolveAssignees } from './assignees.ts';
import { flowFacts, recordOf, seatsOf, type Command } from './command.ts';
import { eventTitle, ruleText } from './event-titles.ts';
import { isFlowAdmin, isParticipant, isWithdrawable } from './instance-verbs.ts';
import { createOrganisation } from './organisation.ts';
import { hasNode, isHuman, nodeOf, sequencesAfter, startKey } from './position.ts';

/** Where the approval stands, what was done, and what may still come. Asks the database, changes nothing. The way ahead is a
 *  prediction with today's data and is never stored. */
export async function progressOf(command: Command, events: readonly FlowEventRow[]): Promise<FlowProgress> {
  const { state, call } = command;
  const { instance } = state;
  const seesOpinions = isParticipant(call, state) || isFlowAdmin(call);
  return {
    instanceId: instance.id,
    rev: instance.rev,
    flow: instance.flow,
    title: instance.flowTitle,
    state: instance.state,
    round: instance.round,
    initiator: { id: instance.initiator, label: instance.initiatorName },
    startedAt: instance.startedAt,
    endedAt: instance.endedAt,
    canWithdraw: instance.state === 'RUNNING' && instance.initiator === call.actor.userId && isWithdrawable(command),
    steps: [...state.nodeRuns.filter((run) => run.kind !== 'exclusive').map((run) => stepOf(command, run)), ...startStep(command), ...(await ahead(command))],
    events: events.map(
      (event): FlowEventBody => ({
        seq: event.seq,
        at: event.at,
        type: event.type,
        title: eventTitle(event, call.actor.language),
        actor: event.actor === null ? null : { id: event.actor, label: event.actorName ?? '' },
        node: event.nodeKey,
        nodeTitle: event.nodeTitle,
        opinion: seesOpinions ? event.opinion : null,
      }),
    ),
  };
}

function stepOf(command: Command, run: NodeRunRow): FlowStepProgress {
  const { state, call } = command;
  const seats = seatsOf(state, run)
    .filter((seat) => seat.state !== 'REMOVED')
    .toSorted((a, b) => a.ordinal - b.ordinal);
  const others = state.tasks.filter((task) => task.nodeRunId === run.id && task.seatId === null);
  return {
    node: run.nodeKey,
    title: run.nodeTitle,
    kind: run.kind,
    status:
      run.state === 'OPEN'
        ? 'now'
        : run.state === 'CANCELLED'
          ? 'cancelled'
          : run.result === 'REJECTED'
            ? 'rejected'
            : run.result === 'RETURNED'
              ? 'returned'
              : 'done',
    mode: run.mode,
    because: run.cause === null ? null : ruleText(run.cause, call.actor.language),
    people: [
      ...seats.map((seat) => ({ id: seat.userId, label: seat.userName, state: seat.state, opinion: seat.opinion, at: seat.decidedAt })),
      ...others.map((task) => ({ id: task.assignee, label: task.assigneeName, state: task.state, opinion: null, at: task.closedAt })),
    ],
    enteredAt: run.enteredAt,
    leftAt: run.leftAt,
  };
}

/** While it lies with the initiator, that is where it is now. */
function startStep(command: Command): readonly FlowStepProgress[] {
  return command.state.tasks
    .filter((task) => task.kind === 'resubmit' && task.state === 'TODO')
    .map((task) => ({
      node: startKey,
      title: task.nodeTitle,
      kind: 'resubmit',
      status: 'now' as const,
      mode: null,
      because: task.cause === null ? null : ruleText(task.cause, command.call.actor.language),
      people: [{ id: task.assignee, label: task.assigneeName, state: task.state, opinion: null, at: null }],
      enteredAt: task.openedAt,
      leftAt: null,
    }));
}

async function ahead(command: Command): Promise<readonly FlowStepProgress[]> {
  const { state, flow } = command;
  const token = state.tokens.find((one) => one.state === 'LIVE');
  if (token === undefined || !['RUNNING', 'RETURNED', 'INCIDENT'].includes(state.instance.state)) return [];
  const isIncident = state.instance.state === 'INCIDENT' && hasNode(flow, token.nodeKey);
  const sequences =
    token.nodeKey === startKey ? [flow.steps] : [...(isIncident ? [[nodeOf(flow, token.nodeKey)]] : []), ...sequencesAfter(flow, token.nodeKey)];
  const steps: FlowStepProgress[] = [];
  for (const sequence of sequences) if (await walk(command, sequence, 'ahead', steps)) break;
  return steps;
}

/** Steps that a preview shows at most. */
const previewLimit = 60;

/** Answers true when the flow ends in this sequence whatever is decided. */
async function walk(command: Command, sequence: readonly FlowNode[], certainty: 'ahead' | 'conditional', steps: FlowStepProgress[]): Promise<boolean> {
  for (const node of sequence) {
    if (steps.length >= previewLimit) return true;
    if (node.kind === 'exclusive') {
      if (await walkBranches(command, node, certainty, steps)) return true;
      continue;
    }
    steps.push(await expected(command, node, certainty));
    if (node.kind === 'end') return true;
  }
  return false;
}

/** With all facts known and none of them editable on the way, one branch; otherwise every branch, as conditional. */
async function walkBranches(command: Command, node: ExclusiveNode, certainty: 'ahead' | 'conditional', steps: FlowStepProgress[]): Promise<boolean> {
  const paths = node.branches.flatMap((branch) => branch.when?.facts ?? []);
  const isOpen = await mayStillChange(command, paths);
  let chosen: ExclusiveNode['branches'][number] | undefined;
  try {
    chosen = await branchOf(command, node);
  } catch (error) {
    if (!(error instanceof EvaluationError) && !(error instanceof Refusal)) throw error;
  }
  const branches = isOpen || chosen === undefined ? node.branches : [chosen];
  let ended = 0;
  for (const branch of branches) {
    const first = steps.length;
    if (await walk(command, branch.steps, branches.length === 1 ? certainty : 'conditional', steps)) ended++;
    for (let index = first; index < steps.length; index++) {
      const step = steps[index];
      if (step !== undefined && step.because === null) steps[index] = { ...step, because: `${node.title}：${branch.title}` };
    }
  }
  return ended === branches.length;
}

async function mayStillChange(command: Command, paths: readonly string[]): Promise<boolean> {
  const roots = new Set(paths.map((path) => path.split('.')[0] ?? ''));
  const facts = await flowFacts(command, paths);
  if (paths.some((path) => !path.startsWith('user.') && valueIsNull(facts, path))) return true;
  const remaining = [...command.flow.nodes.values()].filter(
    (node) =>
      isHuman(node) && !command.state.nodeRuns.some((run) => run.nodeKey === node.key && run.state === 'CLOSED' && run.round === command.state.instance.round),
  );
  return remaining.some(
    (node) => isHuman(node) && [...node.fields].some(([path, right]) => (right === 'write' || right === 'required') && roots.has(path.split('.')[0] ?? '')),
  );
}

function valueIsNull(facts: Readonly<Record<string, unknown>>, path: string): boolean {
  let value: unknown = facts;
  for (const segment of path.split('.')) {
    if (Array.isArray(value)) return false;
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined;
  }
  return value === null || value === undefined;
}

async function expected(command: Command, node: Exclude<FlowNode, ExclusiveNode>, certainty: 'ahead' | 'conditional'): Promise<FlowStepProgress> {
  const language = command.call.actor.language;
  const shape = { node: node.key, title: node.title, kind: node.kind, status: certainty, enteredAt: null, leftAt: null };
  if (node.kind === 'auto' || node.kind === 'end') return { ...shape, mode: null, because: null, people: [] };
  await recordOf(command);
  const resolution = await resolveAssignees(command, createOrganisation(command.room.store, command.tx, command.call), node);
  const reason = resolution.rule === null ? resolution.because : resolution.rule;
  return {
    ...shape,
    mode: node.kind === 'cc' ? null : node.mode,
    because: reason === null ? null : ruleText(reason, language),
    people: resolution.people.map((person) => ({ id: person.id, label: person.name, state: 'expected', opinion: null, at: null })),
  };
}
