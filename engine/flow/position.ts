import { invariant } from '../kernel/refusal.ts';
import type { ExclusiveNode, FlowModel, FlowNode } from '../model/index.ts';

/** Where a node stands in the tree of its flow. */
interface Place {
  readonly node: FlowNode;
  readonly sequence: readonly FlowNode[];
  readonly index: number;
  /** The block around it, and the key of its branch. */
  readonly block: { readonly node: ExclusiveNode; readonly branch: string } | null;
}

const places = new WeakMap<FlowModel, ReadonlyMap<string, Place>>();

function placesOf(flow: FlowModel): ReadonlyMap<string, Place> {
  let known = places.get(flow);
  if (known === undefined) {
    const made = new Map<string, Place>();
    const visit = (sequence: readonly FlowNode[], block: Place['block']): void => {
      for (const [index, node] of sequence.entries()) {
        made.set(node.key, { node, sequence, index, block });
        if (node.kind === 'exclusive') for (const branch of node.branches) visit(branch.steps, { node, branch: branch.key });
      }
    };
    visit(flow.steps, null);
    known = made;
    places.set(flow, known);
  }
  return known;
}

function placeOf(flow: FlowModel, key: string): Place {
  const place = placesOf(flow).get(key);
  invariant(place !== undefined, `flow "${flow.name}" has a node "${key}"`);
  return place;
}

export function nodeOf(flow: FlowModel, key: string): FlowNode {
  return placeOf(flow, key).node;
}

export function hasNode(flow: FlowModel, key: string): boolean {
  return placesOf(flow).has(key);
}

/** The node that follows when this one is over; after the last of a branch, what follows the block. Null: the flow's end. */
export function nodeAfter(flow: FlowModel, key: string): FlowNode | null {
  const place = placeOf(flow, key);
  const next = place.sequence[place.index + 1];
  if (next !== undefined) return next;
  return place.block === null ? null : nodeAfter(flow, place.block.node.key);
}

/** What is left to walk: the rest of the node's own sequence, then what follows each block around it, innermost first. */
export function sequencesAfter(flow: FlowModel, key: string): readonly (readonly FlowNode[])[] {
  const place = placeOf(flow, key);
  const rest = place.sequence.slice(place.index + 1);
  return place.block === null ? [rest] : [rest, ...sequencesAfter(flow, place.block.node.key)];
}

/** Keys of the blocks and branches around a node, outermost first: `["byAmount.large"]`. */
export function blockPathOf(flow: FlowModel, key: string): readonly { readonly block: ExclusiveNode; readonly branch: string }[] {
  const { block } = placeOf(flow, key);
  return block === null ? [] : [...blockPathOf(flow, block.node.key), { block: block.node, branch: block.branch }];
}

/** Human nodes that every way to this node passed: earlier in its own sequence, or earlier than a block around it. A node
 *  inside a closed block or in a sibling branch is none of them. In the order of the flow. */
export function ancestorsOf(flow: FlowModel, key: string): readonly FlowNode[] {
  const place = placeOf(flow, key);
  const outer = place.block === null ? [] : ancestorsOf(flow, place.block.node.key);
  return [...outer, ...place.sequence.slice(0, place.index).filter(isHuman)];
}

export function isHuman(node: FlowNode): node is Extract<FlowNode, { kind: 'approve' | 'handle' }> {
  return node.kind === 'approve' || node.kind === 'handle';
}

/** The virtual first node, where the initiator edits after a return. */
export const startKey = 'start';
