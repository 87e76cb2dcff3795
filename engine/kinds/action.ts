import type { JsonObject } from '../kernel/json.ts';
import { isObject } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { ActionModel } from '../model/index.ts';
import type { CompileContext, Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { actingFacts } from './parts/acting-facts.ts';
import { describeBySchema } from './parts/describe.ts';
import { checkProperties, propertiesSchema, propertyReferences, requiredSchema } from './parts/property-schema.ts';
import { condition, documentSchema, entry, flag, named, object, text, texts } from './parts/schema.ts';
import { combineScopes, fieldScope, flatScope } from './parts/scope.ts';
import { checkSteps, compileSteps, stepDefinitions, stepReferences, stepsSchema } from './parts/steps.ts';
import { wireSchema } from './parts/wire-schema.ts';

const schema = documentSchema(
  'action',
  '操作|Action',
  'What one can do: on what, when, with which input, in which steps.',
  {
    on: entry('对象|On', 'Names the entity whose records it acts on; without it the action is free.', 'repair-order', 'sealed', named('entity')),
    creates: entry('新建|Creates', 'Makes a record, so it is called without one.', true, 'sealed', { ...flag, default: false }),
    from: entry('起始状态|From', 'Lists the states in which it is possible.', ['draft'], 'tighten', { ...texts, 'x-tighten': 'shrink' }),
    when: entry('条件|When', 'Allows it only while this holds.', { fact: 'price', operator: 'isNotNull' }, 'tighten', { ...condition, 'x-tighten': 'and' }),
    whenMessage: entry('条件提示|When message', 'Tells why it is not possible when the condition fails.', '请先填写价格', 'free', text),
    notBy: entry('不得由|Not by', 'Names properties with a person who may not do it: four eyes.', ['createdBy'], 'tighten', { ...texts, 'x-tighten': 'grow' }),
    amount: entry('金额|Amount', "Names the property (or `input.x`) whose amount the roles' limits for this action bound.", 'total', 'sealed', text),
    input: entry(
      '输入|Input',
      'Asks for these values.',
      { properties: { reason: { $ref: '/types/text', title: '原因' } }, required: ['reason'] },
      'free',
      object(
        {
          properties: entry('字段|Properties', 'Lists the values in order.', { reason: { $ref: '/types/text', title: '原因' } }, 'free', propertiesSchema),
          required: requiredSchema,
        },
        ['properties'],
      ),
    ),
    form: entry('表单|Form', 'Lays out the input; else a form is generated.', 'repair-order-accept-input', 'free', named('form')),
    steps: stepsSchema,
    confirm: entry('确认|Confirm', 'Asks this before it is done.', '受理后不可撤销。', 'free', text),
    danger: entry('危险|Danger', 'Marks the button as destructive.', true, 'free', { ...flag, default: false }),
    primary: entry('主要|Primary', 'Makes it the one emphasised button.', true, 'free', { ...flag, default: false }),
    bulk: entry('批量|Bulk', 'Works on many selected records of a list.', true, 'free', { ...flag, default: false }),
    internal: entry('内部|Internal', 'Has no button: flows, jobs and imports run it.', true, 'free', { ...flag, default: false }),
    preview: entry('预览|Preview', 'Names the read-only operation that shows what would happen.', 'ledger.preview', 'free', named('operation')),
  },
  { required: ['steps'], definitions: stepDefinitions },
);

export const action = defineKind({
  kind: 'action',
  title: { zh: '操作', en: 'Action' },
  purpose:
    'Every business change goes through an action: right and state, input, then its steps in one transaction. Buttons, approvals, imports and the API all use the same one.',
  schema,
  example: {
    kind: 'action',
    name: 'customer-close',
    title: '销户',
    on: 'customer',
    from: ['active'],
    input: { properties: { reason: { $ref: '/types/text', title: '原因' } }, required: ['reason'] },
    steps: { close: { do: 'set', with: { state: 'closed' } } },
    confirm: '销户后不能恢复。',
    danger: true,
  },
  check(content, report) {
    checkSteps(content.steps, '/steps', report);
    const properties = inputProperties(content);
    checkProperties(properties, '/input/properties', report);
    for (const [index, key] of listOf((content.input as JsonObject | undefined)?.required).entries())
      if (properties[key] === undefined)
        report(
          `/input/required/${index}`,
          'validate.required-unknown',
          `The input requires "${key}", which it does not have.`,
          suggestion(key, Object.keys(properties)),
        );
    if (content.on === undefined) {
      for (const key of ['from', 'when', 'notBy', 'bulk'] as const)
        if (content[key] !== undefined)
          report(`/${key}`, 'validate.action-free', `"${key}" speaks of a record, and this action has none.`, 'write "on", or remove it.');
      for (const [key, step] of Object.entries(content.steps as Record<string, JsonObject>))
        if (step.do === 'set')
          report(
            `/steps/${key}/do`,
            'validate.action-free',
            'A step "set" changes the record of the action, and this action has none.',
            'write "on", or use create or update.',
          );
    }
    if (content.creates === true && content.from !== undefined)
      report('/from', 'validate.action-creates', 'An action that creates is called without a record, so no state can be asked.', 'remove "from" or "creates".');
  },
  references(content) {
    const on = typeof content.on === 'string' ? content.on : undefined;
    const references: Reference[] = [...propertyReferences(inputProperties(content), '/input/properties'), ...stepReferences(content.steps, '/steps', on)];
    if (on !== undefined) {
      references.push({ pointer: '/on', to: `entity:${on}` });
      listOf(content.notBy).forEach((path, index) => references.push({ pointer: `/notBy/${index}`, path, entity: on }));
      if (typeof content.amount === 'string' && !content.amount.startsWith('input.')) references.push({ pointer: '/amount', path: content.amount, entity: on });
    }
    if (typeof content.form === 'string') references.push({ pointer: '/form', to: `form:${content.form}` });
    if (typeof content.preview === 'string') references.push({ pointer: '/preview', to: `operation:${content.preview}` });
    return references;
  },
  compile: compileAction,
  describe: describeBySchema(schema),
});

function compileAction(content: JsonObject, context: CompileContext): ActionModel {
  const on = typeof content.on === 'string' ? content.on : null;
  const creates = content.creates === true;
  const input = context.fields(inputProperties(content), listOf((content.input as JsonObject | undefined)?.required), '/input/properties');
  const scope = combineScopes([
    { prefix: '', scope: flatScope({ record: 'ref' }) },
    { prefix: 'input', scope: fieldScope(input, context) },
    { prefix: '', scope: actingFacts },
    ...(on === null ? [] : [{ prefix: '', scope: context.scopeOf(on) }]),
  ]);
  const states = on === null ? [] : [...context.statesOf(on).keys()];
  listOf(content.from).forEach((state, index) => {
    if (!states.includes(state))
      context.report(`/from/${index}`, 'compile.unknown-state', `Entity "${on}" has no state "${state}".`, suggestion(state, states));
  });
  for (const [index, path] of listOf(content.notBy).entries()) {
    const fact = on === null ? undefined : context.scopeOf(on).lookup(path);
    if (fact !== undefined && fact.type !== 'user')
      context.report(`/notBy/${index}`, 'compile.not-a-person', `"${path}" holds no person.`, 'name a reference to staff, or createdBy, updatedBy, ownerUser.');
  }
  return {
    name: context.name,
    title: String(content.title),
    ...(content.description === undefined ? {} : { description: String(content.description) }),
    on,
    bulk: content.bulk === true,
    creates,
    from: listOf(content.from),
    when: context.condition(content.when, '/when', { scope, place: `action "${context.name}"`, uses: ['E'] }),
    whenMessage: typeof content.whenMessage === 'string' ? content.whenMessage : null,
    notBy: listOf(content.notBy),
    ...(typeof content.amount === 'string' ? { amount: content.amount } : {}),
    input,
    inputSchema:
      input.size === 0
        ? null
        : {
            $schema: 'https://json-schema.org/draft/2020-12/schema',
            ...wireSchema(input, (child) => wireSchema(context.fieldsOf(child) ?? new Map(), () => ({ type: 'object' }))),
          },
    form: typeof content.form === 'string' ? content.form : context.inputFormOf(context.name),
    steps: compileSteps(content.steps, '/steps', { context, on, scope, results: new Map() }),
    confirm: typeof content.confirm === 'string' ? content.confirm : null,
    danger: content.danger === true,
    primary: content.primary === true,
    internal: content.internal === true,
    preview: typeof content.preview === 'string' ? content.preview : null,
  };
}

function inputProperties(content: JsonObject): JsonObject {
  const input = content.input;
  return isObject(input) && isObject(input.properties) ? input.properties : {};
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
