import type { FactDescription, FactScope, FactType } from '../../condition/types.ts';
import type { FieldModel, StateModel } from '../../model/index.ts';

/** How the scope of an entity reaches the entities it refers to. */
export interface ScopeSources {
  fieldsOf(entity: string): ReadonlyMap<string, FieldModel> | undefined;
  statesOf(entity: string): ReadonlyMap<string, StateModel>;
  /** Trait `owned`: ownerUser, ownerUnit and ownerPath are there. */
  isOwned(entity: string): boolean;
}

const relationDepth = 3;

/** Type of every system property; the owner's three are there with trait `owned`. */
export const systemFacts: Readonly<Record<string, FactType>> = {
  id: 'ref',
  state: 'enum',
  version: 'int',
  createdAt: 'datetime',
  createdBy: 'user',
  updatedAt: 'datetime',
  updatedBy: 'user',
  ownerUser: 'user',
  ownerUnit: 'dept',
  ownerPath: 'text',
};

/** Facts of an entity: its properties, system properties, related records up to three levels, rows of its children. */
export function entityScope(entity: string, sources: ScopeSources, depth = relationDepth): FactScope {
  const fields = sources.fieldsOf(entity);
  return {
    get paths() {
      return pathsOf(entity, sources);
    },
    lookup(path) {
      const [key = '', ...rest] = path.split('.');
      const system = systemFacts[key];
      if (rest.length === 0 && system !== undefined && fields?.get(key) === undefined)
        return !isThere(key, entity, sources) ? undefined : { type: system, ...(key === 'state' ? { values: [...sources.statesOf(entity).keys()] } : {}) };
      const target = rest.length > 0 && (fields?.get(key) !== undefined || isThere(key, entity, sources)) ? relationTarget(key, fields) : undefined;
      if (target !== undefined) return depth > 0 ? entityScope(target, sources, depth - 1).lookup(rest.join('.')) : undefined;
      const field = fields?.get(key);
      if (field === undefined) return undefined;
      if (rest.length > 0) return field.base === 'children' && field.of !== undefined ? entityScope(field.of, sources, 1).lookup(rest.join('.')) : undefined;
      return describeField(field, sources);
    },
  };
}

function isThere(key: string, entity: string, sources: ScopeSources): boolean {
  return !key.startsWith('owner') || sources.isOwned(entity);
}

/** What a single field is as a fact. */
function describeField(field: FieldModel, sources: ScopeSources): FactDescription {
  return {
    type: field.fact,
    ...(field.choices === undefined ? {} : { values: field.choices.map((choice) => choice.value), ordered: field.ordered === true }),
    ...(field.base === 'children' && field.of !== undefined ? { rows: entityScope(field.of, sources, 1) } : {}),
    ...(field.sensitive === undefined ? {} : { sensitive: true }),
  };
}

/** Facts of a map of fields that belong to no entity, such as an action's input. */
export function fieldScope(fields: ReadonlyMap<string, FieldModel>, sources: ScopeSources): FactScope {
  return {
    paths: [...fields.keys()],
    lookup(path) {
      const [key = '', ...rest] = path.split('.');
      const field = fields.get(key);
      if (field === undefined) return undefined;
      if (rest.length === 0) return describeField(field, sources);
      if (field.to !== undefined) return entityScope(field.to, sources, relationDepth - 1).lookup(rest.join('.'));
      return field.base === 'children' && field.of !== undefined ? entityScope(field.of, sources, 1).lookup(rest.join('.')) : undefined;
    },
  };
}

/** One scope out of several: `''` for facts at the root, else facts under `prefix.`. The first that knows a path wins. */
export function combineScopes(parts: readonly { readonly prefix: string; readonly scope: FactScope }[]): FactScope {
  return {
    paths: parts.flatMap(({ prefix, scope }) => scope.paths.map((path) => (prefix === '' ? path : `${prefix}.${path}`))),
    lookup(path) {
      for (const { prefix, scope } of parts) {
        if (prefix === '') {
          const found = scope.lookup(path);
          if (found !== undefined) return found;
        } else if (path.startsWith(`${prefix}.`)) {
          const found = scope.lookup(path.slice(prefix.length + 1));
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
  };
}

export function flatScope(facts: Readonly<Record<string, FactType | FactDescription>>): FactScope {
  return {
    paths: Object.keys(facts),
    lookup(path) {
      const fact = Object.hasOwn(facts, path) ? facts[path] : undefined;
      return typeof fact === 'string' ? { type: fact } : fact;
    },
  };
}

/** Entity at the end of a path of references, e.g. `customer` on a repair order; undefined when a step is no reference. */
function relationTarget(key: string, fields: ReadonlyMap<string, FieldModel> | undefined): string | undefined {
  const field = fields?.get(key);
  if (field?.base === 'reference') return field.to;
  if (field !== undefined) return undefined;
  if (key === 'createdBy' || key === 'updatedBy' || key === 'ownerUser') return 'staff';
  return key === 'ownerUnit' ? 'org-unit' : undefined;
}

function pathsOf(entity: string, sources: ScopeSources): readonly string[] {
  const paths: string[] = [];
  for (const [key, field] of sources.fieldsOf(entity) ?? []) {
    paths.push(key);
    if (field.base === 'reference' && field.to !== undefined) for (const inner of sources.fieldsOf(field.to)?.keys() ?? []) paths.push(`${key}.${inner}`);
  }
  return [...paths, ...Object.keys(systemFacts).filter((key) => isThere(key, entity, sources))];
}

/** The field at the end of a dotted path and the entity that holds it, through references; system properties give no field. */
export function fieldAt(
  entity: string,
  path: string,
  sources: ScopeSources,
): { readonly field: FieldModel | null; readonly key: string; readonly entity: string } | undefined {
  const [key = '', ...rest] = path.split('.');
  const fields = sources.fieldsOf(entity);
  const field = fields?.get(key);
  if (rest.length === 0)
    return field !== undefined || (systemFacts[key] !== undefined && isThere(key, entity, sources)) ? { field: field ?? null, key, entity } : undefined;
  const target = relationTarget(key, fields) ?? (field?.base === 'children' ? field.of : undefined);
  return target === undefined ? undefined : fieldAt(target, rest.join('.'), sources);
}
