import type { JsonObject } from '../kernel/json.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { builtInTypeNames, sensitiveSchema } from './parts/property-schema.ts';
import { anyObject, documentSchema, entry, text } from './parts/schema.ts';

const schema = documentSchema(
  'type',
  '字段类型|Field type',
  'A named field type under `/types/<name>`, built on one of the engine’s.',
  {
    base: entry('基础类型|Base', 'Names the type that it builds on: its column, operators and codec.', 'text', 'sealed', { enum: [...builtInTypeNames] }),
    schema: entry('约束|Schema', 'Adds JSON Schema keywords that every value must satisfy.', { maxLength: 20 }, 'tighten', anyObject),
    widget: entry('控件|Widget', 'Draws fields of this type with this widget.', 'phone', 'free', text),
    sensitive: sensitiveSchema,
  },
  { required: ['base'] },
);

export const type = defineKind({
  kind: 'type',
  title: { zh: '字段类型', en: 'Field type' },
  purpose: 'A field type says once what a plate number or a frame number is; entities refer to it by `"$ref": "/types/<name>"`. Plugins bring types too.',
  schema,
  example: { kind: 'type', name: 'frame-number', title: '车架号', base: 'text', schema: { pattern: '^[A-Z0-9]{6,20}$', maxLength: 20 } },
  check(content, report) {
    for (const key of Object.keys((content.schema as JsonObject | undefined) ?? {})) {
      if (!allowedKeywords.includes(key))
        report(`/schema/${key}`, 'validate.type-keyword', `A field type cannot carry the keyword "${key}".`, `use only: ${allowedKeywords.join(', ')}.`);
    }
  },
  describe: describeBySchema(schema),
});

const allowedKeywords = ['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'min', 'max', 'above', 'below', 'scale', 'format'];
