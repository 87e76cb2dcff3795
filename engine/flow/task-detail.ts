import type { FieldDescriptor, TaskDetail, TaskRow } from '../contract/index.ts';
import type { FieldModel } from '../model/index.ts';
import { eventsOf, type FlowTaskRow, type TaskListRow } from '../store/flow-statements.ts';
import { recordOf, type Command } from './command.ts';
import { returnTargetsOf } from './decide.ts';
import { nodeRight, withoutHidden } from './node-fields.ts';
import { hasNode, isHuman, nodeOf } from './position.ts';
import { progressOf } from './progress.ts';
import { buttonsOf } from './task-verbs.ts';

/** All that the screen of a task needs. The record is read with the person's rights and the task's grant; what the node
 *  hides is taken out. Without the right to read it only its name is there. */
export async function taskDetailOf(command: Command, task: FlowTaskRow): Promise<TaskDetail> {
  const { state, call, flow, entity, room, tx } = command;
  const node = hasNode(flow, task.nodeKey) ? nodeOf(flow, task.nodeKey) : undefined;
  const human = node !== undefined && isHuman(node) && task.seatId !== null ? node : undefined;
  const isMine = task.assignee === call.actor.userId && task.state === 'TODO' && (state.instance.state === 'RUNNING' || state.instance.state === 'RETURNED');
  const wire = await room.store.read(call, entity.name, state.instance.recordId, tx);
  const record = wire === undefined ? { id: state.instance.recordId, label: state.instance.recordLabel } : (JSON.parse(wire.json) as Record<string, unknown>);
  await recordOf(command);
  const forms = call.release.screens.get(entity.name)?.forms;
  const fields: Record<string, 'hidden' | 'read' | 'write' | 'required'> = {};
  if (human !== undefined) {
    for (const key of entity.fields.keys()) fields[key] = isMine ? nodeRight(human, key) : closed(nodeRight(human, key));
    for (const [path, right] of human.fields) if (path.includes('.')) fields[path] = isMine ? right : closed(right);
  }
  return {
    task: toTaskRow(command, task),
    rev: state.instance.rev,
    form: human?.form ?? forms?.get('task') ?? forms?.get('view') ?? null,
    fields,
    input: human === undefined || !isMine ? [] : [...human.input.values()].map(toFieldDescriptor),
    buttons: isMine ? buttonsFor(command, task) : [],
    returnTargets:
      human === undefined || !isMine || !buttonsOf(human).has('return')
        ? []
        : returnTargetsOf(command, human).map((target) => ({ node: target.key, title: target.title })),
    record: human === undefined ? record : withoutHidden(human, record),
    progress: await progressOf(command, await eventsOf(tx, state.instance.id)),
  };
}

function closed(right: 'hidden' | 'read' | 'write' | 'required'): 'hidden' | 'read' {
  return right === 'hidden' ? 'hidden' : 'read';
}

function buttonsFor(command: Command, task: FlowTaskRow): TaskDetail['buttons'] {
  const { call, flow } = command;
  const title = (verb: string) => verbTitles[verb]?.[call.actor.language.startsWith('en') ? 1 : 0] ?? verb;
  const button = (verb: string, opinionRequired = false) => ({ verb, title: title(verb), opinionRequired });
  if (task.kind === 'resubmit') return [button('resubmit'), button('cancel'), button('comment', true)];
  if (task.kind === 'dispatch') return [button('dispatch')];
  if (task.kind === 'read') return [button('read')];
  const node = nodeOf(flow, task.nodeKey);
  if (!isHuman(node)) return [];
  return [...buttonsOf(node)].map((verb) =>
    button(
      verb,
      verb === 'reject' || verb === 'return' || verb === 'comment' || (node.opinionRequired && (verb === 'approve' || verb === 'done' || verb === 'abstain')),
    ),
  );
}

const verbTitles: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  approve: ['同意', 'Approve'],
  reject: ['不同意', 'Reject'],
  abstain: ['弃权', 'Abstain'],
  done: ['办结', 'Done'],
  return: ['退回', 'Return'],
  transfer: ['转办', 'Transfer'],
  comment: ['评论', 'Comment'],
  resubmit: ['重新提交', 'Submit again'],
  cancel: ['取消', 'Cancel'],
  dispatch: ['派单', 'Choose approver'],
  read: ['已阅', 'Read'],
};

function toTaskRow({ state }: Pick<Command, 'state'>, task: FlowTaskRow): TaskRow {
  const { instance } = state;
  return listRow({
    ...task,
    flow: instance.flow,
    flowTitle: instance.flowTitle,
    entity: instance.entity,
    recordId: instance.recordId,
    recordLabel: instance.recordLabel,
    initiator: instance.initiator,
    initiatorName: instance.initiatorName,
  });
}

export function listRow(row: TaskListRow): TaskRow {
  return {
    id: row.id,
    instanceId: row.instanceId,
    title: `${row.flowTitle} ${row.recordLabel}`.trim(),
    flow: row.flow,
    flowTitle: row.flowTitle,
    node: row.nodeKey,
    nodeTitle: row.nodeTitle,
    kind: row.kind,
    state: row.state,
    entity: row.entity,
    recordId: row.recordId,
    recordLabel: row.recordLabel,
    initiator: { id: row.initiator, label: row.initiatorName },
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    dueAt: row.dueAt,
    urged: row.urgedAt !== null,
  };
}

/** A node fact as the form draws it. */
function toFieldDescriptor(field: FieldModel): FieldDescriptor {
  const { key, title, base, widget, required, choices, min, max, above, below, minimum, maximum, minLength, maxLength, pattern, ticked, scale, to, of } = field;
  const optional = Object.fromEntries(
    Object.entries({
      choices,
      min,
      max,
      above,
      below,
      minimum,
      maximum,
      minLength,
      maxLength,
      pattern,
      ticked,
      scale,
      to,
      of,
      help: field.description,
      default: field.default,
    }).filter(([, value]) => value !== undefined),
  );
  return { key, title, type: base, widget, required, readOnly: false, right: 'write', ...optional };
}
