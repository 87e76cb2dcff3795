import { contextFacts, scopeOf } from '../../condition/scope.ts';

/** Facts of every place: who acts and when (`user.id`, `user.unitId`, `today`, `now`). */
export const actingFacts = scopeOf(contextFacts);
