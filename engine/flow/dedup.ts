import type { ApproveNode, HandleNode } from '../model/index.ts';
import type { NodeRunRow } from '../store/flow-statements.ts';
import { seatsOf, type Command } from './command.ts';

/** May this seat count as approved because the same person already approved in this round. Only when she decided herself,
 *  nothing was changed since, the run was not opened by a return, and this node asks nothing of its own. Control nodes and
 *  votes always ask again. */
export function isRepeated(command: Command, node: ApproveNode | HandleNode, run: NodeRunRow, personId: string): boolean {
  const { flow, state } = command;
  if (flow.dedup === 'none' || node.control || node.kind !== 'approve' || node.mode === 'vote') return false;
  if (
    run.cause === 'returned' ||
    node.opinionRequired ||
    node.input.size > 0 ||
    [...node.fields.values()].some((right) => right === 'write' || right === 'required')
  )
    return false;
  const before = state.nodeRuns.filter((one) => one.seq < run.seq && one.round === run.round && (one.kind === 'approve' || one.kind === 'handle'));
  if (before.some((one) => one.state === 'CANCELLED')) return false;
  const considered = flow.dedup === 'consecutive' ? before.slice(-1) : before;
  for (const earlier of considered) {
    const seat = seatsOf(state, earlier).find((one) => one.userId === personId && one.state === 'FOR' && one.decidedBy === personId);
    if (seat === undefined || seat.decidedAt === null) continue;
    const wasChanged = state.tasks.some(
      (task) =>
        (task.cause === 'changed' || task.cause === 'keyFactChanged') && task.closedAt !== null && seat.decidedAt !== null && task.closedAt >= seat.decidedAt,
    );
    if (!wasChanged) return true;
  }
  return false;
}
