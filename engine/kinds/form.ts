import type { Condition } from '../condition/types.ts';
import type { FieldDescriptor, FieldRules, FormDescriptor, FormSection } from '../contract/screens.ts';
import type { JsonObject } from '../kernel/json.ts';
import { pointerToken } from '../kernel/json.ts';
import type { ActionModel, FieldModel } from '../model/index.ts';
import type { CompileContext, Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { fieldDescriptor, modelFields } from './parts/descriptors.ts';
import { combineScopes, fieldScope } from './parts/scope.ts';
import { condition, documentSchema, entry, map, named, object, oneOf, text } from './parts/schema.ts';
import { actingFacts } from './parts/acting-facts.ts';

const schema = documentSchema(
  'form',
  '表单|Form',
  'The layout of an entity or of an action’s input.',
  {
    entity: entry('实体|Entity', 'Names the entity whose fields it places.', 'repair-order', 'sealed', named('entity')),
    action: entry('操作|Action', 'Names the action whose input it asks for.', 'repair-order-accept', 'sealed', named('action')),
    variant: entry('用途|Variant', 'Says when it is used.', 'edit', 'sealed', {
      ...oneOf('create', 'edit', 'view', 'task', 'portal', 'input'),
      default: 'edit',
    }),
    mode: entry('排布|Mode', 'Lays the sections below each other, in tabs, or as steps.', 'sections', 'free', {
      ...oneOf('sections', 'tabs', 'steps'),
      default: 'sections',
    }),
    sections: entry(
      '分组|Sections',
      'Groups the fields.',
      { main: { title: '基本信息', fields: { name: {} } } },
      'free',
      map(
        '分组|section',
        object(
          {
            title: entry('标题|Title', 'Heads the section.', '基本信息', 'free', text),
            description: entry('说明|Description', 'Explains the section.', '请与证件核对', 'free', text),
            visible: entry(
              '显示条件|Visible',
              'Shows the section only while this holds.',
              { fact: 'kind', operator: 'equal', value: 'brake' },
              'free',
              condition,
            ),
            fields: entry(
              '字段|Fields',
              'Places the fields, in order; the key is the property.',
              { name: { width: 12 } },
              'free',
              map(
                '字段|field',
                object({
                  width: entry('宽度|Width', 'Takes this many of 24 columns on a wide screen.', 12, 'free', { enum: [24, 16, 12, 8, 6] }),
                  visible: entry('显示条件|Visible', 'Shows the field only while this holds.', { fact: 'kind', operator: 'isNotNull' }, 'free', condition),
                  required: entry(
                    '必填条件|Required',
                    'Requires the field while this holds; the server does so too.',
                    { fact: 'kind', operator: 'equal', value: 'brake' },
                    'tighten',
                    { ...condition, 'x-tighten': 'or' },
                  ),
                  readOnly: entry(
                    '只读条件|Read-only',
                    'Locks the field while this holds.',
                    { fact: 'state', operator: 'notEqual', value: 'draft' },
                    'tighten',
                    { ...condition, 'x-tighten': 'or' },
                  ),
                  default: entry('默认值|Default', 'Fills the field of a new record.', 'brake', 'free', {}),
                  title: entry('标题|Title', 'Labels the field differently on this form.', '姓名', 'free', text),
                }),
              ),
            ),
          },
          ['fields'],
        ),
      ),
    ),
  },
  { required: ['sections'] },
);

export const form = defineKind({
  kind: 'form',
  title: { zh: '表单', en: 'Form' },
  purpose:
    'A form lays out the fields of an entity, or what an action asks for. Its conditions work in the browser while one types and again on the server when one saves. Without a form document a form is generated.',
  schema,
  example: {
    kind: 'form',
    name: 'customer-edit',
    title: '客户',
    entity: 'customer',
    sections: { main: { title: '基本信息', fields: { name: { width: 12 }, since: { width: 12 } } } },
  },
  check(content, report) {
    if ((content.entity === undefined) === (content.action === undefined))
      report('', 'validate.form-source', 'A form belongs to either an entity or an action.', 'write "entity" or "action", not both.');
    const seen = new Map<string, string>();
    for (const { key, pointer } of places(content)) {
      const before = seen.get(key);
      if (before !== undefined)
        report(pointer, 'validate.form-field-twice', `The field "${key}" is placed twice; the other place is ${before}.`, 'keep one of them.');
      seen.set(key, pointer);
    }
  },
  references(content) {
    const references: Reference[] = [];
    if (typeof content.action === 'string') references.push({ pointer: '/action', to: `action:${content.action}` });
    if (typeof content.entity === 'string') {
      const name = content.entity;
      references.push({ pointer: '/entity', to: `entity:${name}` }, ...places(content).map(({ key, pointer }) => ({ pointer, path: key, entity: name })));
    }
    return references;
  },
  compile: compileForm,
  describe: describeBySchema(schema),
});

function compileForm(content: JsonObject, context: CompileContext): FormDescriptor {
  const action = typeof content.action === 'string' ? context.compiled<ActionModel>('action', content.action) : undefined;
  const entity = typeof content.entity === 'string' ? content.entity : null;
  const source: ReadonlyMap<string, FieldModel> = entity !== null ? modelFields(entity, context) : (action?.input ?? new Map<string, FieldModel>());
  const own = entity !== null ? context.scopeOf(entity) : fieldScope(source, context);
  // An action's input may look at the record that it acts on.
  const scope = combineScopes([
    { prefix: '', scope: own },
    ...(action?.on == null ? [] : [{ prefix: '', scope: context.scopeOf(action.on) }]),
    { prefix: '', scope: actingFacts },
  ]);
  const fields: Record<string, FieldDescriptor> = {};
  const conditions: Record<string, FieldRules> = {};
  const layout: FormSection[] = [];
  for (const [sectionKey, section] of Object.entries(content.sections as Record<string, JsonObject>)) {
    const at = `/sections/${pointerToken(sectionKey)}`;
    const placed: { key: string; width: number }[] = [];
    for (const [key, place] of Object.entries(section.fields as Record<string, JsonObject>)) {
      const field = source.get(key);
      if (field === undefined) {
        if (action !== undefined)
          context.report(
            `${at}/fields/${key}`,
            'link.unknown-field',
            `Form "${context.name}" names "${key}", but the input of action "${action.name}" has no such property.`,
            `it has: ${[...source.keys()].join(', ')}.`,
          );
        continue;
      }
      const descriptor = fieldDescriptor(field, context);
      fields[key] = {
        ...descriptor,
        ...(place.default === undefined ? {} : { default: place.default }),
        ...(typeof place.title === 'string' ? { title: place.title } : {}),
      };
      placed.push({ key, width: typeof place.width === 'number' ? place.width : wide.has(field.base) ? 24 : 12 });
      const rules = rulesOf(place, `${at}/fields/${pointerToken(key)}`, scope, context);
      if (Object.keys(rules).length > 0) conditions[key] = rules;
    }
    const visible = context.condition(section.visible, `${at}/visible`, { scope, place: `section "${sectionKey}"`, uses: ['E', 'V'] });
    layout.push({
      key: sectionKey,
      title: String(section.title ?? content.title),
      ...(section.description === undefined ? {} : { description: String(section.description) }),
      fields: placed,
      ...(visible === null ? {} : { visible: visible.source }),
    });
  }
  return {
    kind: 'form',
    name: context.name,
    title: String(content.title),
    entity,
    action: action?.name ?? null,
    variant: (content.variant as FormDescriptor['variant'] | undefined) ?? (action === undefined ? 'edit' : 'input'),
    mode: (content.mode as FormDescriptor['mode'] | undefined) ?? 'sections',
    fields,
    layout,
    conditions,
  };
}

const wide = new Set(['longText', 'children', 'attachments', 'json']);

function rulesOf(place: JsonObject, at: string, scope: ReturnType<typeof fieldScope>, context: CompileContext): FieldRules {
  const rules: { visible?: Condition; required?: Condition; readOnly?: Condition } = {};
  for (const rule of ['visible', 'required', 'readOnly'] as const) {
    const compiled = context.condition(place[rule], `${at}/${rule}`, { scope, place: `field "${at.split('/').at(-1)}"`, uses: ['E', 'V'] });
    if (compiled !== null) rules[rule] = compiled.source;
  }
  return rules;
}

function places(content: JsonObject): { key: string; pointer: string }[] {
  return Object.entries((content.sections as Record<string, JsonObject> | undefined) ?? {}).flatMap(([section, { fields }]) =>
    Object.keys((fields as JsonObject | undefined) ?? {}).map((key) => ({ key, pointer: `/sections/${pointerToken(section)}/fields/${pointerToken(key)}` })),
  );
}
