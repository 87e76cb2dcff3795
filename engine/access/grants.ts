import type { CompiledCondition } from '../condition/types.ts';
import type { Actor, FieldRight, GrantModel, PolicyModel, Release, RestrictionModel } from '../model/index.ts';

/** What a set of roles may do to an entity with one operation. Pure: rows are still conditions here. */
export interface Access {
  readonly entity: string;
  readonly operation: string;
  /** Each is a pair of rows and fields; pairs unite, they are never crossed. Empty = closed. */
  readonly grants: readonly AccessGrant[];
  /** Row conditions that bind everybody: all must hold. */
  readonly restrictions: readonly CompiledCondition[];
}

export interface AccessGrant {
  /** Null = all rows; `task` = rows that a flow task opens to the person. */
  readonly rows: CompiledCondition | 'task' | null;
  /** Right on a property under this grant, restrictions already taken off. Dotted for a column of children. */
  right(property: string, sensitive: boolean): FieldRight;
}

/** Orders rights: a wider one has the higher rank. */
export const rank: Readonly<Record<FieldRight, number>> = { hidden: 0, mask: 1, read: 2, write: 3 };
const rights: readonly FieldRight[] = ['hidden', 'mask', 'read', 'write'];

const kept = new WeakMap<Release, Map<string, Access>>();

/** Names one set of rights: actors with the same key get the same statements. */
export function rolesKey(actor: Actor): string {
  return actor.kind === 'system' ? '*' : actor.roles.join(',');
}

/** The access of an actor; `withTasks` adds the rows that open flow tasks give her (single records only, never lists). */
export function accessTo(
  release: Release,
  actor: Actor,
  request: { readonly entity: string; readonly operation: string; readonly withTasks?: boolean },
): Access {
  const key = `${request.entity} ${request.operation} ${request.withTasks === true} ${rolesKey(actor)}`;
  let byKey = kept.get(release);
  if (byKey === undefined) kept.set(release, (byKey = new Map()));
  let access = byKey.get(key);
  if (access === undefined) byKey.set(key, (access = makeAccess(release, actor, request)));
  return access;
}

function makeAccess(release: Release, actor: Actor, request: { readonly entity: string; readonly operation: string; readonly withTasks?: boolean }): Access {
  const { entity, operation } = request;
  if (actor.kind === 'system') return { entity, operation, grants: [{ rows: null, right: () => 'write' }], restrictions: [] };
  const policies = policiesOf(release, entity);
  // An export is a reading of many: what nobody may read, nobody may export.
  const restrictions = policies
    .flatMap((policy) => policy.restrictions)
    .filter((restriction) => covers(restriction.operations, operation) || (operation === 'export' && covers(restriction.operations, 'read')));
  const roles = new Set(actor.roles);
  const grants: AccessGrant[] = policies
    .flatMap((policy) => policy.grants)
    .filter((grant) => roles.has(grant.role) && covers(grant.operations, operation))
    .map((grant) => ({ rows: grant.rows, right: (property) => narrow(grantedRight(grant, property), restrictions, property) }));
  // A person who must decide a record sees it, sensitive values masked, whatever her own rows are.
  if (request.withTasks === true) grants.push({ rows: 'task', right: (property, sensitive) => narrow(sensitive ? 'mask' : 'read', restrictions, property) });
  return { entity, operation, grants, restrictions: restrictions.flatMap((restriction) => (restriction.rows === null ? [] : [restriction.rows])) };
}

/** All policies that protect an entity; there is usually one. */
export function policiesOf(release: Release, entity: string): readonly PolicyModel[] {
  return [...release.policies.values()].filter((policy) => policy.entity === entity);
}

/** `action:*` covers every action. */
export function covers(operations: readonly string[], operation: string): boolean {
  return operations.includes(operation) || operations.includes('*') || (operation.startsWith('action:') && operations.includes('action:*'));
}

function grantedRight(grant: GrantModel, property: string): FieldRight {
  const parent = property.includes('.') ? property.slice(0, property.indexOf('.')) : property;
  return (
    grant.fields.get(property) ??
    grant.fields.get(parent) ??
    grant.fields.get('*') ??
    (covers(grant.operations, 'create') || covers(grant.operations, 'update') ? 'write' : 'read')
  );
}

function narrow(granted: FieldRight, restrictions: readonly RestrictionModel[], property: string): FieldRight {
  let lowest = rank[granted];
  for (const restriction of restrictions) {
    const own = restriction.fields.get(property) ?? restriction.fields.get('*');
    if (own !== undefined) lowest = Math.min(lowest, rank[own]);
  }
  return rights[lowest] as FieldRight;
}

/** Right that every grant gives, or undefined when it differs from row to row. Only rows that some grant contains are seen. */
export function rightInAllRows(access: Access, property: string, sensitive = false): 'hidden' | 'mask' | 'clear' | undefined {
  const found = new Set(access.grants.map((grant) => shown(grant.right(property, sensitive))));
  if (found.size === 0) return 'hidden';
  if (found.size === 1) return [...found][0];
  // A grant of all rows with the widest right settles it.
  return access.grants.some((grant) => grant.rows === null && shown(grant.right(property, sensitive)) === 'clear') ? 'clear' : undefined;
}

export function shown(right: FieldRight): 'hidden' | 'mask' | 'clear' {
  return right === 'hidden' || right === 'mask' ? right : 'clear';
}

/** Widest right of the actor on a property, over all rows. */
export function widestRight(access: Access, property: string, sensitive = false): FieldRight {
  let widest = 0;
  for (const grant of access.grants) widest = Math.max(widest, rank[grant.right(property, sensitive)]);
  return rights[widest] as FieldRight;
}

/** True when whoever sees a record in her rows may also do this to it: each read grant covers the operation, and what
 *  restricts the operation restricts reading. Then a record that was read needs no second look. */
export function isImpliedByReading(release: Release, actor: Actor, entity: string, operation: string): boolean {
  if (actor.kind === 'system') return true;
  if (release.entities.get(entity)?.hasFlow === true) return false;
  const roles = new Set(actor.roles);
  return policiesOf(release, entity).every(
    (policy) =>
      policy.grants.every((grant) => !roles.has(grant.role) || !covers(grant.operations, 'read') || covers(grant.operations, operation)) &&
      policy.restrictions.every(
        (restriction) => restriction.rows === null || !covers(restriction.operations, operation) || covers(restriction.operations, 'read'),
      ),
  );
}
