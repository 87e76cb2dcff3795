import { covers, policiesOf } from '../access/grants.ts';
import { systemTitle } from '../contract/system-titles.ts';
import { compareDecimals, decimal, isDecimalText } from '../kernel/index.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { ActionModel, Call, EntityModel } from '../model/index.ts';
import type { Values } from '../store/face.ts';
import { evaluationContext } from './record-facts.ts';
import { grantsOf } from './rights.ts';
import { textOf } from './sentence.ts';

/** Paths of the record that the checks of an action read. */
export function checkedPaths(action: ActionModel): readonly string[] {
  const amount = action.amount === undefined || action.amount.startsWith('input.') ? [] : [action.amount];
  return [...(action.when?.facts ?? []), ...action.notBy, ...amount];
}

/** The record is in one of the states from which the action starts. */
export function stateRefusal(call: Call, action: ActionModel, entity: EntityModel, record: Values): Refusal | undefined {
  const key = String(record['state']);
  if (action.from.length === 0 || action.from.includes(key)) return undefined;
  return new Refusal('record.state', {
    state: textOf(call, `entity:${entity.name}`, `/states/${key}/title`) ?? entity.states.get(key)?.title ?? key,
    operation: textOf(call, `action:${action.name}`, '/title') ?? action.title,
  });
}

/** Four eyes: none of the named facts is the person herself. */
export function dutyRefusal(call: Call, action: ActionModel, entity: EntityModel, facts: Values): Refusal | undefined {
  const own = action.notBy.find((path) => idsAt(facts, path).includes(call.actor.userId));
  if (own === undefined || call.actor.userId === '') return undefined;
  const rule =
    textOf(call, `entity:${entity.name}`, `/properties/${own}/title`) ?? entity.fields.get(own)?.title ?? systemTitle(own, call.actor.language) ?? own;
  return new Refusal('access.separation-of-duties', { rule });
}

/** The action's own condition. One that cannot be answered is not fulfilled. */
export function conditionRefusal(call: Call, action: ActionModel, facts: Values): Refusal | undefined {
  if (action.when === null) return undefined;
  let holds = false;
  try {
    holds = action.when.evaluate(facts, evaluationContext(call));
  } catch {
    holds = false;
  }
  if (holds) return undefined;
  const title = textOf(call, `action:${action.name}`, '/title') ?? action.title;
  const fallback = call.actor.language.startsWith('en') ? `The conditions of "${title}" are not met.` : `不满足“${title}”的条件。`;
  return new Refusal('action.condition', { message: textOf(call, `action:${action.name}`, '/whenMessage') ?? action.whenMessage ?? fallback });
}

/** Amount authority: the highest limit among the person's roles that grant the action. A role that grants it without
 *  a limit of its own does not widen the limit of another. */
export function amountRefusal(call: Call, action: ActionModel, facts: Values): Refusal | undefined {
  if (action.amount === undefined || call.actor.kind === 'system') return undefined;
  const limits = call.actor.roles.flatMap((role) => call.release.roles.get(role)?.amountLimits.get(action.name) ?? []);
  if (limits.length === 0) return undefined;
  const limit = limits.reduce((highest, next) => (compareDecimals(decimal(next), decimal(highest)) > 0 ? next : highest));
  const amount = valueAt(facts, action.amount);
  if (amount === null || amount === undefined) return undefined;
  const isWithin = isDecimalText(String(amount)) && compareDecimals(decimal(String(amount)), decimal(limit)) <= 0;
  return isWithin ? undefined : new Refusal('access.amount-limit', { limit });
}

/** Do the rows of a grant, and every restriction, hold this record. In memory, for telling why not; the statement decides. */
export function rowsAllow(call: Call, entity: string, operation: string, facts: Values): boolean {
  if (call.actor.kind === 'system') return true;
  const context = evaluationContext(call);
  const holds = (rows: ActionModel['when']) => {
    try {
      return rows === null || rows.evaluate(facts, context);
    } catch {
      return false;
    }
  };
  const binding = policiesOf(call.release, entity)
    .flatMap((policy) => policy.restrictions)
    .filter((restriction) => covers(restriction.operations, operation));
  return grantsOf(call, entity, operation).some((grant) => holds(grant.rows)) && binding.every((restriction) => holds(restriction.rows));
}

/** Paths that `rowsAllow` reads for an entity. */
export function rowPaths(call: Call, entity: string): readonly string[] {
  return policiesOf(call.release, entity).flatMap((policy) => [...policy.grants, ...policy.restrictions].flatMap((rule) => rule.rows?.facts ?? []));
}

function valueAt(facts: Values, path: string): unknown {
  if (facts[path] !== undefined) return facts[path];
  let value: unknown = facts;
  for (const segment of path.split('.')) value = typeof value === 'object' && value !== null ? (value as Values)[segment] : undefined;
  return value;
}

/** Staff ids at a path: one, several, or of related objects. */
export function idsAt(facts: Values, path: string): readonly string[] {
  const value = valueAt(facts, path);
  return (Array.isArray(value) ? value : [value]).flatMap((item) =>
    typeof item === 'string' ? [item] : typeof item === 'object' && item !== null && 'id' in item ? [String(item.id)] : [],
  );
}
