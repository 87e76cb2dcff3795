import { Refusal } from '../../kernel/refusal.ts';
import type { EntityModel } from '../../model/index.ts';
import { constraintName, uniqueIndexes } from '../tables.ts';

interface DatabaseError {
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
}

const wrongValues = new Set(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05']);

/** Turns what PostgreSQL refuses into what the person understands; anything else passes as it is. `entities` are those
 *  that the statement writes, the record's own first. */
export function refuseViolation(error: unknown, entities: readonly EntityModel[]): never {
  const { code, constraint, table } = error as DatabaseError;
  const entity = entities.find((candidate) => candidate.table === table) ?? entities[0];
  if (code === '23505' && entity !== undefined) throw duplicateOf(entity, constraint ?? '');
  if (code === '23503' && entity !== undefined) throw missingReference(entity, constraint ?? '');
  if (code !== undefined && wrongValues.has(code)) throw new Refusal('request.malformed', { reason: 'a value is outside its range' });
  throw error;
}

function duplicateOf(entity: EntityModel, constraint: string): Refusal {
  const keys = uniqueIndexes(entity).get(constraint) ?? [];
  const fields = keys.map((key) => entity.fields.get(key)?.title ?? key).join('、');
  return new Refusal(
    'record.duplicate',
    { fields },
    keys.map((key) => ({ pointer: `/${key}`, code: 'value.duplicate' })),
  );
}

function missingReference(entity: EntityModel, constraint: string): Refusal {
  for (const field of entity.fields.values()) {
    const name = field.column === null ? undefined : constraintName(entity.table, field.column, 'fk');
    if (name === constraint) return new Refusal('record.invalid', { count: 1 }, [{ pointer: `/${field.key}`, code: 'value.reference-missing' }]);
  }
  return new Refusal('record.invalid', { count: 1 }, [{ pointer: '', code: 'value.reference-missing' }]);
}
