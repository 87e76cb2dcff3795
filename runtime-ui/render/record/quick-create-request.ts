import type { Reference } from '../../../engine/contract/wire.ts';

export interface QuickCreateRequest {
  readonly entity: string;
  onCreated(row: Reference): void;
}
