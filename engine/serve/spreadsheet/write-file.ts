import { Refusal } from '../../kernel/refusal.ts';
import type { Values } from '../../store/face.ts';
import { csvHeader, csvRow } from './write-csv.ts';
import { type ExportColumn, openXlsx } from './write-xlsx.ts';

export type FileFormat = 'xlsx' | 'csv';

export const fileTypes: Readonly<Record<FileFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** The format that a request asks for, XLSX unless it says one. Refuses request.malformed. */
export function fileFormat(asked: string | undefined): FileFormat {
  if (asked === undefined || asked === 'xlsx') return 'xlsx';
  if (asked === 'csv') return 'csv';
  throw new Refusal('request.malformed', { reason: 'format' });
}

/** One table as a file; `fill` hands over its rows one by one. */
export async function writeFile(
  format: FileFormat,
  title: string,
  columns: readonly ExportColumn[],
  fill: (add: (row: Values) => void) => Promise<void>,
): Promise<Uint8Array> {
  if (format === 'csv') {
    const parts = [csvHeader(columns)];
    await fill((row) => void parts.push(csvRow(columns, row)));
    return Buffer.from(parts.join(''));
  }
  const workbook = openXlsx(title, columns);
  await fill((row) => workbook.add(row));
  return workbook.finish();
}
