import type { Condition } from '../../condition/types.ts';
import { isObject } from '../../kernel/json.ts';
import type { Call } from '../../model/call.ts';
import { pathRight } from './rights.ts';

/** True when the browser may have the condition: every fact in it is shown to the person in clear. The server enforces
 *  the others by itself; the screen then asks the server instead of deciding. */
export function isShareable(call: Pick<Call, 'release' | 'actor'>, entity: string | null, condition: Condition | null | undefined): boolean {
  if (!condition || entity === null) return true;
  return factsOf(condition).every((fact) => {
    const right = pathRight(call, entity, fact);
    return right === 'read' || right === 'write';
  });
}

function factsOf(condition: unknown): string[] {
  if (Array.isArray(condition)) return condition.flatMap(factsOf);
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([key, value]) => (key === 'fact' && typeof value === 'string' ? [value] : factsOf(value)));
}
