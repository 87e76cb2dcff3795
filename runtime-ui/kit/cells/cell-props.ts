import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';

/** What a cell needs to know of its column; a field descriptor fits as well. */
export type CellColumn = Pick<ColumnDescriptor, 'key' | 'title' | 'type' | 'widget' | 'choices' | 'currency' | 'scale'>;

export interface CellProps {
  readonly column: CellColumn;
  readonly value: unknown;
}
