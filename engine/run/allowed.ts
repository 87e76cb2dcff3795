import type { Allowed } from '../contract/index.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { ActionModel, Call, EntityModel } from '../model/index.ts';
import type { Store, Transaction, Values } from '../store/face.ts';
import { amountRefusal, checkedPaths, conditionRefusal, dutyRefusal, rowPaths, rowsAllow, stateRefusal } from './action-checks.ts';
import { fieldRightsOf } from './field-rights.ts';
import { factsOf } from './record-facts.ts';
import { requireEditable } from './record-checks.ts';
import { mayOperate, requireOperation, rolesThatMay } from './rights.ts';
import { textOf } from './sentence.ts';

/** Everything that the person may do with the record now, and for the rest why not and who may. Reads only. */
export async function allowedOn(
  room: { readonly store: Store; readonly sentences: (refusal: Refusal, language: string) => string },
  tx: Transaction,
  call: Call,
  entity: EntityModel,
  id: string,
): Promise<Allowed> {
  const { store } = room;
  requireOperation(call, entity.name, 'read');
  const record = await store.load(tx, call, entity.name, id, { operation: call.actor.kind === 'system' ? null : 'read', children: true });
  if (record === undefined) throw new Refusal('record.not-found');
  const actions = [...call.release.actions.values()].filter((action) => action.on === entity.name && !action.internal && !action.creates);
  const facts = await factsOf(store, tx, call, entity, record, [...actions.flatMap(checkedPaths), ...rowPaths(call, entity.name)]);
  const explain = (refusal: Refusal | undefined, operation: string) =>
    refusal === undefined ? {} : { reason: reasonOf(room.sentences, call, entity, operation, refusal), code: refusal.code };
  const update = writeRefusal(call, entity, facts, 'update') ?? attempt(() => requireEditable(call, entity, record));
  const retire = writeRefusal(call, entity, facts, 'retire');
  const rightOf = await fieldRightsOf(store, tx, call, entity, 'update', record);
  const readRightOf = await fieldRightsOf(store, tx, call, entity, 'read', record);
  const fields: Record<string, 'write' | 'read' | 'mask'> = {};
  for (const key of entity.fields.keys()) {
    const right = update === undefined && rightOf(key) === 'write' ? 'write' : readRightOf(key);
    if (right !== 'hidden') fields[key] = right === 'write' && update !== undefined ? 'read' : right;
  }
  return {
    actions: actions.map((action) => {
      const refusal = actionRefusal(call, action, entity, facts);
      return {
        name: action.name,
        title: titleOf(call, action),
        allowed: refusal === undefined,
        ...explain(refusal, `action:${action.name}`),
        form: action.form,
        hasPreview: action.preview !== null,
        primary: action.primary,
        danger: action.danger,
        confirm: action.confirm,
      };
    }),
    update: { allowed: update === undefined, ...explain(update, 'update') },
    retire: { allowed: retire === undefined, ...explain(retire, 'retire') },
    fields,
  };
}

/** First refusal in the documented order, without input. */
function actionRefusal(call: Call, action: ActionModel, entity: EntityModel, facts: Values): Refusal | undefined {
  const operation = `action:${action.name}`;
  if (!mayOperate(call, entity.name, operation) || !rowsAllow(call, entity.name, operation, facts))
    return new Refusal('access.right-missing', { operation: titleOf(call, action) });
  return (
    stateRefusal(call, action, entity, facts) ??
    dutyRefusal(call, action, entity, facts) ??
    conditionRefusal(call, action, facts) ??
    (action.amount?.startsWith('input.') === true ? undefined : amountRefusal(call, action, facts))
  );
}

function writeRefusal(call: Call, entity: EntityModel, facts: Values, operation: 'update' | 'retire'): Refusal | undefined {
  if (entity.managedBy !== null) return new Refusal('record.managed');
  return mayOperate(call, entity.name, operation) && rowsAllow(call, entity.name, operation, facts)
    ? undefined
    : new Refusal('access.right-missing', { operation });
}

function titleOf(call: Call, action: ActionModel): string {
  return textOf(call, `action:${action.name}`, '/title') ?? action.title;
}

/** Why not; for a missing right also which roles have it. */
function reasonOf(sentences: (refusal: Refusal, language: string) => string, call: Call, entity: EntityModel, operation: string, refusal: Refusal): string {
  const reason = sentences(refusal, call.actor.language);
  if (!['access.right-missing', 'access.separation-of-duties', 'access.amount-limit'].includes(refusal.code)) return reason;
  const roles = rolesThatMay(call, entity.name, operation);
  if (roles.length === 0) return reason;
  return call.actor.language.startsWith('zh') ? `${reason}可由：${roles.join('、')} 办理。` : `${reason} It may be done by: ${roles.join(', ')}.`;
}

function attempt(check: () => void): Refusal | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
