import type { FlowNode } from '../model/index.ts';
import { flowFacts, performOutcome, type Command } from './command.ts';
import { createOrganisation } from './organisation.ts';
import { isHuman, startKey } from './position.ts';
import { openTask } from './tasks-of-run.ts';
import { moveToken, openIncident } from './token.ts';

/** The only live token is at the start: the initiator corrects and submits again. When she is gone, the first head above her stands in. */
export async function backToInitiator(command: Command, from: FlowNode, cause: 'returned' | 'rejected'): Promise<void> {
  const { state, flow } = command;
  const { instance } = state;
  const facts = await flowFacts(command, flow.keyFacts);
  instance.returnNode = isHuman(from) ? from.key : null;
  instance.returnFacts = JSON.stringify(flow.keyFacts.map((path) => facts[path] ?? valueAtPath(facts, path)));
  instance.state = 'RETURNED';
  moveToken(command, startKey);
  const organisation = createOrganisation(command.room.store, command.tx, command.call);
  const initiator = await organisation.person(instance.initiator);
  const standIn = initiator?.isActive === true ? initiator : await standInFor(command, organisation);
  const zh = command.call.release.language.startsWith('zh');
  const node = { key: startKey, title: zh ? '发起人修改' : 'Initiator' };
  if (standIn === undefined) return openIncident(command, from, 'the initiator has left and nobody stands in');
  await openTask(command, { kind: 'resubmit', node, run: null, seat: null, person: standIn, state: 'TODO', cause });
  await performOutcome(command, 'returned');
}

async function standInFor(command: Command, organisation: ReturnType<typeof createOrganisation>) {
  let unit = command.state.instance.initiatorUnit === null ? undefined : await organisation.unit(command.state.instance.initiatorUnit);
  for (let level = 0; unit !== undefined && level < 20; level++) {
    const leader = unit.leader === null ? undefined : await organisation.person(unit.leader);
    if (leader?.isActive === true && leader.id !== command.state.instance.initiator) return leader;
    unit = unit.parent === null ? undefined : await organisation.unit(unit.parent);
  }
  return undefined;
}

/** Value of a fact at a dotted path; a relation is its id. */
export function valueAtPath(facts: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = facts;
  for (const segment of path.split('.')) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined;
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : (value ?? null);
}
