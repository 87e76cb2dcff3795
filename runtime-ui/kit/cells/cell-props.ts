import type { ChoiceDescriptor } from '../../../engine/contract/screens.ts';

/** What a cell needs to know of its column; a field descriptor fits as well. */
export interface CellColumn {
  readonly key: string;
  readonly title: string;
  readonly type: string;
  readonly widget: string;
  readonly choices?: readonly ChoiceDescriptor[];
  readonly currency?: string;
  readonly scale?: number;
}

export interface CellProps {
  readonly column: CellColumn;
  readonly value: unknown;
}
