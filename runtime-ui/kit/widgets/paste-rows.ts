import type { FieldDescriptor } from '../../../engine/contract/screens.ts';
import { parseDate } from '../format/dates.ts';
import { parseNumber } from '../format/parse-number.ts';
import { fromPercent } from '../format/rate.ts';

type Row = Readonly<Record<string, unknown>>;

const mostRows = 1000;

interface Paste {
  readonly rows: readonly Row[];
  /** Columns that can be written, in the order shown. */
  readonly columns: readonly FieldDescriptor[];
  readonly from: { readonly row: number; readonly column: string };
  readonly cells: readonly (readonly string[])[];
  readonly today: string;
  empty(): Row;
}

/** The cells of a copied block of a sheet; undefined when the text is one plain value and belongs to its input. */
export function cellsOfClipboard(text: string): string[][] | undefined {
  const trimmed = text.replace(/\r?\n$/, '');
  if (!/[\t\n]/.test(trimmed)) return undefined;
  return trimmed.split(/\r?\n/, mostRows).map((line) => line.split('\t').map((cell) => cell.replace(/^"([\s\S]*)"$/, '$1').trim()));
}

/** Lays a block over the grid from the cell that had the cursor, adding rows as needed. Text that does not fit its column
 *  is kept as typed, so that the check names it. References cannot be pasted and stay as they are. */
export function pasteRows(paste: Paste): Row[] {
  const start = Math.max(
    0,
    paste.columns.findIndex((column) => column.key === paste.from.column),
  );
  const rows = [...paste.rows];
  paste.cells.forEach((cells, offset) => {
    const at = paste.from.row + offset;
    const changes: Record<string, unknown> = {};
    cells.forEach((cell, index) => {
      const column = paste.columns[start + index];
      if (column !== undefined && !column.type.startsWith('reference')) changes[column.key] = valueOf(column, cell, paste.today);
    });
    rows[at] = { ...(rows[at] ?? paste.empty()), ...changes };
  });
  return rows.slice(0, mostRows);
}

function valueOf(column: FieldDescriptor, cell: string, today: string): unknown {
  if (cell === '') return null;
  switch (column.type) {
    case 'money':
    case 'decimal':
      return parseNumber(cell) ?? cell;
    case 'integer': {
      const number = parseNumber(cell);
      return number !== undefined && /^-?\d+$/.test(number) ? Number(number) : cell;
    }
    case 'rate': {
      const number = parseNumber(cell.replace('%', ''));
      return number === undefined ? cell : cell.includes('%') ? fromPercent(number) : number;
    }
    case 'date':
      return parseDate(cell, today) ?? cell;
    case 'boolean':
      return /^(是|y|yes|true|1|√)$/i.test(cell);
    case 'choice':
      return column.choices?.find((choice) => choice.title === cell || choice.value === cell)?.value ?? cell;
    default:
      return cell;
  }
}
