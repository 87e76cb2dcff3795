import type { FlowProgress, TaskCommand, TaskDetail, TaskRow, TaskTab } from '../contract/index.ts';
import type { Call } from '../model/index.ts';
import type { Transaction } from '../store/face.ts';

/** Approvals on the execution model of node runs, seats, tasks and events; one locked instance a command. */
export interface FlowService {
  /** Step `flow.start`; runs to the first wait inside the caller's transaction. Refuses flow.dup-instance. */
  start(
    tx: Transaction,
    call: Call,
    request: { readonly flow: string; readonly entity: string; readonly recordId: string },
  ): Promise<{ readonly instanceId: string }>;
  command(call: Call, taskId: string, verb: string, body: TaskCommand, idempotencyKey: string | null): Promise<TaskDetail>;
  /** withdraw, cancel, comment, urge by people without a task. */
  instanceCommand(call: Call, instanceId: string, verb: string, body: Partial<TaskCommand>, idempotencyKey: string | null): Promise<FlowProgress>;
  tasks(
    call: Call,
    query: { readonly tab: TaskTab; readonly after: string | null; readonly limit: number; readonly search: string | null },
  ): Promise<{ readonly rows: readonly TaskRow[]; readonly next: string | null }>;
  counts(call: Call): Promise<{ readonly todo: number; readonly copied: number; readonly pool: number }>;
  task(call: Call, taskId: string): Promise<TaskDetail | undefined>;
  progress(call: Call, entity: string, recordId: string): Promise<readonly FlowProgress[]>;
}
