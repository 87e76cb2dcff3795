import { randomBytes } from 'node:crypto';

/** Makes a UUIDv7: ids sort by the time they were made. */
export type NewId = () => string;

/** Ids of one process, each later than the one before it, also within a millisecond. */
export function createIds(now: () => number = Date.now): NewId {
  let last = 0;
  let sequence = 0;
  let pool = randomBytes(0);
  let at = 0;
  return () => {
    const time = Math.max(now(), last);
    sequence = time === last ? sequence + 1 : 0;
    // More than 4096 in a millisecond borrow the next one.
    last = sequence > 0xfff ? time + 1 : time;
    if (sequence > 0xfff) sequence = 0;
    if (at + 8 > pool.length) {
      pool = randomBytes(2_048);
      at = 0;
    }
    const tail = pool.subarray(at, (at += 8));
    tail[0] = ((tail[0] as number) & 0x3f) | 0x80;
    const hex = `${last.toString(16).padStart(12, '0')}7${sequence.toString(16).padStart(3, '0')}${tail.toString('hex')}`;
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
