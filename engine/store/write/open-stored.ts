import type { EntityModel, Release } from '../../model/index.ts';
import type { StoredRecord } from '../face.ts';
import { unsealed } from '../read/finish.ts';
import type { Vault } from '../vault.ts';

/** Reads a stored row's JSON and opens its sealed values, those of child rows too. */
export function openStored(json: string, request: { readonly release: Release; readonly entity: EntityModel; readonly vault: Vault }): StoredRecord {
  const record = JSON.parse(json) as Record<string, unknown>;
  openFields(record, request);
  return record as StoredRecord;
}

function openFields(
  record: Record<string, unknown>,
  { release, entity, vault }: { readonly release: Release; readonly entity: EntityModel; readonly vault: Vault },
): void {
  for (const field of entity.fields.values()) {
    if (field.sensitive !== undefined) record[field.key] = unsealed(record[field.key], { entity, field }, vault);
    if (field.base !== 'children') continue;
    const child = field.of === undefined ? undefined : release.entities.get(field.of);
    const rows = record[field.key];
    if (child === undefined || !Array.isArray(rows)) continue;
    for (const row of rows) openFields(row as Record<string, unknown>, { release, entity: child, vault });
  }
}
