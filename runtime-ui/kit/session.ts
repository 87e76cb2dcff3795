import { createContext, useContext } from 'react';
import type { SessionBody } from '../../engine/contract/wire.ts';

export const SessionContext = createContext<SessionBody | null>(null);

/** Who is signed in; only inside the signed-in part of the app. */
export function useSession(): SessionBody {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs a signed-in person above it');
  return session;
}

export function useBusinessDate(): string {
  return useContext(SessionContext)?.businessDate ?? new Date().toISOString().slice(0, 10);
}
