import { createHash } from 'node:crypto';
import {
  saveFlowRow,
  type FlowEventRow,
  type FlowRows,
  type FlowTable,
  type FlowTaskRow,
  type InstanceRow,
  type NodeRunRow,
  type Queries,
  type SeatRow,
  type TokenRow,
} from '../store/flow-statements.ts';

/** One approval while a command works on it: its rows, and which of them must be written. */
export interface FlowState {
  readonly instance: InstanceRow;
  readonly tokens: TokenRow[];
  readonly nodeRuns: NodeRunRow[];
  readonly seats: SeatRow[];
  readonly tasks: FlowTaskRow[];
  /** Events of this command, in order. */
  readonly events: FlowEventRow[];
  readonly touched: Map<object, FlowTable>;
}

export function stateOf(rows: FlowRows): FlowState {
  const copy = <Row extends object>(list: readonly Row[]) => list.map((row) => ({ ...row }));
  return {
    instance: { ...rows.instance },
    tokens: copy(rows.tokens),
    nodeRuns: copy(rows.nodeRuns),
    seats: copy(rows.seats),
    tasks: copy(rows.tasks),
    events: [],
    touched: new Map(),
  };
}

const tables = { tokens: 'flow_token', nodeRuns: 'flow_node_run', seats: 'flow_seat', tasks: 'flow_task' } as const;

/** Adds a new row to the approval. */
export function add<Part extends keyof typeof tables>(state: FlowState, part: Part, row: FlowState[Part][number]): void {
  (state[part] as object[]).push(row);
  state.touched.set(row, tables[part]);
}

/** Changes a row of the approval. */
export function change<Row extends TokenRow | NodeRunRow | SeatRow | FlowTaskRow>(
  state: FlowState,
  part: keyof typeof tables,
  row: Row,
  values: Partial<Row>,
): void {
  Object.assign(row, values);
  state.touched.set(row, tables[part]);
}

export interface EventInput {
  readonly type: string;
  readonly actor: { readonly id: string; readonly name: string } | null;
  readonly at: string;
  readonly node?: { readonly key: string; readonly title: string };
  readonly nodeRunId?: string | null;
  readonly seatId?: string | null;
  readonly taskId?: string | null;
  readonly opinion?: string | null;
  /** Why, for what nobody decided: the rule's name. */
  readonly cause?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Appends to the trail. Each event's hash covers its content and the hash before it, so a missing or altered one shows. */
export function record(state: FlowState, input: EventInput): void {
  const { instance } = state;
  const content: Omit<FlowEventRow, 'hash'> = {
    instanceId: instance.id,
    seq: instance.lastSeq + 1,
    round: instance.round,
    nodeRunId: input.nodeRunId ?? null,
    seatId: input.seatId ?? null,
    taskId: input.taskId ?? null,
    type: input.type,
    actor: input.actor?.id ?? null,
    actorName: input.actor?.name ?? null,
    nodeKey: input.node?.key ?? null,
    nodeTitle: input.node?.title ?? null,
    opinion: input.opinion ?? null,
    cause: input.cause ?? null,
    detail: JSON.stringify(input.detail ?? {}),
    flowHash: instance.flowHash,
    at: input.at,
    prevHash: instance.lastHash,
  };
  const event: FlowEventRow = { ...content, hash: eventHash(content) };
  instance.lastSeq = event.seq;
  instance.lastHash = event.hash;
  state.events.push(event);
}

/** SHA-256 over the event's values in their fixed order, the previous hash among them. */
function eventHash(event: Omit<FlowEventRow, 'hash'>): string {
  const { instanceId, seq, round, nodeRunId, seatId, taskId, type, actor, actorName, nodeKey, nodeTitle, opinion, cause, detail, flowHash, at, prevHash } =
    event;
  return createHash('sha256')
    .update(
      JSON.stringify([
        instanceId,
        seq,
        round,
        nodeRunId,
        seatId,
        taskId,
        type,
        actor,
        actorName,
        nodeKey,
        nodeTitle,
        opinion,
        cause,
        detail,
        flowHash,
        at,
        prevHash,
      ]),
    )
    .digest('hex');
}

/** Proves a trail: numbered without a gap, each hash over its content and the one before. */
export function isTrailWhole(events: readonly FlowEventRow[]): boolean {
  return events.every((event, index) => event.seq === index + 1 && event.prevHash === (events[index - 1]?.hash ?? '') && event.hash === eventHash(event));
}

/** Writes the instance, then what refers to it, then the trail. */
export async function saveState(tx: Queries, state: FlowState): Promise<void> {
  await saveFlowRow(tx, 'flow_instance', state.instance);
  for (const table of ['flow_token', 'flow_node_run', 'flow_seat', 'flow_task'] as const) {
    for (const [row, of] of state.touched) if (of === table) await saveFlowRow(tx, table, row);
  }
  for (const event of state.events) await saveFlowRow(tx, 'flow_event', event);
  state.touched.clear();
  state.events.length = 0;
}
