import type { FormDescriptor } from '../../../engine/contract/screens.ts';

/** What a new form begins with: the defaults of its fields, then what the place it was opened from gives. */
export function defaultValues(form: FormDescriptor, given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of Object.values(form.fields)) {
    if (field.default !== undefined && field.formula === undefined) values[field.key] = field.default;
    else if (field.type === 'children') values[field.key] = [];
  }
  return { ...values, ...given };
}
