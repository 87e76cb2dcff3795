import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';

/** How a person has arranged a list's columns; what it does not name follows the document. */
export interface ColumnArrangement {
  readonly order?: readonly string[];
  readonly hidden?: readonly string[];
  readonly shown?: readonly string[];
  readonly pinned?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
}

const widths: Readonly<Record<string, number>> = {
  serial: 150, money: 132, integer: 88, decimal: 104, rate: 104, date: 112, dateTime: 148, boolean: 76, choice: 104, choices: 150, reference: 156, references: 180, longText: 240, text: 148,
};

export function columnWidth(column: ColumnDescriptor, arrangement: ColumnArrangement): number {
  return arrangement.widths?.[column.key] ?? column.width ?? Math.max(widths[column.type] ?? 140, titleWidth(column.title));
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

/** A head is never cut: CJK characters are as wide as the type is high. */
function titleWidth(title: string): number {
  return [...title].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 14 : 8), 0) + 44;
}
