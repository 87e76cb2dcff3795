import { EvaluationError } from './evaluation-error.ts';
import type { BoundValue, EvaluationContext } from './types.ts';

/** The value of a context name (`today`, `user.id`, …). Throws EvaluationError when it is missing or null: a filter must
 *  never widen because nobody is signed in or the person has no unit. */
export function contextValue(name: string, context: EvaluationContext): unknown {
  const value = lookUp(name, context);
  if (value === undefined || value === null || (name === 'user.unitPath' && value === '')) {
    throw new EvaluationError('missing-context', name, `The context has no value for "${name}".`);
  }
  return value;
}

/** What a parameter of a compiled statement is bound to, for one evaluation. Throws EvaluationError like `contextValue`. */
export function boundValue(bound: BoundValue, context: EvaluationContext): unknown {
  if (bound.kind === 'literal') return bound.value;
  return bound.kind === 'context' ? contextValue(bound.name, context) : bound.compute(context);
}

/** Names that documents may use besides those of `values`, with the fact types that they compare with. */
export const contextNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['today', ['date']],
  ['now', ['datetime']],
  ['user.id', ['user', 'ref', 'text']],
  ['user.unitId', ['dept', 'ref', 'text']],
  ['user.unitPath', ['text', 'dept', 'user']],
  ['user.roles', ['text', 'enum', 'enumSet']],
]);

/** Context values that formulas, templates and conditions may name like facts when the row itself has no such value. */
export function contextFact(path: string, context: EvaluationContext): unknown {
  return contextNames.has(path) ? (lookUp(path, context) ?? null) : undefined;
}

function lookUp(name: string, context: EvaluationContext): unknown {
  switch (name) {
    case 'today':
      return context.today;
    case 'now':
      return context.now;
    case 'user.id':
      return context.user?.id;
    case 'user.unitId':
      return context.user?.unitId;
    case 'user.unitPath':
      return context.user?.unitPath;
    case 'user.roles':
      return context.user?.roles;
    default:
      return context.values && Object.hasOwn(context.values, name) ? context.values[name] : undefined;
  }
}
