import type { FlowTaskRow, NodeRunRow, SeatRow } from '../store/flow-statements.ts';
import type { Candidate } from './assignees.ts';
import type { Command } from './command.ts';
import { add, change } from './flow-state.ts';

/** Opens a task. Its assignee never changes; while it is open she may read the record, whatever her scope. */
export async function openTask(
  command: Command,
  task: {
    readonly kind: FlowTaskRow['kind'];
    readonly node: { readonly key: string; readonly title: string };
    readonly run: NodeRunRow | null;
    readonly seat: SeatRow | null;
    readonly person: Candidate;
    readonly state: FlowTaskRow['state'];
    readonly cause?: string | null;
    readonly predecessor?: FlowTaskRow;
  },
): Promise<FlowTaskRow> {
  const { state, room, tx, call } = command;
  const { instance } = state;
  const isOpen = task.state === 'TODO' || task.state === 'WAITING';
  const row: FlowTaskRow = {
    id: room.newId(),
    instanceId: instance.id,
    nodeRunId: task.run?.id ?? null,
    seatId: task.seat?.id ?? null,
    kind: task.kind,
    nodeKey: task.node.key,
    nodeTitle: task.node.title,
    assignee: task.person.id,
    assigneeName: task.person.name,
    onBehalfOf: null,
    state: task.state,
    cause: task.cause ?? null,
    predecessor: task.predecessor?.id ?? null,
    openedAt: call.now,
    closedAt: isOpen ? null : call.now,
    dueAt: task.predecessor?.dueAt ?? null,
    urgedAt: null,
    urgeCount: 0,
  };
  add(state, 'tasks', row);
  if (task.state === 'TODO') {
    // The flow administrator chooses people; the case itself is none of her business.
    if (task.kind !== 'dispatch')
      await room.store.grant(tx, { entity: instance.entity, recordId: instance.recordId, userId: task.person.id, cause: grantCause(row) });
    command.messages.push({ topic: 'task.created', payload: { task: row.id, instance: instance.id, assignee: row.assignee, kind: row.kind } });
  }
  return row;
}

/** Closes a task and takes back what it opened. A read copy keeps its grant. */
export async function closeTask(command: Command, task: FlowTaskRow, state: FlowTaskRow['state'], cause: string | null = null): Promise<void> {
  change(command.state, 'tasks', task, { state, cause: cause ?? task.cause, closedAt: command.call.now });
  if (task.kind !== 'read') await command.room.store.revokeGrants(command.tx, grantCause(task));
  if (state === 'CANCELLED') command.messages.push({ topic: 'task.cancelled', payload: { task: task.id, instance: task.instanceId, assignee: task.assignee } });
}

function grantCause(task: FlowTaskRow): string {
  return `task:${task.id}`;
}
