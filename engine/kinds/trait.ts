import type { JsonObject } from '../kernel/json.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { checkProperties, propertiesSchema, propertyReferences, requiredSchema } from './parts/property-schema.ts';
import { documentSchema, entry } from './parts/schema.ts';

const schema = documentSchema(
  'trait',
  '特征|Trait',
  'Properties shared by several entities.',
  {
    properties: entry(
      '字段|Properties',
      'Adds these properties to every entity with the trait.',
      { plate: { $ref: '/types/text', title: '车牌' } },
      'free',
      propertiesSchema,
    ),
    required: requiredSchema,
  },
  { required: ['properties'] },
);

export const trait = defineKind({
  kind: 'trait',
  title: { zh: '特征', en: 'Trait' },
  purpose: 'A trait is a set of properties that several entities share. `owned`, `attachable`, `commentable` and `effective-dated` are built in.',
  schema,
  example: { kind: 'trait', name: 'priced', title: '有价格', properties: { price: { $ref: '/types/money', title: '价格', min: '0' } }, required: ['price'] },
  check(content, report) {
    checkProperties(content.properties as JsonObject, '/properties', report);
  },
  references: (content) => propertyReferences(content.properties, '/properties'),
  describe: describeBySchema(schema),
});
