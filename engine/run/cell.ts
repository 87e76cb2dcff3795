import { decimal, decimalToText, isDate, isDecimalText } from '../kernel/index.ts';
import type { FieldModel } from '../model/index.ts';

/** What a cell's text means for a field, in the wire's shape; texts that mean nothing stay as they are and are refused by
 *  the field's own check. References and documents stay texts: the importer looks them up. */
export function readCell(field: FieldModel, text: string | null): unknown {
  const cell = text?.normalize('NFKC').trim() ?? '';
  if (cell === '') return null;
  switch (field.base) {
    case 'integer':
    case 'decimal':
    case 'money':
    case 'rate': {
      const number = numberText(cell);
      return field.base === 'integer' && /^-?\d{1,15}$/.test(number) ? Number(number) : number;
    }
    case 'boolean':
      return yes.has(cell.toLowerCase()) ? true : no.has(cell.toLowerCase()) ? false : cell;
    case 'date':
      return dateText(cell);
    case 'choice':
      return choiceValue(field, cell);
    case 'choices':
      return cell
        .split(/[,;、]/)
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => choiceValue(field, part));
    default:
      return text?.trim() ?? null;
  }
}

const yes = new Set(['是', 'yes', 'y', 'true', '1', '√', '有']);
const no = new Set(['否', 'no', 'n', 'false', '0', '×', '无']);

/** `¥1,234.50` → `1234.50`, `12.5%` → `0.125`. */
function numberText(cell: string): string {
  const plain = cell.replace(/^[¥$€]\s*/, '').replace(/(?<=\d),(?=\d{3}(\D|$))/g, '');
  if (plain.endsWith('%') && isDecimalText(plain.slice(0, -1).trim())) return decimalToText(decimal(plain.slice(0, -1).trim()).div(100));
  return plain;
}

/** Dates as people and spreadsheets write them, the spreadsheet's day number among them. */
function dateText(cell: string): string {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(cell) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(cell);
  if (parts !== null) {
    const date = `${parts[1]}-${(parts[2] ?? '').padStart(2, '0')}-${(parts[3] ?? '').padStart(2, '0')}`;
    return isDate(date) ? date : cell;
  }
  // Day 60 is the 29 February 1900 that never was; nothing before it is meant.
  const day = /^\d{5}$/.test(cell) ? Number(cell) : 0;
  return day > 60 ? new Date(Date.UTC(1899, 11, 30) + day * 86_400_000).toISOString().slice(0, 10) : cell;
}

/** By key or by title. */
function choiceValue(field: FieldModel, cell: string): string {
  return (field.choices?.find((choice) => choice.value === cell) ?? field.choices?.find((choice) => choice.title === cell))?.value ?? cell;
}
