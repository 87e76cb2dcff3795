import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { Refusal } from '../../kernel/refusal.ts';

/** Most rows of one import. */
const rowLimit = 50_000;

/** The rows of the first sheet, or of a CSV in UTF-8 or GB 18030, as texts by header; `line` is the number that a person
 *  sees in the program. Empty rows are left out. Refuses import.file. */
export async function readSpreadsheet(
  content: Uint8Array,
  type: string,
): Promise<{ readonly headers: readonly string[]; readonly rows: readonly SpreadsheetRow[] }> {
  const table = type === 'text/csv' || type === 'text/plain' ? readCsv(content) : await readWorkbook(content);
  const [first, ...rest] = table;
  const headers = (first ?? []).map((cell) => (cell ?? '').trim());
  if (headers.every((header) => header === '')) throw unreadable('第一行没有列名', 'the first line has no column names');
  const twice = headers.find((header, index) => header !== '' && headers.indexOf(header) !== index);
  if (twice !== undefined) throw unreadable(`列名“${twice}”重复`, `the column "${twice}" is there twice`);
  if (rest.length > rowLimit) throw unreadable(`超过 ${rowLimit} 行`, `more than ${rowLimit} rows`);
  const rows = rest.flatMap((cells, index) => {
    const entries = headers.flatMap((header, column) => (header === '' ? [] : [[header, cells[column]?.trim() || null] as const]));
    return entries.every(([, value]) => value === null) ? [] : [{ line: index + 2, values: Object.fromEntries(entries) }];
  });
  return { headers: headers.filter((header) => header !== ''), rows };
}

export interface SpreadsheetRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string | null>>;
}

function readCsv(content: Uint8Array): (string | null)[][] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    // What Excel writes as CSV on a Chinese Windows.
    text = new TextDecoder('gb18030').decode(content);
  }
  try {
    return parse(text.replace(/^\ufeff/, ''), { relax_column_count: true, skip_empty_lines: false }) as string[][];
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 0;
    throw unreadable(`第 ${line} 行的引号不成对`, `quotes do not pair on line ${line}`);
  }
}

async function readWorkbook(content: Uint8Array): Promise<(string | null)[][]> {
  try {
    const sheets = (await readXlsxFile(Buffer.from(content))) as unknown;
    const rows = (Array.isArray(sheets) && isSheet(sheets[0]) ? sheets[0].data : sheets) as unknown[][];
    return rows.map((row) => row.map(cell));
  } catch {
    throw unreadable('不是可读的 XLSX 文件', 'not a readable XLSX file');
  }
}

function isSheet(value: unknown): value is { data: unknown[][] } {
  return typeof value === 'object' && value !== null && 'data' in value;
}

function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '');
  return String(value);
}

function unreadable(zh: string, en: string): Refusal {
  return new Refusal('import.file', { reason: { zh, en } });
}
