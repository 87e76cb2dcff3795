/** What one device remembers. A full or blocked storage is never an error: the memory is a comfort. */
export function readLocal<T>(key: string): T | undefined {
  return read<T>(globalThis.localStorage, key);
}

export function writeLocal(key: string, value: unknown): void {
  write(globalThis.localStorage, key, value);
}

/** What one tab remembers: drafts of forms, which must not leak to the next person on the same machine. */
export function readTab<T>(key: string): T | undefined {
  return read<T>(globalThis.sessionStorage, key);
}

export function writeTab(key: string, value: unknown): void {
  write(globalThis.sessionStorage, key, value);
}

export function forgetTab(key?: string): void {
  try {
    if (key === undefined) globalThis.sessionStorage.clear();
    else globalThis.sessionStorage.removeItem(`loom.${key}`);
  } catch {
    // Storage is blocked: nothing was kept.
  }
}

function read<T>(storage: Storage, key: string): T | undefined {
  try {
    const text = storage.getItem(`loom.${key}`);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(`loom.${key}`, JSON.stringify(value));
  } catch {
    // Full or blocked: the screen works without it.
  }
}
