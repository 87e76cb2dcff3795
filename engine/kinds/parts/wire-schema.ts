import type { JsonObject } from '../../kernel/json.ts';
import type { FieldModel } from '../../model/index.ts';

/** 2020-12 schema of the values that may be written: read-only, computed and numbered fields are not among them; optional
 *  values may be null. Our keywords min, max, above, below and scale bound decimal and date texts.
 *  `childSchema` gives the rows of a children property. */
export function wireSchema(fields: ReadonlyMap<string, FieldModel>, childSchema: (entity: string) => JsonObject): JsonObject {
  const properties: Record<string, JsonObject> = {};
  for (const [key, field] of fields) {
    if (field.readOnly) continue;
    const schema = valueSchema(field, childSchema);
    properties[key] = field.required ? schema : { anyOf: [schema, { type: 'null' }] };
  }
  const required = [...fields.values()].filter((field) => field.required && !field.readOnly && field.default === undefined).map((field) => field.key);
  return { type: 'object', properties, required, additionalProperties: false };
}

function valueSchema(field: FieldModel, childSchema: (entity: string) => JsonObject): JsonObject {
  const bounds = pick(field, ['min', 'max', 'above', 'below']);
  switch (field.base) {
    case 'text':
    case 'longText':
    case 'serial':
      return { type: 'string', ...pick(field, ['minLength', 'maxLength', 'pattern']) };
    case 'integer':
      return { type: 'integer', minimum: field.minimum ?? Number.MIN_SAFE_INTEGER, maximum: field.maximum ?? Number.MAX_SAFE_INTEGER };
    case 'decimal':
    case 'money':
    case 'rate':
      return { type: 'string', format: 'decimal', ...pick(field, ['scale']), ...bounds };
    case 'boolean':
      return { type: 'boolean', ...(field.ticked === true ? { const: true } : {}) };
    case 'date':
      return { type: 'string', format: 'date', ...bounds };
    case 'dateTime':
      return { type: 'string', format: 'date-time', ...bounds };
    case 'choice':
      return { type: 'string', enum: (field.choices ?? []).map((choice) => choice.value) };
    case 'choices':
      return { type: 'array', items: { type: 'string', enum: (field.choices ?? []).map((choice) => choice.value) }, uniqueItems: true };
    case 'reference':
    case 'attachment':
      return { type: 'string', format: 'uuid' };
    case 'references':
    case 'attachments':
      return { type: 'array', items: { type: 'string', format: 'uuid' }, uniqueItems: true };
    case 'document':
      return { type: 'string', minLength: 1 };
    case 'json':
      return {};
    case 'children': {
      const row = childSchema(field.of ?? '');
      return { type: 'array', items: { ...row, properties: { ...(row.properties as JsonObject), id: { type: 'string', format: 'uuid' } } } };
    }
  }
}

function pick(field: FieldModel, keys: readonly (keyof FieldModel)[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => field[key] !== undefined).map((key) => [key, field[key]])) as JsonObject;
}
