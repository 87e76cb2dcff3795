import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';

/** How a person has arranged a list's columns; what it does not name follows the document. */
export interface ColumnArrangement {
  readonly order?: readonly string[];
  readonly hidden?: readonly string[];
  readonly shown?: readonly string[];
  readonly pinned?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
}

export function columnWidth(column: ColumnDescriptor, arrangement: ColumnArrangement, measured: Readonly<Record<string, number>>): number {
  return arrangement.widths?.[column.key] ?? column.width ?? measured[column.key] ?? 120;
}

export function isHidden(column: ColumnDescriptor, arrangement: ColumnArrangement): boolean {
  if (arrangement.hidden?.includes(column.key) === true) return true;
  if (arrangement.shown?.includes(column.key) === true) return false;
  return column.hiddenByDefault === true;
}

/** Every column once, in the person's order; columns that are new since she arranged them come last. */
export function orderedColumns(columns: readonly ColumnDescriptor[], arrangement: ColumnArrangement): ColumnDescriptor[] {
  const order = arrangement.order ?? [];
  const place = (column: ColumnDescriptor) => {
    const at = order.indexOf(column.key);
    return at === -1 ? order.length + columns.indexOf(column) : at;
  };
  return [...columns].sort((a, b) => place(a) - place(b));
}

export function shownColumns(columns: readonly ColumnDescriptor[], arrangement: ColumnArrangement): ColumnDescriptor[] {
  return orderedColumns(columns, arrangement).filter((column) => !isHidden(column, arrangement));
}

/** The three most telling fields of a card: ranked by the document, else the first ones. */
export function cardColumns(columns: readonly ColumnDescriptor[]): ColumnDescriptor[] {
  const ranked = columns.filter((column) => column.cardRank !== undefined).sort((a, b) => (a.cardRank ?? 9) - (b.cardRank ?? 9));
  return ranked.length > 0 ? ranked.slice(0, 3) : columns.filter((column) => column.hiddenByDefault !== true).slice(0, 3);
}
