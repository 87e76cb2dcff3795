import type { Json, JsonObject } from '../kernel/json.ts';
import { isObject, pointerToken } from '../kernel/json.ts';
import { defineKind } from './kind.ts';

const schema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://loanloom.dev/schema/i18n.schema.json',
  title: 'Texts',
  'x-zh': '译文',
  description: 'Texts of documents in another language, by document and JSON Pointer.',
  type: 'object',
  properties: {
    $schema: {
      type: 'string',
      title: 'Schema',
      'x-zh': '模式',
      description: 'Points an editor at the schema, for completion.',
      examples: ['../../schema/i18n.schema.json'],
      'x-class': 'free',
    },
  },
  propertyNames: { pattern: '^(\\$schema|[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9-]*)$' },
  additionalProperties: {
    type: 'object',
    title: 'Texts of a document',
    'x-zh': '文档译文',
    description: 'Gives the texts of one document by pointer.',
    examples: [{ '/title': 'Customer' }],
    'x-class': 'free',
    propertyNames: { pattern: '^(/|$)' },
    additionalProperties: { type: 'string', minLength: 1 },
  },
};

export const i18n = defineKind({
  kind: 'i18n',
  title: { zh: '译文', en: 'Texts' },
  purpose: 'A file `i18n/<lang>.json` gives the texts of documents in another language. What is missing falls back to the document.',
  schema,
  example: { 'entity:customer': { '/title': 'Customer', '/properties/name/title': 'Name' } },
  references: (content) =>
    texts(content).map(({ document, pointer }) => ({ pointer: `/${pointerToken(document)}/${pointerToken(pointer)}`, to: document, text: pointer })),
  compile: (content) =>
    new Map(
      Object.entries(content)
        .filter(([key, value]) => key !== '$schema' && isObject(value))
        .map(([document, own]) => [document, new Map(Object.entries(own as Record<string, string>))]),
    ),
  describe(before, after, language) {
    const old = new Map(texts(before ?? {}).map(({ document, pointer, text }) => [`${document} ${pointer}`, text]));
    const changed = texts(after ?? {}).filter(({ document, pointer, text }) => old.get(`${document} ${pointer}`) !== text).length;
    if (changed === 0 && before !== null && after !== null) return [language === 'zh' ? '删除了部分译文。' : 'Some texts are removed.'];
    return [language === 'zh' ? `更新 ${changed} 条译文。` : `${changed} texts change.`];
  },
});

function texts(content: JsonObject): { document: string; pointer: string; text: Json }[] {
  return Object.entries(content).flatMap(([document, own]) =>
    document !== '$schema' && isObject(own) ? Object.entries(own).map(([pointer, text]) => ({ document, pointer, text })) : [],
  );
}
