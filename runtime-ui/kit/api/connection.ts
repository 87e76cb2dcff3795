import { useSyncExternalStore } from 'react';

type Listener = () => void;

/** What every screen must know about the line to the server: is it there, and is the person still signed in. */
interface Connection {
  readonly offline: boolean;
  readonly signedOut: boolean;
}

let current: Connection = { offline: false, signedOut: false };
const listeners = new Set<Listener>();
let waiting: (() => void)[] = [];

export function setOffline(offline: boolean): void {
  if (current.offline !== offline) change({ ...current, offline });
}

/** Resolves when the person has signed in again; requests that met a 401 wait here and keep what was typed. */
export function waitForSignIn(): Promise<void> {
  if (!current.signedOut) change({ ...current, signedOut: true });
  return new Promise((resolve) => waiting.push(resolve));
}

export function signedInAgain(): void {
  const resume = waiting;
  waiting = [];
  change({ ...current, signedOut: false });
  for (const resolve of resume) resolve();
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

function change(next: Connection): void {
  current = next;
  for (const listener of listeners) listener();
}
