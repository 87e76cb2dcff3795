import { BigIntType, EntitySchema, Type } from '@mikro-orm/core';
import type { Call, EntityModel, FieldModel, Release } from '../../model/index.ts';

/** Person and clock of an entity manager, for the columns that the engine fills. */
export type CallOf = (manager: object) => Call | undefined;

/** MikroORM's entities of a release. Amounts, dates and ids are text; what has columns of its own kind elsewhere (sensitive
 *  values, children, links, files, virtual formulas) is left out. */
export function entitySchemas(release: Release, callOf: CallOf): readonly EntitySchema[] {
  const schemas = new Map<string, EntitySchema>();
  for (const entity of release.entities.values()) {
    const properties: Record<string, object> = systemProperties(entity, callOf);
    for (const field of entity.fields.values()) {
      if (!isMapped(field)) continue;
      properties[field.key] = { ...propertyOf(field, schemas, release), fieldName: field.column, nullable: true };
    }
    schemas.set(entity.name, new EntitySchema({ name: entity.name, tableName: entity.table, properties: properties as never }));
  }
  return [...schemas.values()];
}

/** A file gives rights to whoever may read the record that holds it: `records` keeps that, a column alone would not. */
export function isMapped(field: FieldModel): boolean {
  return field.column !== null && field.sensitive === undefined && field.base !== 'attachment';
}

/** Instants are RFC 3339 text on both sides, as everywhere in the store. */
class InstantType extends Type<string, string> {
  override getColumnType(): string {
    return 'timestamptz';
  }

  override get runtimeType(): string {
    return 'string';
  }

  /** MikroORM makes a Date of every column of this kind before it asks its type. */
  override convertToJSValue(value: unknown): string {
    return value instanceof Date ? value.toISOString() : (value as string);
  }

  override compareAsType(): string {
    return 'string';
  }
}

function systemProperties(entity: EntityModel, callOf: CallOf): Record<string, object> {
  const now = (_: unknown, manager: object): string | undefined => callOf(manager)?.now;
  const actor =
    (key: 'userId' | 'unitId' | 'unitPath') =>
    (_: unknown, manager: object): string | null =>
      callOf(manager)?.actor[key] || null;
  const properties: Record<string, object> = {
    id: { type: 'uuid', primary: true, fieldName: 'id' },
    version: { type: 'integer', version: true, fieldName: 'version' },
    createdAt: { type: new InstantType(), fieldName: 'created_at', onCreate: now },
    createdBy: { type: 'uuid', fieldName: 'created_by', nullable: true, onCreate: actor('userId') },
    updatedAt: { type: new InstantType(), fieldName: 'updated_at', onCreate: now, onUpdate: now },
    updatedBy: { type: 'uuid', fieldName: 'updated_by', nullable: true, onCreate: actor('userId'), onUpdate: actor('userId') },
    retiredAt: { type: new InstantType(), fieldName: 'retired_at', nullable: true },
  };
  if (entity.states.size > 0) properties['state'] = { type: 'string', fieldName: 'state' };
  if (entity.childOf !== null) {
    properties['parent'] = { type: 'uuid', fieldName: 'parent_id' };
    properties['position'] = { type: 'integer', fieldName: 'position' };
  }
  if (entity.owned) {
    properties['ownerUser'] = { type: 'uuid', fieldName: 'owner_user', nullable: true };
    properties['ownerUnit'] = { type: 'uuid', fieldName: 'owner_unit', nullable: true };
    properties['ownerPath'] = { type: 'string', fieldName: 'owner_path', nullable: true };
  }
  return properties;
}

function propertyOf(field: FieldModel, schemas: ReadonlyMap<string, EntitySchema>, release: Release): object {
  const { to } = field;
  switch (field.base) {
    case 'reference':
      // By thunk, since the target may come later; a target that the release does not hold stays an id.
      return to !== undefined && release.entities.has(to) ? { kind: 'm:1', entity: () => schemas.get(to), deleteRule: 'no action' } : { type: 'uuid' };
    case 'integer':
      return { type: new BigIntType('number') };
    case 'decimal':
    case 'money':
    case 'rate':
      return { type: 'decimal', columnType: 'numeric' };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'date' };
    case 'dateTime':
      return { type: new InstantType() };
    case 'choices':
      return { type: 'array' };
    case 'json':
      return { type: 'json', columnType: field.sqlType ?? 'json' };
    default:
      return { type: 'string', columnType: 'text' };
  }
}
