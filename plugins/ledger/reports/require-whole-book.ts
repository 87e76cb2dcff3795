import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';

/** Sums over the book are for people who may read every line of it: a grant with a row condition is not enough, because
 *  a total would tell of lines that she may not see. */
export function requireWholeBook(context: OperationContext): void {
  if (context.actor.kind === 'system') return;
  const policy = [...context.release.policies.values()].find((one) => one.entity === 'journal-line');
  const isWhole =
    policy?.restrictions.every((restriction) => restriction.rows === null || !restriction.operations.includes('read')) === true &&
    policy.grants.some((grant) => context.actor.roles.includes(grant.role) && grant.operations.includes('read') && grant.rows === null);
  if (!isWhole) throw new Refusal('access.right-missing', { operation: 'journal-line' });
}
