import { covers, policiesOf, rank } from '../access/grants.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Call, FieldRight, GrantModel } from '../model/index.ts';
import { textOf } from './sentence.ts';

/** Grants of the actor's roles for an operation on an entity, whatever rows they reach. No policy = closed. */
export function grantsOf(call: Call, entity: string, operation: string): readonly GrantModel[] {
  return policiesOf(call.release, entity)
    .flatMap((policy) => policy.grants)
    .filter((grant) => call.actor.roles.includes(grant.role) && covers(grant.operations, operation));
}

/** May the actor try this operation on some row of the entity. Rows are decided by the statement. */
export function mayOperate(call: Call, entity: string, operation: string): boolean {
  return call.actor.kind === 'system' || grantsOf(call, entity, operation).length > 0;
}

export function requireOperation(call: Call, entity: string, operation: string): void {
  if (!mayOperate(call, entity, operation)) throw new Refusal('access.right-missing', { operation });
}

/** Titles of the roles that may: what a person is told who may not. */
export function rolesThatMay(call: Call, entity: string, operation: string): readonly string[] {
  const grants = policiesOf(call.release, entity)
    .flatMap((policy) => policy.grants)
    .filter((grant) => covers(grant.operations, operation));
  return [...new Set(grants.map((grant) => textOf(call, `role:${grant.role}`, '/title') ?? call.release.roles.get(grant.role)?.title ?? grant.role))];
}

/** A free action (on no entity) is open to whoever holds a grant that names it. */
export function mayRunFreeAction(call: Call, action: string): boolean {
  if (call.actor.kind === 'system') return true;
  for (const policy of call.release.policies.values()) {
    if (policy.grants.some((grant) => call.actor.roles.includes(grant.role) && grant.operations.includes(`action:${action}`))) return true;
  }
  return false;
}

/** Right on a field under one grant: its own entry, `*`, else what the grant's operations imply. */
export function grantedFieldRight(grant: GrantModel, field: string): FieldRight {
  return grant.fields.get(field) ?? grant.fields.get('*') ?? (covers(grant.operations, 'create') || covers(grant.operations, 'update') ? 'write' : 'read');
}

/** Lowest right that the restrictions leave on a field; they bind everybody. */
export function restrictedFieldRight(call: Call, entity: string, operation: string, field: string): FieldRight {
  let right: FieldRight = 'write';
  for (const restriction of policiesOf(call.release, entity).flatMap((policy) => policy.restrictions)) {
    if (!covers(restriction.operations, operation)) continue;
    const own = restriction.fields.get(field) ?? restriction.fields.get('*');
    if (own !== undefined && rank[own] < rank[right]) right = own;
  }
  return right;
}
