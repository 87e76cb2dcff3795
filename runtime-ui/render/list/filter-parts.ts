import type { Condition, ConditionLeaf } from '../../../engine/condition/types.ts';

/** A list's filter is an `all` of parts: chips own the leaves on their field, the builder shows everything. */
export function partsOf(filter: Condition | null): readonly Condition[] {
  if (filter === null) return [];
  return 'all' in filter ? filter.all : [filter];
}

function joinParts(parts: readonly Condition[]): Condition | null {
  return parts.length === 0 ? null : { all: parts };
}

export function isLeaf(condition: Condition): condition is ConditionLeaf {
  return 'fact' in condition;
}

/** Leaves on a field at the top of the filter. */
export function leavesOf(filter: Condition | null, fact: string): readonly ConditionLeaf[] {
  return partsOf(filter)
    .filter(isLeaf)
    .filter((leaf) => leaf.fact === fact);
}

export function replaceLeaves(filter: Condition | null, fact: string, leaves: readonly ConditionLeaf[]): Condition | null {
  const rest = partsOf(filter).filter((part) => !(isLeaf(part) && part.fact === fact));
  return joinParts([...rest, ...leaves]);
}
