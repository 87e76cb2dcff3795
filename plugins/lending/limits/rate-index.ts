import type { PluginKindDefinition } from '../../../engine/plugin-api/index.ts';

/** Document kind `rate-index`: names an index; its values are records of the entity `rate-index-value`. */
export const rateIndex: PluginKindDefinition = {
  kind: 'rate-index',
  title: '利率指数',
  schema: {
    type: 'object',
    description: 'Names a published rate that products and limits refer to; its values are dated records.',
    properties: {
      code: { type: 'string', pattern: '^[A-Z][A-Z0-9]{1,11}$', description: 'Gives the short code used in reports.', examples: ['LPR1Y'] },
      publisher: { type: 'string', minLength: 1, description: 'Names who publishes it.', examples: ['全国银行间同业拆借中心'] },
      publishedOn: { type: 'string', minLength: 1, description: 'Says when a new value comes, for people.', examples: ['每月 20 日'] },
    },
    required: ['code', 'publisher'],
    additionalProperties: false,
  },
  compile: (content, place) => ({ ...content, ...place }),
};
