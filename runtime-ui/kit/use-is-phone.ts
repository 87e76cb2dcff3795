import { useSyncExternalStore } from 'react';

const narrow = globalThis.matchMedia('(max-width: 767px)');

/** The screen is as narrow as a phone: lists become cards and forms one column. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener);
      return () => narrow.removeEventListener('change', listener);
    },
    () => narrow.matches,
  );
}
