import { compileCondition } from '../../condition/compile-condition.ts';
import type { Condition, ConditionNode, LeafNode, Operand } from '../../condition/types.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { EntityModel, FieldModel, Release } from '../../model/index.ts';
import type { Vault } from '../vault.ts';

/** Checks a filter that a request brings, against the facts of its entity. Refuses list.filter-invalid with the first fault. */
export function compileFilter(filter: Condition, entity: EntityModel): ConditionNode {
  let fault: string | undefined;
  const compiled = compileCondition(filter, {
    scope: entity.scope,
    place: 'filter',
    uses: ['Q'],
    report: (_pointer, _code, message) => {
      fault ??= message;
    },
  });
  if (compiled === null) throw new Refusal('list.filter-invalid', { reason: fault ?? 'not a condition' });
  return compiled.node;
}

/** Dotted paths that a condition reads, those of child rows below their property. */
export function pathsOf(node: ConditionNode, prefix = ''): readonly string[] {
  switch (node.kind) {
    case 'const':
      return [];
    case 'not':
      return pathsOf(node.node, prefix);
    case 'all':
    case 'any':
      return node.nodes.flatMap((part) => pathsOf(part, prefix));
    case 'leaf':
      return leafPaths(node, prefix);
  }
}

function leafPaths(leaf: LeafNode, prefix: string): readonly string[] {
  const own = [`${prefix}${leaf.fact}`];
  for (const operand of leaf.operands) if (operand.kind === 'fact') own.push(`${prefix}${operand.path}`);
  if (leaf.rows !== undefined) own.push(...pathsOf(leaf.rows, `${own[0]}.`));
  if (leaf.aggregate?.of != null) own.push(`${own[0]}.${leaf.aggregate.of}`);
  return own;
}

/** Property at the end of a dotted path of the model, or undefined for a system property. */
export function fieldAtPath(release: Release, entity: EntityModel, path: string): FieldModel | undefined {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  const field = entity.fields.get(first);
  if (rest.length === 0 || field === undefined) return rest.length === 0 ? field : undefined;
  const target = release.entities.get(field.to ?? field.of ?? '');
  return target === undefined ? undefined : fieldAtPath(release, target, rest.join('.'));
}

/** Sensitive values are found by their keyed hash only: literals become hashes, and every test but equality is refused. */
export function hashSensitive(node: ConditionNode, request: { readonly release: Release; readonly entity: EntityModel; readonly vault: Vault }): ConditionNode {
  switch (node.kind) {
    case 'const':
      return node;
    case 'not':
      return { ...node, node: hashSensitive(node.node, request) };
    case 'all':
    case 'any':
      return { ...node, nodes: node.nodes.map((part) => hashSensitive(part, request)) };
    case 'leaf': {
      if (node.rows !== undefined) {
        const child = request.release.entities.get(request.entity.fields.get(node.fact)?.of ?? '');
        return child === undefined ? node : { ...node, rows: hashSensitive(node.rows, { ...request, entity: child }) };
      }
      const field = fieldAtPath(request.release, request.entity, node.fact);
      if (field?.sensitive === undefined || node.operator === 'isNull') return node;
      if (node.operator !== 'equal' && node.operator !== 'in') throw new Refusal('list.field-not-sortable', { field: node.fact });
      return {
        ...node,
        operator: 'in',
        operands: [{ kind: 'list', values: node.operands.flatMap((operand) => hashed(operand, node.fact, request.vault)), hasNull: false }],
      };
    }
  }
}

function hashed(operand: Operand, fact: string, vault: Vault): readonly string[] {
  if (operand.kind === 'literal' && typeof operand.value === 'string') return vault.hashes(operand.value);
  if (operand.kind === 'list') return operand.values.flatMap((value) => (typeof value === 'string' ? vault.hashes(value) : []));
  throw new Refusal('list.field-not-sortable', { field: fact });
}
