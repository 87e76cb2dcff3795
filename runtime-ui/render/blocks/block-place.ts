import type { PageDescriptor } from '../../../engine/contract/screens.ts';

/** Where a block stands: on a record's page, or on a free page (then all null). */
export interface BlockPlace {
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly viewForm?: string | null;
  readonly states?: PageDescriptor['states'];
}
