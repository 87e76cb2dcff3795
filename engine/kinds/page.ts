import type { BlockDescriptor, PageDescriptor } from '../contract/screens.ts';
import type { JsonObject } from '../kernel/json.ts';
import { isObject, pointerToken } from '../kernel/json.ts';
import type { ActionModel, EntityModel } from '../model/index.ts';
import type { CompileContext, Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { actingFacts } from './parts/acting-facts.ts';
import { describeBySchema } from './parts/describe.ts';
import { actionButton, columnDescriptor } from './parts/descriptors.ts';
import { combineScopes } from './parts/scope.ts';
import { condition, count, documentSchema, entry, flag, map, named, object, oneOf, text } from './parts/schema.ts';

const coreBlocks = ['facts', 'related', 'history', 'flow', 'figure', 'tasks', 'list', 'text'];

const blocks = map(
  '区块|block',
  object(
    {
      block: entry(
        '类型|Block',
        'Says what the block shows: facts, related, history, flow, figure, tasks, list, text, or a plugin’s block such as `ledger.journal`.',
        'related',
        'sealed',
        { type: 'string', pattern: `^(${coreBlocks.join('|')}|[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*)$` },
      ),
      title: entry('标题|Title', 'Heads the block.', '维修单', 'free', text),
      form: entry('表单|Form', 'Names the form whose fields `facts` shows.', 'customer-view', 'free', named('form')),
      list: entry('列表|List', 'Names the list of `related`, `list` and `figure`.', 'repair-order', 'free', named('list')),
      by: entry('关联字段|By', 'Names the property of the listed entity that points at this record.', 'customer', 'free', text),
      create: entry('可新建|Create', 'Offers to make a related record.', false, 'free', { ...flag, default: true }),
      view: entry('视图|View', 'Opens the list in this view.', 'mine', 'free', text),
      limit: entry('行数|Limit', 'Shows this many rows.', 5, 'free', { ...count, minimum: 1, maximum: 50, default: 5 }),
      filter: entry('条件|Filter', 'Counts or sums only these records.', { fact: 'state', operator: 'equal', value: 'open' }, 'free', condition),
      measure: entry('度量|Measure', 'Counts the rows or sums a property.', 'count', 'free', { ...oneOf('count', 'sum'), default: 'count' }),
      of: entry('合计字段|Of', 'Names the property that is summed.', 'price', 'free', text),
      help: entry('口径|Help', 'Defines the figure in a sentence.', '尚未取车的维修单', 'free', text),
      text: entry('文字|Text', 'Shows this text.', '请核对车架号。', 'free', text),
      operation: entry(
        '数据操作|Operation',
        'Names the read-only operation that gives the data of a plugin’s block.',
        'ledger.journal',
        'free',
        named('operation'),
      ),
    },
    ['block'],
  ),
);

const schema = documentSchema(
  'page',
  '页面|Page',
  'Blocks on a record, or a free page such as home.',
  {
    entity: entry('实体|Entity', 'Names the entity whose record it shows; without it the page stands alone.', 'customer', 'sealed', named('entity')),
    facts: entry(
      '要点|Facts',
      'Shows the three facts that matter beside the name.',
      { grade: {} },
      'free',
      map(
        '要点|fact',
        object({
          field: entry('字段|Field', 'Names the property, through references with dots.', 'customer.grade', 'free', text),
          title: entry('标题|Title', 'Labels the fact.', '等级', 'free', text),
        }),
      ),
    ),
    tabs: entry(
      '页签|Tabs',
      'Divides the page.',
      { overview: { title: '概况', blocks: {} } },
      'free',
      map(
        '页签|tab',
        object(
          {
            title: entry('标题|Title', 'Names the tab.', '概况', 'free', text),
            blocks: entry('区块|Blocks', 'Lists the blocks of the tab.', { facts: { block: 'facts', form: 'customer-view' } }, 'free', blocks),
          },
          ['title', 'blocks'],
        ),
      ),
    ),
    rail: entry('右栏|Rail', 'Lists the blocks at the right.', { history: { block: 'history', title: '历史' } }, 'free', blocks),
    actions: entry(
      '操作|Actions',
      'Shows these actions in this order; without it, all actions on the entity.',
      { 'repair-order-accept': {} },
      'free',
      map('操作|action', object({ title: entry('标题|Title', 'Labels the button differently here.', '受理', 'free', text) }), 'kebab'),
    ),
    forms: entry(
      '表单|Forms',
      'Names the forms that the page edits and shows with.',
      { edit: 'customer-edit' },
      'free',
      object({
        edit: entry('编辑|Edit', 'Names the edit form.', 'customer-edit', 'free', named('form')),
        view: entry('查看|View', 'Names the view form.', 'customer-view', 'free', named('form')),
      }),
    ),
  },
  { required: ['tabs'] },
);

export const page = defineKind({
  kind: 'page',
  title: { zh: '页面', en: 'Page' },
  purpose:
    'A page shows one record: the facts that matter, tabs of blocks, a rail at the right, and the actions that one may do. A page without an entity is a free page, such as home. Without a page document a page is generated for each entity.',
  schema,
  example: {
    kind: 'page',
    name: 'customer',
    title: '客户',
    entity: 'customer',
    tabs: { overview: { title: '概况', blocks: { facts: { block: 'facts', title: '基本信息', form: 'customer-view' } } } },
    rail: { history: { block: 'history', title: '历史' } },
  },
  check(content, report) {
    for (const { block, pointer } of allBlocks(content)) {
      const kind = String(block.block);
      for (const needed of neededBy[kind] ?? [])
        if (block[needed] === undefined) report(pointer, 'validate.block-needs', `A block "${kind}" needs "${needed}".`, `add "${needed}".`);
      if (['facts', 'related', 'history', 'flow'].includes(kind) && content.entity === undefined)
        report(
          `${pointer}/block`,
          'validate.block-place',
          `A block "${kind}" shows a record, and this page has none.`,
          'write "entity" on the page, or use another block.',
        );
      if (kind === 'figure' && block.measure === 'sum' && block.of === undefined)
        report(pointer, 'validate.block-needs', 'A sum needs "of".', 'add "of": "<property>".');
    }
  },
  references(content) {
    const references: Reference[] = [];
    const entity = typeof content.entity === 'string' ? content.entity : undefined;
    if (entity !== undefined) {
      references.push({ pointer: '/entity', to: `entity:${entity}` });
      for (const [key, fact] of Object.entries((content.facts as Record<string, JsonObject> | undefined) ?? {}))
        references.push({ pointer: fact.field === undefined ? `/facts/${key}` : `/facts/${key}/field`, path: String(fact.field ?? key), entity });
    }
    for (const { block, pointer } of allBlocks(content)) {
      for (const kind of ['form', 'list', 'operation'] as const)
        if (typeof block[kind] === 'string') references.push({ pointer: `${pointer}/${kind}`, to: `${kind}:${block[kind]}` });
    }
    for (const key of Object.keys((content.actions as object | undefined) ?? {})) references.push({ pointer: `/actions/${key}`, to: `action:${key}` });
    for (const [key, name] of Object.entries((content.forms as JsonObject | undefined) ?? {}))
      references.push({ pointer: `/forms/${key}`, to: `form:${name}` });
    return references;
  },
  compile: compilePage,
  describe: describeBySchema(schema),
});

const neededBy: Readonly<Record<string, readonly string[]>> = { related: ['list', 'by'], list: ['list'], figure: ['list'], text: ['text'] };

function compilePage(content: JsonObject, context: CompileContext): PageDescriptor {
  const entity = typeof content.entity === 'string' ? content.entity : null;
  const model = entity === null ? undefined : context.compiled<EntityModel>('entity', entity);
  const screens = entity === null ? undefined : context.screensOf(entity);
  const forms = (content.forms as { edit?: string; view?: string } | undefined) ?? {};
  const viewForm = forms.view ?? screens?.forms.get('view') ?? null;
  const build = (blocks: unknown, at: string) =>
    Object.entries((blocks as Record<string, JsonObject> | undefined) ?? {}).map(([key, block]) =>
      compileBlock(key, block, `${at}/${pointerToken(key)}`, { context, viewForm, title: String(content.title) }),
    );
  return {
    kind: 'page',
    name: context.name,
    title: String(content.title),
    entity,
    facts:
      entity === null
        ? []
        : Object.entries((content.facts as Record<string, JsonObject> | undefined) ?? {}).flatMap(
            ([key, fact]) => columnDescriptor(entity, String(fact.field ?? key), fact, context) ?? [],
          ),
    tabs: Object.entries(content.tabs as Record<string, JsonObject>).map(([key, tab]) => ({
      key,
      title: String(tab.title),
      blocks: build(tab.blocks, `/tabs/${key}/blocks`),
    })),
    rail: build(content.rail, '/rail'),
    actions: buttons(content, entity, context),
    canEdit: model !== undefined && model.managedBy === null,
    canRetire: model !== undefined && model.managedBy === null,
    editForm: forms.edit ?? screens?.forms.get('edit') ?? null,
    viewForm,
    states: [...(model?.states.values() ?? [])].map(({ key, title, color, final }) => ({ key, title, ...(color === undefined ? {} : { color }), final })),
  };
}

function buttons(content: JsonObject, entity: string | null, context: CompileContext): PageDescriptor['actions'] {
  const actions = context.models<ActionModel>('action');
  if (isObject(content.actions))
    return Object.entries(content.actions as Record<string, JsonObject>).flatMap(([name, written]) => {
      const action = actions.get(name);
      return action === undefined ? [] : [actionButton(action, written)];
    });
  return [...actions.values()]
    .filter((action) => entity !== null && action.on === entity && !action.internal && !action.creates)
    .map((action) => actionButton(action));
}

function compileBlock(
  key: string,
  block: JsonObject,
  at: string,
  { context, viewForm, title }: { context: CompileContext; viewForm: string | null; title: string },
): BlockDescriptor {
  const head = { key, title: String(block.title ?? title) };
  const listName = String(block.list ?? '');
  const listed = String(context.documents('list').get(listName)?.content.entity ?? '');
  switch (block.block) {
    case 'facts':
      return { block: 'facts', ...head, form: String(block.form ?? viewForm ?? '') };
    case 'related':
      checkListed(listed, String(block.by), `${at}/by`, context);
      return { block: 'related', ...head, list: listName, by: String(block.by), create: block.create !== false };
    case 'history':
    case 'flow':
    case 'tasks':
      return { block: block.block, ...head };
    case 'figure': {
      if (typeof block.of === 'string') checkListed(listed, block.of, `${at}/of`, context);
      const scope = combineScopes([
        { prefix: '', scope: context.scopeOf(listed) },
        { prefix: '', scope: actingFacts },
      ]);
      const filter = context.condition(block.filter, `${at}/filter`, { scope, place: `figure "${key}"`, uses: ['Q'] });
      return {
        block: 'figure',
        ...head,
        list: listName,
        filter: filter?.source ?? null,
        of: typeof block.of === 'string' ? block.of : null,
        measure: block.measure === 'sum' ? 'sum' : 'count',
        ...(typeof block.help === 'string' ? { help: block.help } : {}),
      };
    }
    case 'list': {
      const views = (context.documents('list').get(listName)?.content.views ?? {}) as JsonObject;
      if (typeof block.view === 'string' && views[block.view] === undefined)
        context.report(
          `${at}/view`,
          'link.unknown-view',
          `List "${listName}" has no view "${block.view}".`,
          `it has: ${Object.keys(views).join(', ') || 'none'}.`,
        );
      return {
        block: 'list',
        ...head,
        list: listName,
        view: typeof block.view === 'string' ? block.view : null,
        limit: typeof block.limit === 'number' ? block.limit : 5,
      };
    }
    case 'text':
      return { block: 'text', ...head, text: String(block.text) };
    default:
      return { block: 'plugin', ...head, name: String(block.block), operation: typeof block.operation === 'string' ? block.operation : null };
  }
}

function checkListed(entity: string, path: string, pointer: string, context: CompileContext): void {
  const fields = context.fieldsOf(entity);
  if (fields === undefined || context.scopeOf(entity).lookup(path) !== undefined) return;
  context.report(
    pointer,
    'link.unknown-field',
    `Page "${context.name}" names "${path}", but entity "${entity}" has no such property.`,
    `it has: ${[...fields.keys()].join(', ')}.`,
  );
}

function allBlocks(content: JsonObject): { block: JsonObject; pointer: string }[] {
  const own = (blocks: unknown, at: string) =>
    Object.entries((blocks as Record<string, JsonObject> | undefined) ?? {}).map(([key, block]) => ({ block, pointer: `${at}/${pointerToken(key)}` }));
  return [
    ...Object.entries((content.tabs as Record<string, JsonObject> | undefined) ?? {}).flatMap(([key, tab]) => own(tab.blocks, `/tabs/${key}/blocks`)),
    ...own(content.rail, '/rail'),
  ];
}
