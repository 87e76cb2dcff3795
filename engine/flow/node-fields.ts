import { isObject } from '../kernel/json.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { ApproveNode, EntityModel, HandleNode } from '../model/index.ts';
import type { Values } from '../store/face.ts';

type Right = 'hidden' | 'read' | 'write' | 'required';

/** Right of a property at the node; unlisted ones are read, `*` stands for the rest. */
export function nodeRight(node: ApproveNode | HandleNode, path: string): Right {
  return node.fields.get(path) ?? node.fields.get('*') ?? 'read';
}

/** Refuses what the node does not open: nothing is silently dropped. Columns of children are asked one by one. */
export function checkChanges(node: ApproveNode | HandleNode, entity: EntityModel, changes: unknown, record: Values): void {
  if (changes === undefined) return;
  if (!isObject(changes)) throw new Refusal('request.malformed', { reason: 'changes' });
  const closed: string[] = [];
  for (const [key, value] of Object.entries(changes)) {
    if (isOpen(nodeRight(node, key))) continue;
    const columns = [...node.fields].filter(([path, right]) => path.startsWith(`${key}.`) && isOpen(right)).map(([path]) => path.slice(key.length + 1));
    if (columns.length === 0 || !Array.isArray(value)) {
      closed.push(key);
      continue;
    }
    // Rows can neither be added nor removed through single columns.
    const kept = new Set(value.map((row) => (isObject(row) ? row['id'] : undefined)));
    const existing = ((record[key] as readonly Values[] | undefined) ?? []).map((row) => row['id']);
    if (kept.size !== existing.length || existing.some((id) => !kept.has(id as string))) closed.push(key);
    for (const row of value) {
      const sent = isObject(row) ? Object.keys(row) : [];
      closed.push(...sent.filter((column) => column !== 'id' && !columns.includes(column)).map((column) => `${key}.${column}`));
    }
  }
  if (closed.length > 0) {
    const fields = [...new Set(closed)];
    throw new Refusal(
      'flow.field',
      { fields: fields.map((field) => entity.fields.get(field)?.title ?? field).join('、') },
      fields.map((field) => ({ pointer: `/changes/${field.replaceAll('.', '/')}`, code: 'access.field-not-writable' })),
    );
  }
}

/** Fields that the node requires and that have no value yet. */
export function missingFields(
  node: ApproveNode | HandleNode,
  entity: EntityModel,
  record: Values,
): readonly { readonly key: string; readonly title: string }[] {
  const missing: { key: string; title: string }[] = [];
  for (const [path, right] of node.fields) {
    if (right !== 'required') continue;
    const [first = '', column] = path.split('.');
    const value = record[first];
    const isMissing = column === undefined ? isEmpty(value) : Array.isArray(value) && value.some((row) => isEmpty((row as Values)[column]));
    if (isMissing) missing.push({ key: path, title: entity.fields.get(first)?.title ?? path });
  }
  return missing;
}

/** Takes hidden properties out of the record that a task shows. */
export function withoutHidden(node: ApproveNode | HandleNode, record: Values): Values {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([key]) => nodeRight(node, key) !== 'hidden' || systemKeys.has(key))
      .map(([key, value]) => {
        const columns = [...node.fields]
          .filter(([path, right]) => path.startsWith(`${key}.`) && right === 'hidden')
          .map(([path]) => path.slice(key.length + 1));
        if (columns.length === 0 || !Array.isArray(value)) return [key, value];
        return [key, value.map((row: Values) => Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column))))];
      }),
  );
}

const systemKeys = new Set(['id', 'version', 'state', 'label']);

function isOpen(right: Right): boolean {
  return right === 'write' || right === 'required';
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
