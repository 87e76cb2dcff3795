import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { anyObject, documentSchema, entry, kebabName, oneOf, text } from './parts/schema.ts';

const schema = documentSchema(
  'pack',
  '扩展包|Pack',
  'A folder of documents that is developed and upgraded as one.',
  {
    version: entry('版本|Version', 'Numbers the pack, as semantic version.', '1.2.0', 'free', {
      type: 'string',
      pattern: '^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$',
    }),
    language: entry('语言|Language', 'Names the language of its titles and texts (BCP 47).', 'zh', 'sealed', {
      type: 'string',
      pattern: '^[a-z]{2,3}(-[A-Za-z0-9]+)*$',
    }),
    layer: entry('层级|Layer', 'Places the pack among the layers: 10 platform, 20 business, 30 client, 90 site.', 20, 'sealed', {
      type: 'integer',
      minimum: 1,
      maximum: 99,
    }),
    dependencies: entry('依赖|Dependencies', 'Names the packs that must be there, with version ranges.', { platform: '>=0.1' }, 'free', {
      type: 'object',
      propertyNames: kebabName,
      additionalProperties: { type: 'string', pattern: '^(\\*|(>=|\\^|~|=)?\\d+(\\.\\d+){0,2})$' },
    }),
    plugins: entry('插件|Plugins', 'Names the plugins whose kinds, types and operations the documents use.', ['china'], 'free', {
      type: 'array',
      items: kebabName,
      uniqueItems: true,
    }),
    protect: entry(
      '保护|Protect',
      'Narrows what layers above may do with single properties, by document and pointer.',
      { 'entity:repair-order': { '/properties/price/max': 'tighten' } },
      'extend',
      {
        type: 'object',
        propertyNames: { pattern: '^[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9-]*$' },
        additionalProperties: { ...anyObject, propertyNames: { pattern: '^(/|$)' }, additionalProperties: oneOf('sealed', 'tighten', 'extend', 'free') },
      },
    ),
    author: entry('作者|Author', 'Says who answers for the pack.', 'Repair Shop Ltd', 'free', text),
  },
  { required: ['version', 'language', 'layer'] },
);

export const pack = defineKind({
  kind: 'pack',
  title: { zh: '扩展包', en: 'Pack' },
  purpose: 'Every folder of documents has one `pack.json`: its name, version, language and place among the layers.',
  schema,
  example: { kind: 'pack', name: 'repair-shop', title: '修车铺', version: '1.0.0', language: 'zh', layer: 20, dependencies: { platform: '>=0.1' } },
  references: (content) =>
    Object.keys((content.dependencies as object | undefined) ?? {}).map((name) => ({ pointer: `/dependencies/${name}`, to: `pack:${name}` })),
  describe: describeBySchema(schema),
});
