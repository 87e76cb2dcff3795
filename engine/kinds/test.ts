import type { JsonObject } from '../kernel/json.ts';
import type { Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { documentSchema, entry, freeObject, map, named, object, text } from './parts/schema.ts';

const schema = documentSchema(
  'test',
  '示例测试|Test',
  'An example that runs in the designer and before a publish, and is rolled back.',
  {
    as: entry('身份|As', 'Names the role that acts.', 'mechanic', 'free', named('role')),
    given: entry(
      '前提|Given',
      'Makes these records first.',
      { order: { of: 'repair-order', values: { price: '80.00' } } },
      'free',
      map(
        '前提|record',
        object(
          {
            of: entry('实体|Of', 'Names the entity.', 'repair-order', 'free', named('entity')),
            values: entry('值|Values', 'Gives the values; `@<key>` is another record here.', { price: '80.00' }, 'free', freeObject),
            state: entry('状态|State', 'Puts the record into this state.', 'draft', 'free', text),
          },
          ['of', 'values'],
        ),
      ),
    ),
    when: entry(
      '当|When',
      'Does one thing.',
      { action: 'repair-order-accept', on: '@order' },
      'free',
      object({
        action: entry('操作|Action', 'Runs this action.', 'repair-order-accept', 'free', named('action')),
        create: entry('新建|Create', 'Makes a record of this entity from the input.', 'repair-order', 'free', named('entity')),
        update: entry('更新|Update', 'Changes a record of this entity by the input.', 'repair-order', 'free', named('entity')),
        on: entry('对象|On', 'Names a record of `given`.', '@order', 'free', { type: 'string', pattern: '^@[a-z][A-Za-z0-9]*$' }),
        input: entry('输入|Input', 'Gives the input.', { reason: '漏气' }, 'free', freeObject),
      }),
    ),
    then: entry(
      '则|Then',
      'Says what must come out.',
      { state: 'accepted' },
      'free',
      object({
        refused: entry('被拒绝|Refused', 'Expects a refusal with this code.', 'record.state', 'free', text),
        state: entry('状态|State', 'Expects the record in this state.', 'accepted', 'free', text),
        record: entry('记录|Record', 'Expects these values in the record.', { price: '80.00' }, 'free', freeObject),
        result: entry('结果|Result', 'Expects these values in the answer.', { total: '80.00' }, 'free', freeObject),
      }),
    ),
  },
  { required: ['as', 'when', 'then'] },
);

export const test = defineKind({
  kind: 'test',
  title: { zh: '示例测试', en: 'Test' },
  purpose: 'A test is an example in three parts: given these records, when this is done, then that must come out.',
  schema,
  example: {
    kind: 'test',
    name: 'customer-close',
    title: '销户后状态为已销户',
    as: 'mechanic',
    given: { customer: { of: 'customer', values: { name: '王芳' } } },
    when: { action: 'customer-close', on: '@customer', input: { reason: '搬家' } },
    then: { state: 'closed' },
  },
  check(content, report) {
    const when = content.when as JsonObject;
    const ways = ['action', 'create', 'update'].filter((key) => when[key] !== undefined);
    if (ways.length !== 1) report('/when', 'validate.test-when', 'A test does exactly one thing.', 'write one of action, create or update.');
    const given = (content.given as JsonObject | undefined) ?? {};
    if (typeof when.on === 'string' && given[when.on.slice(1)] === undefined)
      report('/when/on', 'validate.test-record', `"${when.on}" is not among the given records.`, `it has: ${Object.keys(given).join(', ') || 'none'}.`);
  },
  references(content) {
    const references: Reference[] = [{ pointer: '/as', to: `role:${content.as}` }];
    for (const [key, record] of Object.entries((content.given as Record<string, JsonObject> | undefined) ?? {})) {
      const entity = String(record.of);
      references.push(
        { pointer: `/given/${key}/of`, to: `entity:${entity}` },
        ...Object.keys(record.values as object).map((path) => ({ pointer: `/given/${key}/values/${path}`, path, entity })),
      );
    }
    const when = content.when as JsonObject;
    if (typeof when.action === 'string') references.push({ pointer: '/when/action', to: `action:${when.action}` });
    for (const key of ['create', 'update']) if (typeof when[key] === 'string') references.push({ pointer: `/when/${key}`, to: `entity:${when[key]}` });
    return references;
  },
  describe: describeBySchema(schema),
});
