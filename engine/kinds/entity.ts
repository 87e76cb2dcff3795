import type { CompiledFormula } from '../condition/formula-types.ts';
import type { JsonObject } from '../kernel/json.ts';
import { isObject } from '../kernel/json.ts';
import type { ConstraintModel, EntityModel, FieldModel, IndexModel, StateModel } from '../model/index.ts';
import type { CompileContext, Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { checkDefault } from './parts/check-values.ts';
import { snakeCase } from './parts/fields.ts';
import { orderFormulas } from './parts/formula-order.ts';
import { checkProperties, propertiesSchema, propertyReferences, requiredSchema } from './parts/property-schema.ts';
import { condition, declaring, documentSchema, entry, flag, kebabName, map, object, text, texts } from './parts/schema.ts';
import { wireSchema } from './parts/wire-schema.ts';

const indexKeys = { type: 'array', items: { type: 'string', pattern: '^-?[a-z][A-Za-z0-9]*$' }, minItems: 1, uniqueItems: true };

const schema = documentSchema(
  'entity',
  '实体|Entity',
  'A business object: a JSON Schema in an envelope.',
  {
    traits: entry('特征|Traits', 'Adds shared properties and behaviour.', ['owned', 'attachable'], 'tighten', { ...texts, 'x-tighten': 'grow' }),
    properties: entry(
      '字段|Properties',
      'Lists the fields in the order of display.',
      { name: { $ref: '/types/text', title: '名称' } },
      'free',
      propertiesSchema,
    ),
    required: requiredSchema,
    display: entry('显示名|Display', 'Names one record wherever it is mentioned.', '{no} {customer.name}', 'free', text),
    states: entry(
      '状态|States',
      'Lists the states that a rule, right or screen depends on.',
      { draft: { title: '草稿', initial: true, editable: true } },
      'extend',
      declaring(
        map(
          '状态|state',
          object(
            {
              title: entry('标题|Title', 'Names the state for people.', '草稿', 'free', text),
              color: entry('颜色|Colour', 'Colours its tag by meaning.', 'green', 'free', text),
              initial: entry('初始|Initial', 'Gives new records this state.', true, 'sealed', { ...flag, default: false }),
              final: entry('终态|Final', 'Ends the life of a record.', true, 'sealed', { ...flag, default: false }),
              editable: entry('可编辑|Editable', 'Lets the generic edit form write in this state.', true, 'free', { ...flag, default: false }),
            },
            ['title'],
          ),
        ),
      ),
    ),
    indexes: entry(
      '索引|Indexes',
      'Speeds up lists and lookups by these properties; `-` sorts downwards.',
      { byCustomer: ['customer', '-createdAt'] },
      'extend',
      map('索引|index', {
        anyOf: [
          indexKeys,
          object(
            {
              keys: entry('键|Keys', 'Lists the indexed properties.', ['no'], 'sealed', indexKeys),
              unique: entry('唯一|Unique', 'Refuses a second record with the same values.', true, 'tighten', { ...flag, 'x-tighten': 'on' }),
            },
            ['keys'],
          ),
        ],
      }),
    ),
    constraints: entry(
      '约束|Constraints',
      'States what must hold after every write.',
      { positive: { rule: { fact: 'price', operator: 'greaterThan', value: '0' }, message: '价格须大于零' } },
      'extend',
      map(
        '约束|constraint',
        object(
          {
            rule: entry('规则|Rule', 'Gives the condition that must hold.', { fact: 'price', operator: 'greaterThan', value: '0' }, 'tighten', {
              ...condition,
              'x-tighten': 'and',
            }),
            message: entry('提示|Message', 'Tells the person what to change.', '价格须大于零', 'free', text),
            field: entry('字段|Field', 'Points the message at a field.', 'price', 'free', text),
          },
          ['rule', 'message'],
        ),
      ),
    ),
    managedBy: entry('托管插件|Managed by', 'Lets only this plugin write the records.', 'ledger', 'sealed', kebabName),
    search: entry('搜索字段|Search', 'Lists the properties that the search box looks into.', ['name', 'no'], 'free', texts),
  },
  { required: ['properties'] },
);

export const entity = defineKind({
  kind: 'entity',
  title: { zh: '实体', en: 'Entity' },
  purpose:
    'An entity is a business object: its fields, states and rules. It compiles to a table, validators, an API and, when nothing else is written, to its list, forms and page.',
  schema,
  example: {
    kind: 'entity',
    name: 'customer',
    title: '客户',
    properties: { name: { $ref: '/types/text', title: '姓名', maxLength: 40 }, since: { $ref: '/types/date', title: '建档日期' } },
    required: ['name'],
    display: '{name}',
    states: { active: { title: '正常', initial: true, editable: true }, closed: { title: '销户', final: true } },
  },
  check(content, report) {
    checkProperties(content.properties as JsonObject, '/properties', report);
    const states = Object.entries((content.states as Record<string, JsonObject> | undefined) ?? {});
    const initial = states.filter(([, state]) => state.initial === true);
    if (states.length > 0 && initial.length !== 1)
      report('/states', 'validate.initial-state', `Exactly one state is initial; here there are ${initial.length}.`, 'write "initial": true at one state.');
    for (const key of Object.keys(content.properties as JsonObject))
      if (reserved.has(key)) report(`/properties/${key}`, 'validate.reserved-property', `"${key}" is a property that every record has.`, 'choose another key.');
  },
  references(content) {
    const name = String(content.name);
    const own: Reference[] = [];
    const path = (pointer: string, value: unknown) => {
      if (typeof value === 'string') own.push({ pointer, path: value.replace(/^-/, ''), entity: name });
    };
    list(content.required).forEach((key, index) => path(`/required/${index}`, key));
    list(content.search).forEach((key, index) => path(`/search/${index}`, key));
    for (const [key, index] of Object.entries((content.indexes as JsonObject | undefined) ?? {})) {
      const inner = isObject(index) ? `/indexes/${key}/keys` : `/indexes/${key}`;
      list(isObject(index) ? index.keys : index).forEach((item, position) => path(`${inner}/${position}`, item));
    }
    for (const [key, constraint] of Object.entries((content.constraints as Record<string, JsonObject> | undefined) ?? {}))
      path(`/constraints/${key}/field`, constraint.field);
    list(content.traits).forEach((trait, index) => own.push({ pointer: `/traits/${index}`, to: `trait:${trait}` }));
    if (typeof content.managedBy === 'string') own.push({ pointer: '/managedBy', to: `plugin:${content.managedBy}` });
    return [...propertyReferences(content.properties, '/properties'), ...own];
  },
  compile: compileEntity,
  describe: describeBySchema(schema),
});

const reserved = new Set([
  'id',
  'state',
  'version',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'ownerUser',
  'ownerUnit',
  'ownerPath',
  'record',
  'input',
  'steps',
  'user',
  'today',
  'now',
  'item',
]);

function compileEntity(content: JsonObject, context: CompileContext): EntityModel {
  const name = context.name;
  const bare = context.fieldsOf(name) ?? new Map<string, FieldModel>();
  const scope = context.scopeOf(name);
  const formulas = new Map<string, CompiledFormula>();
  const properties = content.properties as Record<string, JsonObject>;
  for (const key of bare.keys()) {
    const source = properties[key]?.formula;
    if (typeof source !== 'string') continue;
    const formula = context.formula(source, `/properties/${key}/formula`, scope, bare.get(key)?.fact);
    if (formula !== null) formulas.set(key, formula);
  }
  for (const [key, field] of bare) if (field.default !== undefined) checkDefault(field, field.default, `/properties/${key}/default`, context.report);
  const fields = new Map(
    [...bare].map(([key, field]) => {
      const formula = formulas.get(key);
      return [key, formula === undefined ? field : { ...field, formula }] as const;
    }),
  );
  const states = context.statesOf(name);
  const traits = list(content.traits);
  const required = [...fields.values()].filter((field) => field.required).map((field) => field.key);
  return {
    name,
    title: String(content.title),
    ...(content.description === undefined ? {} : { description: String(content.description) }),
    pack: context.packOf(''),
    table: snakeCase(name),
    formerly: list(content.formerly),
    fields,
    required,
    owned: traits.includes('owned'),
    traits,
    states,
    initialState: [...states.values()].find((state) => state.initial)?.key ?? null,
    display: displayOf(content, context, fields),
    indexes: indexesOf(content, fields, context),
    constraints: constraintsOf(content, context),
    managedBy: typeof content.managedBy === 'string' ? content.managedBy : null,
    childOf: context.parentOf(name),
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `/entities/${name}`,
      title: String(content.title),
      ...wireSchema(fields, (child) => childSchema(child, context)),
    },
    scope,
    formulas: orderFormulas(formulas, fields, context.report),
    hasFlow: [...context.documents('flow').values()].some((flow) => flow.content.on === name),
  };
}

function childSchema(entityName: string, context: CompileContext): JsonObject {
  return wireSchema(context.fieldsOf(entityName) ?? new Map(), () => ({ type: 'object' }));
}

/** The document's template, else the first name-like properties. */
function displayOf(content: JsonObject, context: CompileContext, fields: ReadonlyMap<string, FieldModel>): EntityModel['display'] {
  const scope = context.scopeOf(context.name);
  const written = typeof content.display === 'string' ? context.template(content.display, '/display', scope) : null;
  if (written !== null) return written;
  const key =
    ['no', 'code', 'name', 'title'].find((candidate) => fields.has(candidate)) ??
    [...fields.values()].find((field) => field.base === 'serial' || field.base === 'text')?.key ??
    'id';
  return context.template(`{${key}}`, '', scope) ?? { source: `{${key}}`, facts: [key], render: (row) => String(row[key] ?? '') };
}

function indexesOf(content: JsonObject, fields: ReadonlyMap<string, FieldModel>, context: CompileContext): readonly IndexModel[] {
  for (const [name, index] of Object.entries((content.indexes as JsonObject | undefined) ?? {})) {
    list(isObject(index) ? index.keys : index).forEach((key, position) => {
      const field = fields.get(key.replace(/^-/, ''));
      if (field !== undefined && (field.column === null || field.base === 'json'))
        context.report(
          `/indexes/${name}${isObject(index) ? '/keys' : ''}/${position}`,
          'compile.index-field',
          `"${field.key}" has no column of its own and cannot be indexed.`,
          'index another property.',
        );
    });
  }
  return Object.entries((content.indexes as JsonObject | undefined) ?? {}).map(([name, index]) => ({
    name,
    keys: list(isObject(index) ? index.keys : index),
    unique: isObject(index) && index.unique === true,
  }));
}

function constraintsOf(content: JsonObject, context: CompileContext): readonly ConstraintModel[] {
  const constraints: ConstraintModel[] = [];
  for (const [key, constraint] of Object.entries((content.constraints as Record<string, JsonObject> | undefined) ?? {})) {
    const compiled = context.condition(constraint.rule, `/constraints/${key}/rule`, { scope: context.scopeOf(context.name), place: `constraint "${key}"` });
    if (compiled === null) continue;
    constraints.push({
      key,
      condition: compiled,
      message: String(constraint.message),
      ...(typeof constraint.field === 'string' ? { field: constraint.field } : {}),
    });
  }
  return constraints;
}

/** States of an entity document, in order. */
export function statesOf(content: JsonObject): ReadonlyMap<string, StateModel> {
  return new Map(
    Object.entries((content.states as Record<string, JsonObject> | undefined) ?? {}).map(([key, state]) => [
      key,
      {
        key,
        title: String(state.title),
        ...(state.color === undefined ? {} : { color: String(state.color) }),
        initial: state.initial === true,
        final: state.final === true,
        editable: state.editable === true,
      },
    ]),
  );
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
