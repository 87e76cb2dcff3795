import type { Call, EntityModel, FlowModel, FlowNode } from '../model/index.ts';
import { invariant, Refusal } from '../kernel/refusal.ts';
import type { ActionRunner, RecordChanges } from '../run/face.ts';
import type { ReadInput, InputRules } from '../run/input.ts';
import type { FieldModel } from '../model/index.ts';
import { factsOf } from '../run/record-facts.ts';
import type { Store, StoredRecord, Transaction, Values } from '../store/face.ts';
import type { NodeRunRow, SeatRow } from '../store/flow-statements.ts';
import { record as recordEvent, type EventInput, type FlowState } from './flow-state.ts';

/** What the flow room works with. */
export interface FlowRoom {
  readonly store: Store;
  readonly runner: ActionRunner;
  readonly changes: RecordChanges;
  /** Reads a node's own facts like an action's input. */
  readonly readNodeInput: (fields: ReadonlyMap<string, FieldModel>, body: unknown, rules: Pick<InputRules, 'release'>) => ReadInput;
  /** UUIDv7. */
  readonly newId: () => string;
  readonly sentences: (refusal: Refusal, language: string) => string;
  /** Model of a content hash that the release no longer holds, from the stored document. */
  readonly compileFlow: (call: Call, name: string, hash: string, document: string) => FlowModel;
}

/** One command on one locked instance. */
export interface Command {
  readonly room: FlowRoom;
  readonly tx: Transaction;
  readonly call: Call;
  readonly flow: FlowModel;
  readonly entity: EntityModel;
  readonly state: FlowState;
  /** The record as it now stands; undefined after something may have changed it. */
  record: StoredRecord | undefined;
  /** Internal moves so far. */
  moves: number;
  /** Messages for after the commit, in order. */
  readonly messages: { readonly topic: string; readonly payload: Values }[];
}

export async function recordOf(command: Command): Promise<StoredRecord> {
  if (command.record === undefined) {
    const { tx, call, entity, state } = command;
    command.record = await command.room.store.load(tx, call, entity.name, state.instance.recordId, { operation: null, lock: true, children: true });
  }
  invariant(command.record !== undefined, 'the record of a running approval exists');
  return command.record;
}

/** Facts for branch conditions and strategies: the record's, and what was filled in at nodes as `nodes.<key>.<fact>`. */
export async function flowFacts(command: Command, paths: readonly string[]): Promise<Values> {
  const facts = await factsOf(
    command.room.store,
    command.tx,
    command.call,
    command.entity,
    await recordOf(command),
    paths.filter((path) => !path.startsWith('nodes.')),
  );
  const nodes: Record<string, unknown> = {};
  for (const seat of command.state.seats) {
    const run = command.state.nodeRuns.find((one) => one.id === seat.nodeRunId);
    if (seat.input !== null && run !== undefined && seat.state !== 'VOID') nodes[run.nodeKey] = JSON.parse(seat.input);
  }
  return { ...facts, nodes };
}

function actorOf(call: Call): { readonly id: string; readonly name: string } | null {
  return call.actor.userId === '' ? null : { id: call.actor.userId, name: call.actor.name };
}

/** Event by the person of this command. */
export function note(command: Command, input: Omit<EventInput, 'actor' | 'at'> & { readonly actor?: null }): void {
  recordEvent(command.state, { ...input, actor: input.actor === null ? null : actorOf(command.call), at: command.call.now });
}

export function titled(node: FlowNode): { readonly key: string; readonly title: string } {
  return { key: node.key, title: node.title };
}

export function seatsOf(state: FlowState, run: NodeRunRow): readonly SeatRow[] {
  return state.seats.filter((seat) => seat.nodeRunId === run.id);
}

/** Runs an action of the record's state machine in the command's transaction; its refusal undoes the whole command. */
export async function performHook(command: Command, action: string): Promise<void> {
  try {
    await command.room.runner.perform(command.tx, command.call, { action, recordId: command.state.instance.recordId, input: {}, as: 'flow' });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('flow.hook', { message: command.room.sentences(error, command.call.actor.language) }, error.errors);
  }
  command.record = undefined;
}

export async function performOutcome(command: Command, outcome: keyof FlowModel['outcomes']): Promise<void> {
  const action = command.flow.outcomes[outcome] ?? (outcome === 'withdrawn' ? (command.flow.outcomes.returned ?? command.flow.outcomes.cancelled) : undefined);
  if (action !== undefined) await performHook(command, action);
}
