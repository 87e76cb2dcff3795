import { rank } from '../access/grants.ts';
import { Refusal, type RefusalDetail } from '../kernel/refusal.ts';
import type { Call, EntityModel, FieldRight, GrantModel } from '../model/index.ts';
import type { Store, Transaction, Values } from '../store/face.ts';
import { evaluationContext, factsOf } from './record-facts.ts';
import { grantedFieldRight, grantsOf, restrictedFieldRight } from './rights.ts';

/** Rights on fields for one operation on one record: among the grants whose rows hold the record the widest wins,
 *  restrictions bind afterwards. A condition that cannot be answered gives no right. */
export async function fieldRightsOf(
  store: Store,
  tx: Transaction,
  call: Call,
  entity: EntityModel,
  operation: string,
  record: Values,
): Promise<(field: string) => FieldRight> {
  if (call.actor.kind === 'system') return () => 'write';
  const grants = grantsOf(call, entity.name, operation);
  const conditional = grants.filter((grant) => grant.rows !== null);
  const facts =
    conditional.length === 0
      ? record
      : await factsOf(
          store,
          tx,
          call,
          entity,
          record,
          conditional.flatMap((grant) => grant.rows?.facts ?? []),
        );
  const context = evaluationContext(call);
  const holding = grants.filter((grant) => holds(grant, facts, context));
  return (field) => {
    let right: FieldRight = 'hidden';
    for (const grant of holding) {
      const own = grantedFieldRight(grant, field);
      if (rank[own] > rank[right]) right = own;
    }
    const limit = restrictedFieldRight(call, entity.name, operation, field);
    return rank[limit] < rank[right] ? limit : right;
  };
}

/** Refuses by name every property of the body that the actor may not write (mass assignment included). */
export async function requireWritable(
  store: Store,
  tx: Transaction,
  call: Call,
  entity: EntityModel,
  operation: 'create' | 'update',
  record: Values,
  keys: readonly string[],
): Promise<void> {
  const rightOf = await fieldRightsOf(store, tx, call, entity, operation, record);
  const errors: RefusalDetail[] = keys.filter((key) => rightOf(key) !== 'write').map((key) => ({ pointer: `/${key}`, code: 'access.field-not-writable' }));
  if (errors.length > 0)
    throw new Refusal(
      'access.field-not-writable',
      {
        fields: keys
          .filter((key) => rightOf(key) !== 'write')
          .map((key) => entity.fields.get(key)?.title ?? key)
          .join('、'),
      },
      errors,
    );
}

function holds(grant: GrantModel, facts: Values, context: ReturnType<typeof evaluationContext>): boolean {
  if (grant.rows === null) return true;
  try {
    return grant.rows.evaluate(facts, context);
  } catch {
    return false;
  }
}
