import type { ExportColumn } from './write-xlsx.ts';
import { cellText } from './cell-text.ts';

/** CSV with a byte-order mark, so that spreadsheet programs read it as UTF-8. A text that such a program would take for
 *  a formula gets an apostrophe in front; numbers keep their sign. */
export function csvHeader(columns: readonly ExportColumn[]): string {
  return `\ufeff${columns.map((column) => quoted(guarded(column.title))).join(',')}\r\n`;
}

export function csvRow(columns: readonly ExportColumn[], row: Readonly<Record<string, unknown>>): string {
  return `${columns
    .map((column) => {
      const text = cellText(row[column.key], column.choices);
      return quoted(numberTypes.has(column.type) && /^-?\d+(\.\d+)?$/.test(text) ? text : guarded(text));
    })
    .join(',')}\r\n`;
}

const numberTypes = new Set(['integer', 'decimal', 'money', 'rate']);

function guarded(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
