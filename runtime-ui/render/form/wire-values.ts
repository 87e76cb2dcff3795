import type { FieldDescriptor, FormDescriptor } from '../../../engine/contract/screens.ts';
import { maskedText } from '../../kit/index.ts';

type Values = Readonly<Record<string, unknown>>;

/** Values of a form as the server takes them: references as ids, what nobody may type and masked values left out. */
export function toWire(form: FormDescriptor, values: Values, isSent: (key: string) => boolean): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of Object.values(form.fields)) {
    if (!isWritable(field) || !isSent(field.key)) continue;
    const value = wireValue(field, values[field.key]);
    if (value !== undefined) body[field.key] = value;
  }
  return body;
}

/** Only what differs from the record as it was opened: a merge patch (RFC 7396). */
export function toPatch(form: FormDescriptor, before: Values, after: Values, isSent: (key: string) => boolean): Record<string, unknown> {
  const was = toWire(form, before, () => true);
  const is = toWire(form, after, isSent);
  return Object.fromEntries(Object.entries(is).filter(([key, value]) => !sameValue(value, was[key])));
}

export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function isWritable(field: FieldDescriptor): boolean {
  return field.formula === undefined && field.type !== 'serial' && !field.readOnly && field.right === 'write';
}

function wireValue(field: FieldDescriptor, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (maskedText(value) !== null) return undefined;
  if (value === null || value === '') return null;
  switch (field.type) {
    case 'reference':
      return idOf(value);
    case 'references':
      return (value as readonly unknown[]).map(idOf);
    case 'attachment':
      return idOf(value);
    case 'attachments':
      return (value as readonly unknown[]).map(idOf);
    case 'document':
      return typeof value === 'object' ? (value as { name: string }).name : value;
    case 'children':
      return (value as readonly Values[]).map((row) => wireRow(field.children ?? [], row));
    case 'json':
      return typeof value === 'string' ? parsed(value) : value;
    default:
      return value;
  }
}

function wireRow(columns: readonly FieldDescriptor[], row: Values): Record<string, unknown> {
  const body: Record<string, unknown> = typeof row['id'] === 'string' ? { id: row['id'] } : {};
  for (const column of columns) {
    if (!isWritable(column)) continue;
    const value = wireValue(column, row[column.key]);
    if (value !== undefined && !(value === null && body['id'] === undefined)) body[column.key] = value;
  }
  return body;
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? (value as { id: unknown }).id : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
