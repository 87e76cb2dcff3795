import type { FlowTaskRow, NodeRunRow } from '../store/flow-statements.ts';
import { seatsOf, type Command } from './command.ts';
import { change } from './flow-state.ts';
import { closeTask } from './tasks-of-run.ts';

/** Ends a node run: what is still open is closed by the system, and stays out of everybody's done list. */
export async function closeRun(command: Command, run: NodeRunRow, result: string, cause: string): Promise<void> {
  const { state } = command;
  for (const task of state.tasks.filter((one) => one.nodeRunId === run.id && isOpen(one) && one.kind !== 'read'))
    await closeTask(command, task, 'CANCELLED', cause);
  for (const seat of seatsOf(state, run)) if (seat.state === 'OPEN') change(state, 'seats', seat, { state: 'VOID' });
  change(state, 'nodeRuns', run, { state: 'CLOSED', result, leftAt: command.call.now });
}

/** Runs from the target on lose their effect: seats void, history kept. */
export async function cancelFrom(command: Command, target: string | null): Promise<void> {
  const { state } = command;
  const first =
    target === null ? 0 : Math.min(...state.nodeRuns.filter((run) => run.nodeKey === target && run.round === state.instance.round).map((run) => run.seq));
  for (const run of state.nodeRuns.filter((one) => one.round === state.instance.round && one.seq >= first && one.state !== 'CANCELLED')) {
    if (run.state === 'OPEN') await closeRun(command, run, 'CANCELLED', 'returned');
    change(state, 'nodeRuns', run, { state: 'CANCELLED' });
    for (const seat of seatsOf(state, run)) if (seat.state !== 'VOID' && seat.state !== 'REMOVED') change(state, 'seats', seat, { state: 'VOID' });
  }
}

/** Closes all open work of the instance; copies stay readable. */
export async function closeEverything(command: Command, cause: string): Promise<void> {
  const { state } = command;
  for (const run of state.nodeRuns.filter((one) => one.state === 'OPEN')) await closeRun(command, run, 'CANCELLED', cause);
  for (const task of state.tasks.filter((one) => isOpen(one) && one.kind !== 'read')) await closeTask(command, task, 'CANCELLED', cause);
  for (const token of state.tokens) if (token.state === 'LIVE') change(state, 'tokens', token, { state: 'DONE' });
}

export function isOpen(task: FlowTaskRow): boolean {
  return task.state === 'TODO' || task.state === 'WAITING' || task.state === 'POOL';
}
