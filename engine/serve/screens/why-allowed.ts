import { Refusal } from '../../kernel/refusal.ts';
import type { Call } from '../../model/call.ts';
import { rolesThatMay } from '../../run/rights.ts';
import type { AppServices } from '../services.ts';
import { mayDo } from './rights.ts';

export interface WhyAnswer {
  readonly operation: string;
  readonly allowed: boolean;
  /** Why not, in the person's language; null when allowed. */
  readonly reason: string | null;
  /** Titles of the roles that may, on some rows. */
  readonly roles: readonly string[];
}

/** Whether the person may do one thing with one record, why not, and who may. A record that she may not see is not there. */
export async function whyAllowed(
  services: AppServices,
  call: Call,
  request: { readonly entity: string; readonly id: string; readonly operation: string },
): Promise<WhyAnswer> {
  const { entity, id, operation } = request;
  const allowed = await services.records.allowed(call, entity, id);
  const roles = rolesThatMay(call, entity, operation);
  const answer = (isAllowed: boolean, reason: string | undefined): WhyAnswer => ({
    operation,
    allowed: isAllowed,
    reason: isAllowed ? null : (reason ?? ''),
    roles,
  });
  if (operation === 'read') return answer(true, undefined);
  if (operation === 'update' || operation === 'retire') return answer(allowed[operation].allowed, allowed[operation].reason);
  if (operation === 'create' || operation === 'export') return answer(mayDo(call, entity, operation), undefined);
  const action = allowed.actions.find((one) => `action:${one.name}` === operation);
  if (!action) throw new Refusal('action.unknown', { name: operation.slice(0, 100) });
  return answer(action.allowed, action.reason);
}
