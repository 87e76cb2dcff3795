import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isDate, isDecimalText, isInstant, isStorableText } from '../kernel/index.ts';
import type { RefusalDetail } from '../kernel/refusal.ts';
import type { FieldModel } from '../model/index.ts';
import { bounds, fitsScale } from './keywords.ts';

/** Compiles the check of one normalised value of a field; the compile happens once per field model. Children are checked row by row by their own fields. */
export function valueCheckOf(field: FieldModel): (value: unknown, pointer: string) => readonly RefusalDetail[] {
  let validate = compiled.get(field);
  if (validate === undefined) {
    validate = ajv.compile(valueSchema(field));
    compiled.set(field, validate);
  }
  const check = validate;
  return (value, pointer) =>
    check(value) ? [] : (check.errors ?? []).filter((error) => error.keyword !== 'if').map((error) => toDetail(error, pointer, field));
}

const compiled = new WeakMap<FieldModel, ValidateFunction>();

/** Largest whole digits and places that a column of any numeric type takes. */
const digits = /^-?\d{1,24}(\.\d{1,18})?$/;

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true, coerceTypes: false });
for (const keyword of ['min', 'max', 'above', 'below'] as const) {
  ajv.addKeyword({ keyword, type: 'string', schemaType: 'string', errors: false, validate: (limit: string, value: string) => bounds[keyword](limit, value) });
}
ajv.addKeyword({ keyword: 'scale', type: 'string', schemaType: 'number', errors: false, validate: (scale: number, value: string) => fitsScale(scale, value) });
ajv.addFormat('decimal', { type: 'string', validate: (text: string) => isDecimalText(text) && digits.test(text) });
ajv.addFormat('date', { type: 'string', validate: (text: string) => isDate(text) });
ajv.addFormat('instant', { type: 'string', validate: (text: string) => isInstant(text) });
ajv.addFormat('uuid', { type: 'string', validate: (text: string) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text) });
ajv.addFormat('storable', { type: 'string', validate: (text: string) => isStorableText(text) });

/** 2020-12 schema of one value in the store's shape (references as ids). A decimal that is none is reported once: the bounds are asked only of decimals. */
function valueSchema(field: FieldModel): object {
  switch (field.base) {
    case 'text':
    case 'longText':
    case 'serial':
      return { type: 'string', format: 'storable', ...pick(field, ['minLength', 'maxLength', 'pattern']) };
    case 'integer':
      return { type: 'integer', minimum: field.minimum ?? Number.MIN_SAFE_INTEGER, maximum: field.maximum ?? Number.MAX_SAFE_INTEGER };
    case 'decimal':
    case 'money':
    case 'rate':
      return { type: 'string', if: { format: 'decimal' }, then: pick(field, ['min', 'max', 'above', 'below', 'scale']), else: { format: 'decimal' } };
    case 'date':
      return { type: 'string', if: { format: 'date' }, then: pick(field, ['min', 'max', 'above', 'below']), else: { format: 'date' } };
    case 'dateTime':
      return { type: 'string', format: 'instant' };
    case 'boolean':
      return { type: 'boolean', ...(field.ticked === true ? { const: true } : {}) };
    case 'choice':
      return { type: 'string', enum: values(field) };
    case 'choices':
      return { type: 'array', maxItems: 200, items: { type: 'string', enum: values(field) } };
    case 'reference':
    case 'attachment':
      return { type: 'string', format: 'uuid' };
    case 'references':
    case 'attachments':
      return { type: 'array', maxItems: 500, items: { type: 'string', format: 'uuid' } };
    case 'document':
      return { type: 'string', minLength: 1, maxLength: 300 };
    case 'children':
      return { type: 'array', maxItems: 2000 };
    case 'json':
      return {};
  }
}

/** An unknown dict allows nothing rather than everything. */
function values(field: FieldModel): readonly string[] {
  const allowed = field.choices?.map((choice) => choice.value) ?? [];
  return allowed.length > 0 ? allowed : ['\u0000'];
}

function pick(field: FieldModel, keys: readonly (keyof FieldModel)[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => field[key] !== undefined).map((key) => [key, field[key]]));
}

function toDetail(error: ErrorObject, pointer: string, field: FieldModel): RefusalDetail {
  const limit = (error as { schema?: unknown }).schema;
  const at = pointer + error.instancePath;
  switch (error.keyword) {
    case 'min':
    case 'minimum':
      return { pointer: at, code: 'value.minimum', params: { limit } };
    case 'max':
    case 'maximum':
      return { pointer: at, code: 'value.maximum', params: { limit } };
    case 'above':
    case 'below':
      return { pointer: at, code: `value.${error.keyword}`, params: { limit } };
    case 'scale':
      return { pointer: at, code: 'value.scale', params: { scale: limit } };
    case 'minLength':
      return { pointer: at, code: 'value.too-short', params: { limit } };
    case 'maxLength':
    case 'maxItems':
      return { pointer: at, code: 'value.too-long', params: { limit } };
    case 'pattern':
      return { pointer: at, code: 'value.pattern' };
    case 'const':
      return { pointer: at, code: 'value.not-ticked' };
    case 'enum':
      return { pointer: at, code: 'value.not-a-choice', params: { value: String(error.data).slice(0, 60) } };
    case 'format':
      return {
        pointer: at,
        code:
          limit === 'decimal'
            ? 'value.not-decimal'
            : limit === 'date'
              ? 'value.date'
              : limit === 'uuid'
                ? 'value.reference-missing'
                : limit === 'storable'
                  ? 'value.pattern'
                  : 'value.type',
        params: { expected: field.base },
      };
    default:
      return { pointer: at, code: 'value.type', params: { expected: error.keyword === 'type' ? String(limit) : field.base } };
  }
}
