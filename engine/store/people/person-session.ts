import type { Actor } from '../../model/index.ts';

export interface PersonSession {
  readonly actor: Actor;
  readonly unit: { readonly id: string; readonly name: string } | null;
  readonly mustChangePassword: boolean;
}
