import { invariant } from '../../kernel/refusal.ts';
import type { BoundValue, EvaluationContext } from '../../condition/types.ts';
import type { Call } from '../../model/index.ts';

/** Collects what a statement is bound with while its text is being written. */
export interface Parameters {
  readonly bound: readonly BoundValue[];
  /** Placeholder with its cast, e.g. `$3::numeric`. */
  add(value: BoundValue, cast: string): string;
}

export function newParameters(): Parameters {
  const bound: BoundValue[] = [];
  const named = new Map<string, number>();
  return {
    bound,
    add(value, cast) {
      const key = value.kind === 'context' ? `${value.name}::${cast}` : undefined;
      let place = key === undefined ? undefined : named.get(key);
      if (place === undefined) {
        place = bound.push(value);
        if (key !== undefined) named.set(key, place);
      }
      return `$${place}::${cast}`;
    },
  };
}

/** Values of one request beyond the actor and the clock: limit, cursor, search, id. Named `query.…`. */
export type QueryValues = Readonly<Record<string, unknown>>;

/** Binds the parameters for one request. A context value that nobody supplies would widen a condition, so it is an error. */
export function bindParameters(bound: readonly BoundValue[], call: Call, values: QueryValues): unknown[] {
  let context: EvaluationContext | undefined;
  return bound.map((value) => {
    if (value.kind === 'literal') return value.value;
    if (value.kind === 'computed') return value.compute((context ??= evaluationContext(call)));
    if (value.name.startsWith('query.')) {
      invariant(value.name in values, `the request binds "${value.name}"`);
      return values[value.name];
    }
    return contextValue(call, value.name);
  });
}

function contextValue(call: Call, name: string): unknown {
  switch (name) {
    case 'today':
      return call.today;
    case 'now':
      return call.now;
    case 'zone':
      return call.zone;
    case 'user.id':
      return call.actor.userId;
    case 'user.unitId':
      return call.actor.unitId;
    case 'user.unitPath':
      return call.actor.unitPath;
    case 'user.roles':
      return call.actor.roles;
    case 'session':
      return call.actor.sessionHash;
    default:
      throw new Error(`Invariant broken: a condition may name the context value "${name}".`);
  }
}

export function evaluationContext(call: Call): EvaluationContext {
  const { actor } = call;
  return { today: call.today, now: call.now, zone: call.zone, user: { id: actor.userId, unitId: actor.unitId, unitPath: actor.unitPath, roles: actor.roles } };
}
