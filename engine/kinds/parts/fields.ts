import type { FactType } from '../../condition/types.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { isObject } from '../../kernel/json.ts';
import type { BaseType, Choice, FieldModel, SensitiveModel } from '../../model/index.ts';
import type { FieldTypeDefinition } from '../../plugin-api/plugin.ts';
import type { DictModel } from '../dict.ts';
import { typeNameOf } from './property-schema.ts';

/** A type under `/types/`, wherever it comes from: the engine, a plugin or a `type` document. */
export interface ResolvedType {
  readonly name: string;
  readonly base: BaseType;
  readonly schema: JsonObject;
  readonly sensitive?: SensitiveModel;
  readonly widget?: string;
  /** Set when a plugin's check runs on values. */
  readonly check?: string;
}

export interface FieldSources {
  type(name: string): ResolvedType | undefined;
  dict(name: string): DictModel | undefined;
}

/** Fields of a map of properties, types inlined, in document order. Formulas are attached later, when scopes stand.
 *  Properties whose type does not resolve are left out; the linker has reported them. */
export function buildFields(
  properties: JsonObject,
  required: readonly string[],
  sources: FieldSources,
  packOf: (key: string) => string,
): ReadonlyMap<string, FieldModel> {
  const fields = new Map<string, FieldModel>();
  for (const [key, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    const field = buildField(key, property, required.includes(key), sources, packOf(key));
    if (field !== undefined) fields.set(key, field);
  }
  return fields;
}

function buildField(key: string, property: JsonObject, isRequired: boolean, sources: FieldSources, pack: string): FieldModel | undefined {
  const typeName = typeNameOf(property);
  const type = typeName === undefined ? undefined : sources.type(typeName);
  if (typeName === undefined || type === undefined) return undefined;
  const base = type.base;
  const merged: JsonObject = { ...type.schema, ...property };
  const dict = (base === 'choice' || base === 'choices') && typeof property.of === 'string' ? sources.dict(property.of) : undefined;
  const sensitive = (property.sensitive as SensitiveModel | undefined) ?? type.sensitive;
  const isComputed = property.formula !== undefined;
  const isStored = base !== 'children' && base !== 'references' && base !== 'attachments' && property.virtual !== true;
  return {
    key,
    title: String(property.title ?? key),
    ...copy(property, ['description']),
    type: typeName,
    base,
    fact: factTypeOf(base, property),
    column: isStored ? snakeCase(key) : null,
    sqlType: isStored ? sqlTypes[base] : null,
    required: isRequired,
    readOnly: property.readOnly === true || isComputed || base === 'serial',
    unique: property.unique === true || base === 'serial',
    searchable: property.search === true || base === 'serial',
    ...copy(merged, ['min', 'max', 'above', 'below', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'currency', 'accept']),
    ...scaleOf(base, merged),
    ...(type.check === undefined ? {} : { check: type.check }),
    ...copy(property, ['of', 'to', 'serial', 'default']),
    ...(dict === undefined ? {} : { choices: dict.items as readonly Choice[], ordered: dict.ordered }),
    ...(property.pinned === true ? { pinned: true } : {}),
    ...(property.virtual === true ? { virtual: true } : {}),
    ...(property.capital === true ? { capital: true } : {}),
    ...(property.ticked === true ? { ticked: true } : {}),
    ...(sensitive === undefined ? {} : { sensitive }),
    widget: String(property.widget ?? type.widget ?? base),
    formerly: (property.formerly as readonly string[] | undefined) ?? [],
    pack,
  };
}

/** The engine's own types by document name. */
export const builtInTypes: ReadonlyMap<string, ResolvedType> = new Map(
  (
    [
      'text',
      'longText',
      'integer',
      'decimal',
      'money',
      'rate',
      'boolean',
      'date',
      'dateTime',
      'choice',
      'choices',
      'reference',
      'references',
      'children',
      'document',
      'attachment',
      'attachments',
      'serial',
      'json',
    ] as const
  ).map((base) => {
    const name = base.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [name, { name, base, schema: {} }];
  }),
);

export function typeOfPlugin(definition: FieldTypeDefinition, plugin: string): ResolvedType {
  return {
    name: definition.name,
    base: definition.base,
    schema: definition.schema,
    ...(definition.sensitive === undefined ? {} : { sensitive: definition.sensitive }),
    ...(definition.widget === undefined ? {} : { widget: definition.widget }),
    ...(definition.check === undefined ? {} : { check: `${plugin}.${definition.name}` }),
  };
}

/** `appliedAmount` → `applied_amount`. */
export function snakeCase(name: string): string {
  return name.replaceAll('-', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A reference to the platform's staff or unit is a person or a unit in conditions, so that isSelf and isMyDept apply. */
function factTypeOf(base: BaseType, property: JsonObject): FactType {
  if (base === 'reference' && property.to === 'staff') return 'user';
  if (base === 'reference' && property.to === 'org-unit') return 'dept';
  return factTypes[base];
}

const factTypes: Readonly<Record<BaseType, FactType>> = {
  text: 'text',
  longText: 'text',
  integer: 'int',
  decimal: 'decimal',
  money: 'money',
  rate: 'decimal',
  boolean: 'bool',
  date: 'date',
  dateTime: 'datetime',
  choice: 'enum',
  choices: 'enumSet',
  reference: 'ref',
  references: 'refSet',
  children: 'rows',
  document: 'ref',
  attachment: 'ref',
  attachments: 'refSet',
  serial: 'text',
  json: 'text',
};

const sqlTypes: Readonly<Record<BaseType, string | null>> = {
  text: 'text',
  longText: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  money: 'numeric(20,2)',
  rate: 'numeric(18,12)',
  boolean: 'boolean',
  date: 'date',
  dateTime: 'timestamptz',
  choice: 'text',
  choices: 'text[]',
  reference: 'uuid',
  references: null,
  children: null,
  document: 'text',
  attachment: 'uuid',
  attachments: 'uuid[]',
  serial: 'text',
  json: 'jsonb',
};

function scaleOf(base: BaseType, merged: JsonObject): { scale?: number } {
  if (typeof merged.scale === 'number') return { scale: merged.scale };
  if (base === 'money') return { scale: 2 };
  return base === 'rate' ? { scale: 12 } : {};
}

function copy(from: JsonObject, keys: readonly string[]): Record<string, never> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as Record<string, never>;
}
