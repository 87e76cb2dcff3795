import { EvaluationError } from '../condition/evaluation-error.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { ApproveNode, CcNode, ExclusiveNode, FlowNode, HandleNode } from '../model/index.ts';
import { evaluationContext } from '../run/record-facts.ts';
import type { NodeRunRow, SeatRow } from '../store/flow-statements.ts';
import { inSavepoint } from '../store/savepoint.ts';
import { resolveAssignees, type Candidate } from './assignees.ts';
import { flowFacts, note, performHook, performOutcome, recordOf, seatsOf, titled, type Command } from './command.ts';
import { isRepeated } from './dedup.ts';
import { backToInitiator } from './back-to-initiator.ts';
import { cancelFrom, closeEverything, closeRun } from './closing.ts';
import { add, change } from './flow-state.ts';
import { createOrganisation } from './organisation.ts';
import { ancestorsOf, nodeAfter, nodeOf, startKey } from './position.ts';
import { closeTask, openTask } from './tasks-of-run.ts';
import { moveToken, openIncident } from './token.ts';
import { runVerdict } from './verdict.ts';

/** Internal moves of one command, and activations of one node in a round. */
const moveLimit = 500;
const activationLimit = 20;

/** Runs on until a person must act, the flow ends, or it cannot go on. First in, first out; one live token. */
export async function runOn(command: Command, from: FlowNode | null, cause: string | null = null): Promise<void> {
  let node = from;
  let why = cause;
  while (node !== null) {
    if (++command.moves > moveLimit) throw new Refusal('flow.loop-limit');
    moveToken(command, node.key);
    const next: FlowNode | null | 'waits' = await enter(command, node, why);
    if (next === 'waits') return;
    node = next;
    why = null;
  }
  await finish(command, 'approved');
}

async function enter(command: Command, node: FlowNode, cause: string | null): Promise<FlowNode | null | 'waits'> {
  try {
    if (node.entered !== null) await performHook(command, node.entered);
    switch (node.kind) {
      case 'exclusive':
        return await chooseBranch(command, node);
      case 'auto':
        return await runAutomatic(command, node);
      case 'cc':
        await copyTo(command, node);
        return nodeAfter(command.flow, node.key);
      case 'end':
        await finish(command, node.result);
        return 'waits';
      default:
        return await openHumanRun(command, node, cause);
    }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    openIncident(command, node, `${error.fact}: ${error.message}`);
    return 'waits';
  }
}

/** In order, first true wins. A condition that cannot be answered is never "false": the flow stops here. */
async function chooseBranch(command: Command, node: ExclusiveNode): Promise<FlowNode | null> {
  const branch = await branchOf(command, node);
  const run = openNodeRun(command, node, null, [], null);
  change(command.state, 'nodeRuns', run, { state: 'CLOSED', result: branch.key, leftAt: command.call.now });
  note(command, { type: 'branch', actor: null, node: titled(node), nodeRunId: run.id, cause: branch.key, detail: { branch: branch.key, title: branch.title } });
  return branch.steps[0] ?? nodeAfter(command.flow, node.key);
}

export async function branchOf(command: Command, node: ExclusiveNode): Promise<ExclusiveNode['branches'][number]> {
  const facts = await flowFacts(
    command,
    node.branches.flatMap((branch) => branch.when?.facts ?? []),
  );
  const context = evaluationContext(command.call);
  const branch = node.branches.find((one) => one.when === null || one.when.evaluate(facts, context));
  if (branch === undefined) throw new EvaluationError('type-drift', node.key, 'No branch holds and there is no default.');
  return branch;
}

/** The action runs in a part of the transaction that may fail alone: the decision that led here stands, and the flow waits
 *  as an incident until a flow administrator retries. */
async function runAutomatic(command: Command, node: Extract<FlowNode, { kind: 'auto' }>): Promise<FlowNode | null | 'waits'> {
  try {
    await inSavepoint(command.tx, () => performHook(command, node.do));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    command.record = undefined;
    openIncident(command, node, command.room.sentences(error, command.call.actor.language));
    return 'waits';
  }
  const run = openNodeRun(command, node, null, [], null);
  change(command.state, 'nodeRuns', run, { state: 'CLOSED', result: 'PASSED', leftAt: command.call.now });
  note(command, { type: 'auto', actor: null, node: titled(node), nodeRunId: run.id, cause: node.do });
  return nodeAfter(command.flow, node.key);
}

/** One read copy a person and node run; never waits. */
async function copyTo(command: Command, node: CcNode): Promise<void> {
  const { people } = await resolveAssignees(command, createOrganisation(command.room.store, command.tx, command.call), node);
  const run = openNodeRun(command, node, null, people, null);
  for (const person of people) await openTask(command, { kind: 'read', node, run, seat: null, person, state: 'TODO' });
  change(command.state, 'nodeRuns', run, { state: 'CLOSED', result: 'PASSED', leftAt: command.call.now });
  note(command, { type: 'copied', actor: null, node: titled(node), nodeRunId: run.id, detail: { people: people.map((person) => person.name) } });
}

async function openHumanRun(command: Command, node: ApproveNode | HandleNode, cause: string | null): Promise<FlowNode | null | 'waits'> {
  const { state } = command;
  if (state.nodeRuns.filter((run) => run.nodeKey === node.key && run.round === state.instance.round).length >= activationLimit)
    throw new Refusal('flow.loop-limit');
  const organisation = createOrganisation(command.room.store, command.tx, command.call);
  const resolution = await resolveAssignees(command, organisation, node);
  if (resolution.rule === 'incident') {
    openIncident(command, node, resolution.because ?? 'empty');
    return 'waits';
  }
  const run = openNodeRun(command, node, node.mode, resolution.people, resolution.because ?? cause);
  note(command, {
    type: 'entered',
    actor: null,
    node: titled(node),
    nodeRunId: run.id,
    cause: resolution.because,
    detail: { people: resolution.people.map((person) => person.name) },
  });
  if (resolution.rule === 'autoPass') return autoDecide(command, node, run, 'PASSED');
  if (resolution.rule === 'autoReject') return autoDecide(command, node, run, 'REJECTED');
  if (resolution.rule === 'dispatch') {
    const admins = (await organisation.holdersOfFunction('flowAdmin')).filter((person) => person.isActive);
    if (admins.length === 0) {
      change(state, 'nodeRuns', run, { state: 'CANCELLED', leftAt: command.call.now });
      openIncident(command, node, 'nobody may choose an approver');
      return 'waits';
    }
    for (const admin of admins) await openTask(command, { kind: 'dispatch', node, run, seat: null, person: admin, state: 'TODO', cause: resolution.because });
    return 'waits';
  }
  await openSeats(command, node, run, resolution.people);
  return settle(command, node, run);
}

/** Seats for people; each gets a task, in a sequence only the first may act. A repeated approver may be passed over. */
export async function openSeats(command: Command, node: ApproveNode | HandleNode, run: NodeRunRow, people: readonly Candidate[]): Promise<void> {
  const { state } = command;
  const organisation = createOrganisation(command.room.store, command.tx, command.call);
  const vote = node.kind === 'approve' && node.mode === 'vote' ? node.vote : null;
  const holders = async (role: string | null | undefined) =>
    new Set(role == null ? [] : (await organisation.holdersOf(role.replace(/^role:/, ''))).map((person) => person.id));
  const vetoes = await holders(vote?.vetoRole);
  const chairs = await holders(vote?.chairRole);
  const taken = seatsOf(state, run).length;
  for (const [index, person] of people.entries()) {
    const kind = vetoes.has(person.id) ? 'veto' : chairs.has(person.id) ? 'chair' : 'normal';
    const seat: SeatRow = {
      id: command.room.newId(),
      instanceId: state.instance.id,
      nodeRunId: run.id,
      ordinal: taken + index,
      weight: 1,
      userId: person.id,
      userName: person.name,
      kind,
      state: 'OPEN',
      opinion: null,
      input: null,
      decidedBy: null,
      decidedAt: null,
    };
    add(state, 'seats', seat);
    if (isRepeated(command, node, run, person.id)) {
      change(state, 'seats', seat, { state: 'FOR', decidedAt: command.call.now });
      const task = await openTask(command, { kind: node.kind, node, run, seat, person, state: 'AUTO_APPROVED', cause: 'dedup' });
      note(command, { type: 'auto-approved', actor: null, node: titled(node), nodeRunId: run.id, seatId: seat.id, taskId: task.id, cause: 'dedup' });
    } else {
      const waits = node.mode === 'sequential' && seatsOf(state, run).some((other) => other !== seat && other.state === 'OPEN');
      await openTask(command, { kind: node.kind, node, run, seat, person, state: waits ? 'WAITING' : 'TODO' });
    }
  }
}

function openNodeRun(command: Command, node: FlowNode, mode: string | null, people: readonly Candidate[], cause: string | null): NodeRunRow {
  const { state } = command;
  const run: NodeRunRow = {
    id: command.room.newId(),
    instanceId: state.instance.id,
    nodeKey: node.key,
    nodeTitle: node.title,
    kind: node.kind,
    mode,
    round: state.instance.round,
    seq: state.nodeRuns.length + 1,
    candidates: JSON.stringify(people),
    state: 'OPEN',
    result: null,
    cause,
    enteredAt: command.call.now,
    leftAt: null,
  };
  add(state, 'nodeRuns', run);
  return run;
}

async function autoDecide(
  command: Command,
  node: ApproveNode | HandleNode,
  run: NodeRunRow,
  result: 'PASSED' | 'REJECTED',
): Promise<FlowNode | null | 'waits'> {
  note(command, { type: result === 'PASSED' ? 'auto-approved' : 'auto-rejected', actor: null, node: titled(node), nodeRunId: run.id, cause: 'empty' });
  change(command.state, 'nodeRuns', run, { state: 'CLOSED', result, cause: 'empty', leftAt: command.call.now });
  return result === 'PASSED' ? nodeAfter(command.flow, node.key) : rejected(command, node);
}

/** After a seat has spoken: is the node decided, and what follows. */
export async function settle(command: Command, node: ApproveNode | HandleNode, run: NodeRunRow): Promise<FlowNode | null | 'waits'> {
  const verdict = runVerdict(node, seatsOf(command.state, run));
  if (verdict === 'open') {
    if (node.mode === 'sequential') await openNextSeat(command, node, run);
    return 'waits';
  }
  await closeRun(command, run, verdict === 'passed' ? 'PASSED' : 'REJECTED', 'decided');
  return verdict === 'passed' ? nodeAfter(command.flow, node.key) : rejected(command, node);
}

/** The next of a sequence; somebody who left meanwhile is replaced by whoever the strategies name now. */
async function openNextSeat(command: Command, node: ApproveNode | HandleNode, run: NodeRunRow): Promise<void> {
  const { state } = command;
  const seat = seatsOf(state, run)
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .find((one) => one.state === 'OPEN');
  const task = state.tasks.find((one) => one.seatId === seat?.id && one.state === 'WAITING');
  if (seat === undefined || task === undefined) return;
  const organisation = createOrganisation(command.room.store, command.tx, command.call);
  const holder = await organisation.person(seat.userId);
  if (holder?.isActive === true) {
    change(state, 'tasks', task, { state: 'TODO' });
    await command.room.store.grant(command.tx, {
      entity: state.instance.entity,
      recordId: state.instance.recordId,
      userId: task.assignee,
      cause: `task:${task.id}`,
    });
    command.messages.push({ topic: 'task.created', payload: { task: task.id, instance: state.instance.id, assignee: task.assignee, kind: task.kind } });
    return;
  }
  const held = new Set(seatsOf(state, run).map((one) => one.userId));
  const fresh = (await resolveAssignees(command, organisation, node)).people.filter((person) => !held.has(person.id));
  await closeTask(command, task, 'CANCELLED', 'inactive');
  change(state, 'seats', seat, { state: 'VOID' });
  note(command, { type: 'seat-void', actor: null, node: titled(node), nodeRunId: run.id, seatId: seat.id, cause: 'inactive' });
  if (fresh[0] !== undefined) await openSeats(command, node, run, [fresh[0]]);
  if (seatsOf(state, run).some((one) => one.state === 'OPEN')) return openNextSeat(command, node, run);
  const next = await settle(command, node, run);
  if (next !== 'waits') await runOn(command, next);
}

/** What a node's rejection means for the flow. */
async function rejected(command: Command, node: ApproveNode | HandleNode): Promise<FlowNode | null | 'waits'> {
  const onReject = node.kind === 'approve' ? node.onReject : ({ to: 'end', node: null } as const);
  switch (onReject.to) {
    case 'end':
      await finish(command, 'rejected');
      return 'waits';
    case 'toInitiator':
      await backToInitiator(command, node, 'rejected');
      return 'waits';
    case 'toPrevious':
    case 'toNode': {
      const target = onReject.to === 'toNode' && onReject.node !== null ? nodeOf(command.flow, onReject.node) : ancestorsOf(command.flow, node.key).at(-1);
      if (target === undefined || target.key === startKey) {
        await backToInitiator(command, node, 'rejected');
        return 'waits';
      }
      await cancelFrom(command, target.key);
      return target;
    }
  }
}

/** Positive or negative end: the outcome runs first, and only with it the state becomes final. */
async function finish(command: Command, result: 'approved' | 'rejected'): Promise<void> {
  const { state } = command;
  await recordOf(command);
  await closeEverything(command, 'ended');
  state.instance.state = result === 'approved' ? 'APPROVED' : 'REJECTED';
  state.instance.endedAt = command.call.now;
  note(command, { type: result, actor: null });
  command.messages.push({
    topic: `flow.${result}`,
    payload: {
      instance: state.instance.id,
      flow: state.instance.flow,
      entity: state.instance.entity,
      record: state.instance.recordId,
      initiator: state.instance.initiator,
    },
  });
  await performOutcome(command, result);
}
