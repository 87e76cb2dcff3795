import { compareDecimals, decimal } from '../../kernel/decimal.ts';
import type { EntityModel, FieldModel } from '../../model/index.ts';
import { codecOf } from '../codecs/codecs.ts';
import type { Values } from '../face.ts';
import { maskValue } from '../mask.ts';
import { fieldColumns } from '../tables.ts';
import type { Vault } from '../vault.ts';

/** How a sensitive property's value becomes its mask; a plugin's type may bring its own way. */
export type MaskOf = (field: FieldModel, value: string) => string;

export function maskWith(own: ReadonlyMap<string, (value: string) => string>): MaskOf {
  return (field, value) => own.get(field.type)?.(value) ?? maskValue(field.sensitive?.mask ?? 'all', value);
}

export interface Sealer {
  readonly vault: Vault;
  readonly maskOf: MaskOf;
}

/** Parameters of a property's columns, in the order of `fieldColumns`. */
export function columnValues(
  entity: EntityModel,
  field: FieldModel,
  value: unknown,
  request: { readonly id: string; readonly sealer: Sealer },
): readonly unknown[] {
  const columns = fieldColumns(field);
  if (field.sensitive === undefined) return columns.length === 0 ? [] : [codecOf(field).bind(value)];
  if (value === null || value === undefined) return columns.map(() => null);
  const text = String(value);
  const { vault, maskOf } = request.sealer;
  const made: unknown[] = [vault.seal(text, { entity, field, id: request.id }), vault.hashes(text)[0], maskOf(field, text)];
  if (columns.length > made.length) made.push([...text].slice(-field.sensitive.tail).join(''));
  return made;
}

/** A value as the audit keeps it: sensitive ones masked, in children too. */
export function auditValue(
  field: FieldModel,
  value: unknown,
  tools: { readonly maskOf: MaskOf; childOf(field: FieldModel): EntityModel | undefined },
): unknown {
  if (value === null || value === undefined) return null;
  if (field.sensitive !== undefined) return { masked: tools.maskOf(field, String(value)) };
  if (field.base !== 'children' || !Array.isArray(value)) return value;
  const child = tools.childOf(field);
  if (child === undefined) return null;
  return value.map((row: Values) => {
    const kept: Record<string, unknown> = row['id'] === undefined ? {} : { id: row['id'] };
    for (const property of child.fields.values()) if (row[property.key] !== undefined) kept[property.key] = auditValue(property, row[property.key], tools);
    return kept;
  });
}

const numeric = new Set(['decimal', 'money', 'rate']);

/** Same value, whatever its spelling: `12.5` is `12.50`, null is undefined. */
export function isSameValue(field: FieldModel | undefined, a: unknown, b: unknown): boolean {
  const left = a ?? null;
  const right = b ?? null;
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (field !== undefined && numeric.has(field.base)) return compareDecimals(decimal(String(left)), decimal(String(right))) === 0;
  if (typeof left === 'object' || typeof right === 'object') return JSON.stringify(left) === JSON.stringify(right);
  return false;
}
