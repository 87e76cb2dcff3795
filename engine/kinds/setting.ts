import type { JsonObject } from '../kernel/json.ts';
import type { SettingModel } from '../model/index.ts';
import { defineKind } from './kind.ts';
import { checkDefault } from './parts/check-values.ts';
import { describeBySchema } from './parts/describe.ts';
import { fieldDescriptor } from './parts/descriptors.ts';
import { checkProperties, propertyReferences, propertySchema } from './parts/property-schema.ts';
import { documentSchema, entry } from './parts/schema.ts';

const schema = documentSchema(
  'setting',
  '参数|Setting',
  'A typed parameter of the installation.',
  {
    property: entry('字段|Property', 'Describes the value as an entity property.', { type: 'integer', title: '保修天数', minimum: 0 }, 'free', propertySchema),
    default: entry('默认值|Default', 'Holds until somebody sets another value.', 90, 'free', {}),
  },
  { required: ['property', 'default'] },
);

export const setting = defineKind({
  kind: 'setting',
  title: { zh: '参数', en: 'Setting' },
  purpose: 'A setting is a value that people change without a publish; the document gives its type, bounds and default.',
  schema,
  example: {
    kind: 'setting',
    name: 'warranty-days',
    title: '保修天数',
    property: { type: 'integer', title: '保修天数', minimum: 0, maximum: 730 },
    default: 90,
  },
  check: (content, report) => checkProperties({ property: content.property as JsonObject }, '', report),
  references: (content) => propertyReferences({ property: content.property }, ''),
  compile(content, context): SettingModel | null {
    const field = context.fields({ property: content.property as JsonObject }, ['property'], '').get('property');
    if (field !== undefined) checkDefault(field, content.default, '/default', context.report);
    if (field === undefined) return null;
    const own = { ...field, key: context.name };
    return { name: context.name, title: String(content.title), field: own, default: content.default, descriptor: fieldDescriptor(own, context) };
  },
  describe: describeBySchema(schema),
});
