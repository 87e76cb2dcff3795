import type { FlowNode } from '../model/index.ts';
import { note, titled, type Command } from './command.ts';
import { add, change } from './flow-state.ts';

/** Where the flow stands: the one live token, made with the first move. */
export function moveToken(command: Command, key: string): void {
  const token = command.state.tokens.find((one) => one.state === 'LIVE');
  if (token === undefined)
    add(command.state, 'tokens', { id: command.room.newId(), instanceId: command.state.instance.id, nodeKey: key, blockPath: '', state: 'LIVE' });
  else change(command.state, 'tokens', token, { nodeKey: key });
}

/** The flow cannot go on: its token stays, a flow administrator mends the cause and retries. */
export function openIncident(command: Command, node: FlowNode, reason: string): void {
  const { state } = command;
  state.instance.state = 'INCIDENT';
  state.instance.incident = reason;
  note(command, { type: 'incident', actor: null, node: titled(node), cause: reason.slice(0, 500) });
  command.messages.push({ topic: 'flow.incident', payload: { instance: state.instance.id, flow: state.instance.flow, node: node.key } });
}
