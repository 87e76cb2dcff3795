import type { JsonObject } from '../kernel/json.ts';
import { isObject } from '../kernel/json.ts';
import { builtInTraits } from '../kinds/parts/built-in-traits.ts';
import { typeNameOf } from '../kinds/parts/property-schema.ts';
import { systemFacts } from '../kinds/parts/scope.ts';
import type { LayeredDocument } from '../load/document.ts';

/** Properties of an entity with its traits', own first, as documents; `required` of traits included. */
export interface EntityShape {
  readonly properties: JsonObject;
  readonly required: readonly string[];
  /** Trait `owned`. */
  readonly owned: boolean;
}

export function entityShapes(documents: readonly LayeredDocument[]): ReadonlyMap<string, EntityShape> {
  const traits = new Map(documents.filter(({ kind }) => kind === 'trait').map(({ name, content }) => [name, content]));
  const shapes = new Map<string, EntityShape>();
  for (const { kind, name, content } of documents) {
    if (kind !== 'entity') continue;
    let properties: JsonObject = objectOf(content.properties);
    const required = [...listOf(content.required)];
    for (const trait of listOf(content.traits)) {
      const shared = traits.get(trait);
      properties = { ...properties, ...omit(objectOf(shared?.properties ?? builtInTraits.get(trait)), properties) };
      required.push(...listOf(shared?.required).filter((key) => !required.includes(key)));
    }
    shapes.set(name, { properties, required, owned: listOf(content.traits).includes('owned') });
  }
  return shapes;
}

export type PathAnswer =
  | { readonly found: true }
  | { readonly found: false; readonly entity: string; readonly segment: string; readonly known: readonly string[]; readonly isRelation: boolean };

/** Follows a dotted path through references and children; system properties and `*` end a path. */
export function followPath(shapes: ReadonlyMap<string, EntityShape>, entity: string, path: string): PathAnswer {
  const [key = '', ...rest] = path.split('.');
  const shape = shapes.get(entity);
  // An entity that is not there has been reported where it is named.
  if (shape === undefined || path === '*') return { found: true };
  const property = shape.properties[key];
  const isThere = (system: string) => systemFacts[system] !== undefined && (shape.owned || !system.startsWith('owner'));
  const known = [...Object.keys(shape.properties), ...Object.keys(systemFacts).filter(isThere)];
  const system = property === undefined ? systemTargets[key] : undefined;
  if (!isObject(property) && !isThere(key)) return { found: false, entity, segment: key, known, isRelation: true };
  if (rest.length === 0) return { found: true };
  const target = system ?? (isObject(property) ? (property.to ?? (typeNameOf(property) === 'children' ? property.of : undefined)) : undefined);
  // A relation that does not say to what has been reported at its own place.
  if (target === undefined && isObject(property) && ['reference', 'references', 'children'].includes(typeNameOf(property) ?? '')) return { found: true };
  if (typeof target !== 'string') return { found: false, entity, segment: key, known, isRelation: false };
  return followPath(shapes, target, rest.join('.'));
}

const systemTargets: Readonly<Record<string, string>> = { createdBy: 'staff', updatedBy: 'staff', ownerUser: 'staff', ownerUnit: 'org-unit' };

function omit(properties: JsonObject, taken: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => taken[key] === undefined));
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
