import type { JsonObject } from '../kernel/json.ts';
import type { SeedModel } from '../model/index.ts';
import type { Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { seedReference } from './parts/seed-reference.ts';
import { documentSchema, entry, freeObject, map, named, oneOf, texts } from './parts/schema.ts';

const schema = documentSchema(
  'seed',
  '初始数据|Seed',
  'Reference records that a release brings along.',
  {
    of: entry('实体|Of', 'Names the entity of the records.', 'customer', 'sealed', named('entity')),
    match: entry('匹配键|Match', 'Lists the properties that find a record that is there already.', ['code'], 'sealed', { ...texts, minItems: 1 }),
    mode: entry(
      '方式|Mode',
      'Says whether people may change the records: `once` never overwrites what they changed, `managed` keeps the records as written.',
      'once',
      'free',
      { ...oneOf('once', 'managed'), default: 'once' },
    ),
    records: entry(
      '记录|Records',
      'Gives the records; `@<entity>/<key>` refers to another seed.',
      { hq: { code: 'HQ', name: '总店' } },
      'free',
      map('记录|record', freeObject, 'code'),
    ),
  },
  { required: ['of', 'match', 'records'] },
);

export const seed = defineKind({
  kind: 'seed',
  title: { zh: '初始数据', en: 'Seed' },
  purpose: 'A seed is reference records with keys of their own: units, workshops, first accounts. They are written when a release is published.',
  schema,
  example: { kind: 'seed', name: 'customer', title: '示例客户', of: 'customer', match: ['name'], records: { walkIn: { name: '散客' } } },
  check(content, report) {
    for (const [key, record] of Object.entries(content.records as Record<string, JsonObject>)) {
      for (const property of content.match as readonly string[])
        if (record[property] === undefined)
          report(`/records/${key}`, 'validate.seed-match', `Record "${key}" has no "${property}", by which it is found again.`, `add "${property}".`);
    }
  },
  references(content) {
    const entity = String(content.of);
    const references: Reference[] = [{ pointer: '/of', to: `entity:${entity}` }];
    (content.match as readonly string[]).forEach((path, index) => references.push({ pointer: `/match/${index}`, path, entity }));
    for (const [key, record] of Object.entries(content.records as Record<string, JsonObject>))
      for (const path of Object.keys(record)) references.push({ pointer: `/records/${key}/${path}`, path, entity });
    return references;
  },
  compile(content, context): SeedModel {
    const records = content.records as Record<string, JsonObject>;
    const keys = new Set(
      [...context.documents('seed').values()].flatMap((other) =>
        Object.keys(other.content.records as object).map((key) => `@${String(other.content.of)}/${key}`),
      ),
    );
    for (const [key, record] of Object.entries(records))
      for (const { pointer, reference } of seedReference(record, `/records/${key}`)) {
        if (!keys.has(reference))
          context.report(pointer, 'link.unknown-seed', `There is no seed record "${reference}".`, 'write @<entity>/<key> of a seed document.');
      }
    return {
      name: context.name,
      of: String(content.of),
      match: content.match as readonly string[],
      mode: content.mode === 'managed' ? 'managed' : 'once',
      records: new Map(Object.entries(records)),
    };
  },
  describe: describeBySchema(schema),
});
