import { createContext, useContext } from 'react';
import type { Reference } from '../../engine/contract/wire.ts';

/** Opens the create form of an entity in a drawer and gives back the new record. Provided by the render room; null where a
 *  picker may only choose. */
export type QuickCreate = (entity: string, onCreated: (row: Reference) => void) => void;

export const QuickCreateContext = createContext<QuickCreate | null>(null);

export function useQuickCreate(): QuickCreate | null {
  return useContext(QuickCreateContext);
}
