import type { Call } from '../model/call.ts';

/** Id of the person behind a call; null when it is the system itself. */
export function userOf(call: Call): string | null {
  return call.actor.userId === '' ? null : call.actor.userId;
}
