const states = new Set(['40001', '40P01']);

/** Two transactions got into each other's way (serialization failure or deadlock): the store begins the whole transaction
 *  again, so who works inside one passes the error on. */
export function isLostRace(error: unknown): boolean {
  return states.has(String((error as { readonly code?: unknown } | null)?.code));
}
