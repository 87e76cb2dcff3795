import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';
import { textOf, type Words } from '../../kit/index.ts';

type Row = Readonly<Record<string, unknown>>;

const roof: Readonly<Record<string, number>> = { longText: 280, text: 220, reference: 220, references: 220, choices: 180 };
/** Room for a total over many rows. */
const floor: Readonly<Record<string, number>> = { money: 116 };
const gap = 26;

/** Widths that fit the first rows of a list, so that as many columns as possible stand in sight and none is cut short.
 *  Between the head's own width and a roof by type; taken once, so that turning a page moves nothing. */
export function measureColumns(columns: readonly ColumnDescriptor[], rows: readonly Row[], words: Words): Readonly<Record<string, number>> {
  return Object.fromEntries(
    columns.map((column, index) => {
      const mark = column.choices?.some((choice) => choice.color !== undefined) === true || column.key === 'state' ? 26 : 0;
      const widest = Math.max(0, ...rows.slice(0, 60).map((row) => textWidth(textOf(column, row[column.key], words)) + mark));
      const head = textWidth(column.title) + 16;
      return [
        column.key,
        Math.ceil(Math.max(floor[column.type] ?? 64, Math.min(roof[column.type] ?? 200, Math.max(head, widest) + gap))) + (index === 0 ? 14 : 0),
      ];
    }),
  );
}

/** Characters of CJK are as wide as the type is high, digits and Latin letters a little over half. */
function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) > 0x2e80 ? 13 : letter === 'W' || letter === 'M' ? 11 : 7.6;
  return width;
}
