/** Freezes a release to the ground: objects and lists by Object.freeze, maps and sets by taking their setters away. What is
 *  shared is visited once; functions (compiled conditions) stay as they are. */
export function deepFreeze<Value>(value: Value, seen = new Set<unknown>()): Value {
  if (typeof value !== 'object' || value === null || seen.has(value)) return value;
  seen.add(value);
  if (value instanceof Map) {
    for (const inner of value.values()) deepFreeze(inner, seen);
    lock(value, ['set', 'delete', 'clear']);
  } else if (value instanceof Set) {
    lock(value, ['add', 'delete', 'clear']);
  } else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null) {
    // Property getters (paths of a scope) are not called: what they make is not part of the release.
    for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value))) deepFreeze(inner, seen);
    Object.freeze(value);
  }
  return value;
}

function lock(collection: object, methods: readonly string[]): void {
  for (const method of methods) Object.defineProperty(collection, method, { value: refuse, enumerable: false });
}

function refuse(): never {
  throw new TypeError('A release is immutable; compile another one.');
}
