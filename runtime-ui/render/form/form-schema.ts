import type { FieldDescriptor, FormDescriptor } from '../../../engine/contract/screens.ts';
import { maskedText } from '../../kit/index.ts';
import type { LiveState } from './live-rules.ts';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The JSON Schema that the browser checks a form against, as the rules stand now: hidden fields are not asked for.
 *  Bounds of money, rates and dates are keywords of ours (`min`, `max`, `above`, `below`), checked in `check-values.ts`. */
export function formSchema(form: FormDescriptor, state: LiveState): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const section of form.layout) {
    for (const { key } of section.fields) {
      const field = form.fields[key];
      if (field === undefined || !state.isVisible(key)) continue;
      properties[key] = maskedText(state.values[key]) === null ? fieldSchema(field) : { title: field.title };
      if (state.isRequired(key) && !isGiven(field)) required.push(key);
    }
  }
  return { type: 'object', properties, required };
}

function fieldSchema(field: FieldDescriptor): JsonSchema {
  const title = { title: field.title };
  if (isGiven(field)) return title;
  switch (field.type) {
    case 'text':
    case 'longText':
      return { ...title, type: 'string', ...pick(field, ['minLength', 'maxLength', 'pattern']) };
    case 'integer':
      return { ...title, type: 'integer', ...pick(field, ['minimum', 'maximum']) };
    case 'money':
    case 'decimal':
    case 'rate':
      return { ...title, type: 'string', format: 'loom-decimal', ...pick(field, ['min', 'max', 'above', 'below', 'scale']), 'x-type': field.type };
    case 'date':
      return { ...title, type: 'string', format: 'loom-date', ...pick(field, ['min', 'max', 'above', 'below']) };
    case 'boolean':
      // Not `const`: the form library would fill it in, and the person is to tick it.
      return { ...title, type: 'boolean', ...(field.ticked === true ? { format: 'loom-ticked' } : {}) };
    case 'children':
      return {
        ...title,
        type: 'array',
        items: {
          type: 'object',
          properties: Object.fromEntries((field.children ?? []).map((child) => [child.key, fieldSchema(child)])),
          required: (field.children ?? []).filter((child) => child.required && !isGiven(child)).map((child) => child.key),
        },
      };
    default:
      return title;
  }
}

/** Nobody types it: the system gives it. */
function isGiven(field: FieldDescriptor): boolean {
  return field.formula !== undefined || field.type === 'serial' || field.readOnly || field.right !== 'write';
}

function pick(field: FieldDescriptor, keys: readonly (keyof FieldDescriptor)[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => field[key] !== undefined).map((key) => [key, field[key]]));
}
