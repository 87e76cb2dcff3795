import {
  createErrorHandler,
  type RJSFSchema,
  type RJSFValidationError,
  toErrorSchema,
  unwrapErrorHandler,
  validationDataMerge,
  type ValidatorType,
} from '@rjsf/utils';
import type { Words } from '../../kit/index.ts';
import { checkValues } from './check-values.ts';
import type { JsonSchema } from './form-schema.ts';

/** The validator that rjsf calls; it answers with sentences in the person's language. */
export function rjsfValidator(words: Words): ValidatorType<Record<string, unknown>, RJSFSchema> {
  const errorsOf = (schema: RJSFSchema, values: unknown): RJSFValidationError[] =>
    checkValues(schema as JsonSchema, values, words).map(({ pointer, message }) => ({
      name: 'check',
      property: pointer.replaceAll('/', '.'),
      message,
      stack: message,
      params: { pointer },
    }));
  return {
    isValid: (schema, values) => (typeof schema === 'boolean' ? schema : errorsOf(schema, values).length === 0),
    rawValidation: (schema, values) => ({ errors: errorsOf(schema, values) as never }),
    validateFormData(values, schema, customValidate, transformErrors, uiSchema) {
      let errors = errorsOf(schema, values);
      if (transformErrors !== undefined) errors = transformErrors(errors, uiSchema);
      const errorSchema = toErrorSchema<Record<string, unknown>>(errors);
      if (customValidate === undefined || values === undefined) return { errors, errorSchema };
      return validationDataMerge({ errors, errorSchema }, unwrapErrorHandler(customValidate(values, createErrorHandler(values), uiSchema)));
    },
  };
}
