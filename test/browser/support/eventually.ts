import { expect } from 'vitest';

/** What a screen shows in the end: asked again and again for as long as a busy machine may need. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 20_000, interval: 100 });
}
