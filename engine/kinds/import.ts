import type { JsonObject } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { ActionModel, ImportModel } from '../model/index.ts';
import type { Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { checkProperties, propertyReferences, propertySchema } from './parts/property-schema.ts';
import { documentSchema, entry, flag, map, named, object, text, texts } from './parts/schema.ts';

const schema = documentSchema(
  'import',
  '导入|Import',
  'A spreadsheet whose rows become the input of an action.',
  {
    entity: entry('实体|Entity', 'Names the entity of the match key.', 'customer', 'sealed', named('entity')),
    match: entry('匹配键|Match', 'Lists the properties that tell whether a row is there already.', ['no'], 'sealed', { ...texts, minItems: 1 }),
    columns: entry(
      '列|Columns',
      'Lists the columns; the key is the input of the action.',
      { name: { header: '姓名', $ref: '/types/text', required: true } },
      'free',
      map('列|column', {
        ...object(
          {
            ...(propertySchema.properties as Record<string, JsonObject>),
            header: entry('表头|Header', 'Names the column in the spreadsheet.', '姓名', 'free', text),
            headers: entry('其他表头|Other headers', 'Accepts these headers too.', ['名称'], 'free', texts),
            required: entry('必填|Required', 'Refuses rows without a value.', true, 'tighten', { ...flag, 'x-tighten': 'on', default: false }),
          },
          ['header'],
        ),
      }),
    ),
    action: entry('操作|Action', 'Names the action that is run for each row.', 'customer-import', 'sealed', named('action')),
  },
  { required: ['entity', 'match', 'columns', 'action'] },
);

export const importKind = defineKind({
  kind: 'import',
  title: { zh: '导入', en: 'Import' },
  purpose:
    'An import maps the columns of a spreadsheet to the input of an action. Each row is one transaction; rows that are there already are skipped, so a run can be resumed.',
  schema,
  example: {
    kind: 'import',
    name: 'customer',
    title: '客户导入',
    entity: 'customer',
    match: ['name'],
    columns: { name: { header: '姓名', $ref: '/types/text', required: true } },
    action: 'customer-import',
  },
  check: (content, report) => checkProperties(content.columns as JsonObject, '/columns', report),
  references(content) {
    const entity = String(content.entity);
    const references: Reference[] = [
      { pointer: '/entity', to: `entity:${entity}` },
      { pointer: '/action', to: `action:${content.action}` },
      ...propertyReferences(content.columns, '/columns'),
    ];
    (content.match as readonly string[]).forEach((path, index) => references.push({ pointer: `/match/${index}`, path, entity }));
    return references;
  },
  compile(content, context): ImportModel {
    const columns = content.columns as Record<string, JsonObject>;
    const required = Object.keys(columns).filter((key) => columns[key]?.required === true);
    const documents = Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, { title: column.header, ...column } as JsonObject]));
    const fields = context.fields(documents, required, '/columns');
    const action = context.compiled<ActionModel>('action', String(content.action));
    if (action !== undefined && !action.creates)
      context.report(
        '/action',
        'compile.import-action',
        `Action "${action.name}" does not create a record, so a row cannot be its input.`,
        'name an action with "creates": true.',
      );
    if (action !== undefined)
      for (const key of Object.keys(columns))
        if (!action.input.has(key))
          context.report(
            `/columns/${key}`,
            'link.unknown-field',
            `The input of action "${action.name}" has no "${key}".`,
            suggestion(key, [...action.input.keys()]),
          );
    return {
      name: context.name,
      title: String(content.title),
      entity: String(content.entity),
      match: content.match as readonly string[],
      columns: new Map([...fields].map(([key, field]) => [key, { field, required: field.required }])),
      action: String(content.action),
      document: content,
    };
  },
  describe: describeBySchema(schema),
});
