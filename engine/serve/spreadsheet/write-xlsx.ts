import { PassThrough } from 'node:stream';
import ExcelJS from 'exceljs';
import { cellText } from './cell-text.ts';

export interface ExportColumn {
  readonly key: string;
  readonly title: string;
  readonly type: string;
  readonly choices?: ReadonlyMap<string, string>;
}

/** A workbook written row by row; `finish` answers its bytes. */
export interface XlsxWriter {
  add(row: Readonly<Record<string, unknown>>): void;
  finish(): Promise<Uint8Array>;
}

export function openXlsx(title: string, columns: readonly ExportColumn[]): XlsxWriter {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet(sheetName(title), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map((column) => ({ key: column.key, width: widths[column.type] ?? 18, style: { numFmt: formats[column.type] ?? 'General' } }));
  const header = sheet.addRow(columns.map((column) => column.title));
  header.font = { bold: true };
  header.commit();
  return {
    add(row) {
      sheet.addRow(columns.map((column) => cellValue(column, row[column.key]))).commit();
    },
    async finish() {
      sheet.commit();
      await workbook.commit();
      return Buffer.concat(chunks);
    },
  };
}

const formats: Readonly<Record<string, string>> = { money: '#,##0.00', rate: '0.00####%', date: 'yyyy-mm-dd', dateTime: 'yyyy-mm-dd hh:mm' };
const widths: Readonly<Record<string, number>> = { money: 16, date: 12, dateTime: 18, integer: 10, boolean: 8, longText: 40 };

/** Numbers that a double holds exactly become numbers; longer ones stay text, digit by digit. */
function cellValue(column: ExportColumn, value: unknown): string | number | Date | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    if (column.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(`${value}T00:00:00Z`);
    if (column.type === 'dateTime') return new Date(value);
    if (['money', 'decimal', 'rate'].includes(column.type) && value.replace(/\D/g, '').length <= 15) return Number(value);
  }
  return cellText(value, column.choices);
}

/** At most 31 characters, and none of those that Excel forbids. */
function sheetName(title: string): string {
  return (
    title
      .replaceAll(/[\\/?*[\]:']/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet1'
  );
}
