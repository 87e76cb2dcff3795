import type { EntityModel, FieldModel, Release } from '../../model/index.ts';
import type { Values } from '../face.ts';
import type { NewId } from '../new-id.ts';
import { fieldColumns } from '../tables.ts';
import { columnValues, isSameValue, type Sealer } from './stored-values.ts';

export interface RowTools {
  readonly release: Release;
  readonly sealer: Sealer;
  readonly newId: NewId;
  readonly now: string;
  readonly userId: string | null;
}

export function childEntity(release: Release, field: FieldModel): EntityModel | undefined {
  return field.base === 'children' && field.of !== undefined ? release.entities.get(field.of) : undefined;
}

/** Columns of a row in the form that `json_populate_recordset` reads: bytes as hex, arrays as arrays, numbers as text. */
export function jsonRow(entity: EntityModel, values: Values, id: string, sealer: Sealer): Record<string, unknown> {
  const row: Record<string, unknown> = { id };
  for (const field of entity.fields.values()) {
    const columns = fieldColumns(field);
    if (columns.length === 0) continue;
    if (field.base === 'json') {
      row[columns[0]?.name ?? ''] = values[field.key] ?? null;
      continue;
    }
    for (const [index, value] of columnValues(entity, field, values[field.key], { id, sealer }).entries()) {
      row[columns[index]?.name ?? ''] = Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value;
    }
  }
  return row;
}

/** Rows of a children property as they are to be: new ones get ids, existing ones keep theirs. */
export interface ChildChange {
  readonly child: EntityModel;
  readonly added: readonly Record<string, unknown>[];
  readonly changed: readonly Record<string, unknown>[];
  readonly removed: readonly string[];
  /** The rows with their ids, as the record now has them. */
  readonly rows: readonly Values[];
}

export function childChange(
  child: EntityModel,
  before: readonly Values[],
  after: readonly Values[],
  tools: RowTools & { readonly parentId: string },
): ChildChange {
  const known = new Map(before.map((row) => [String(row['id']), row]));
  const added: Record<string, unknown>[] = [];
  const changed: Record<string, unknown>[] = [];
  const rows: Values[] = [];
  for (const [position, row] of after.entries()) {
    const old = row['id'] === undefined || row['id'] === null ? undefined : known.get(String(row['id']));
    const id = old === undefined ? tools.newId() : String(row['id']);
    const whole: Values = { ...old, ...row, id };
    rows.push(whole);
    known.delete(id);
    const isMoved = old !== undefined && before.indexOf(old) !== position;
    const isChanged = old === undefined || isMoved || [...child.fields.values()].some((field) => !isSameValue(field, old[field.key], whole[field.key]));
    if (!isChanged) continue;
    const made = { ...jsonRow(child, whole, id, tools.sealer), parent_id: tools.parentId, position, updated_at: tools.now, updated_by: tools.userId };
    if (old === undefined)
      added.push({
        ...made,
        version: 1,
        created_at: tools.now,
        created_by: tools.userId,
        ...(child.initialState === null ? {} : { state: child.initialState }),
      });
    else changed.push(made);
  }
  return { child, added, changed, removed: [...known.keys()], rows };
}
