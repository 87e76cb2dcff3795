import { isDate } from '../../kernel/dates.ts';
import { isDecimalText } from '../../kernel/decimal.ts';
import type { FieldModel } from '../../model/index.ts';
import type { Report } from '../kind.ts';

/** Reports a default that its field would refuse. */
export function checkDefault(field: FieldModel, value: unknown, pointer: string, report: Report): void {
  const wrong = fault(field, value);
  if (wrong !== undefined)
    report(
      pointer,
      'compile.default',
      `${JSON.stringify(value)} is not a possible value of "${field.title}": ${wrong}.`,
      'write a value that a person could enter.',
    );
}

function fault(field: FieldModel, value: unknown): string | undefined {
  switch (field.base) {
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : 'it takes whole numbers';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'it takes true or false';
    case 'money':
    case 'decimal':
    case 'rate':
      return isDecimalText(value) ? undefined : 'it takes decimals as text, such as "12.50"';
    case 'date':
      return typeof value === 'string' && isDate(value) ? undefined : 'it takes dates as "2026-01-31"';
    case 'choice':
      return field.choices === undefined || field.choices.some((choice) => choice.value === value)
        ? undefined
        : `it has: ${field.choices
            .map((choice) => choice.value)
            .slice(0, 12)
            .join(', ')}`;
    case 'choices':
      return Array.isArray(value) && value.every((item) => field.choices?.some((choice) => choice.value === item) !== false)
        ? undefined
        : 'it takes a list of its choices';
    case 'text':
    case 'longText':
      return typeof value === 'string' ? undefined : 'it takes text';
    default:
      return undefined;
  }
}
