import type { CompiledTemplate } from '../condition/formula-types.ts';
import type { ColumnDescriptor } from '../contract/screens.ts';
import type { JsonObject } from '../kernel/json.ts';
import { isObject, pointerToken } from '../kernel/json.ts';
import type { ActionModel, EntityModel, ListModel } from '../model/index.ts';
import type { CompileContext, Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { actingFacts } from './parts/acting-facts.ts';
import { describeBySchema } from './parts/describe.ts';
import { actionButton, columnDescriptor } from './parts/descriptors.ts';
import { combineScopes, fieldAt } from './parts/scope.ts';
import { condition, count, documentSchema, entry, flag, map, named, object, text, texts } from './parts/schema.ts';

const fieldPath = { type: 'string', pattern: '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$' };
const sortText = { type: 'string', pattern: '^-?[a-z][A-Za-z0-9.]*(,-?[a-z][A-Za-z0-9.]*)*$' };

const schema = documentSchema(
  'list',
  '列表|List',
  'A table of records: columns, filters, sort, views, actions.',
  {
    entity: entry('实体|Entity', 'Names the entity whose records it shows.', 'repair-order', 'sealed', named('entity')),
    columns: entry(
      '列|Columns',
      'Lists the columns in order; the key is the property unless `field` says otherwise.',
      { no: {}, customerName: { field: 'customer.name' } },
      'free',
      map(
        '列|column',
        object({
          field: entry('字段|Field', 'Names the property, through references with dots.', 'customer.name', 'free', fieldPath),
          formula: entry('公式|Formula', 'Shows a text made of properties, or a `=formula`.', '{no} {customer.name}', 'free', text),
          title: entry('标题|Title', 'Heads the column; else the title of the property.', '客户', 'free', text),
          width: entry('宽度|Width', 'Sets the width in pixels.', 120, 'free', { ...count, minimum: 40, maximum: 800 }),
          hidden: entry('默认隐藏|Hidden', 'Leaves the column to the column chooser.', true, 'free', { ...flag, default: false }),
          card: entry('卡片顺序|Card', 'Shows it on the phone’s card, as first, second or third.', 1, 'free', { type: 'integer', minimum: 1, maximum: 3 }),
          total: entry('合计|Total', 'Sums the column over the whole result.', true, 'free', { ...flag, default: false }),
        }),
      ),
    ),
    filters: entry(
      '筛选|Filters',
      'Offers these quick filters.',
      { state: {}, createdAt: {} },
      'free',
      map(
        '筛选|filter',
        object({
          field: entry('字段|Field', 'Names the property, through references with dots.', 'customer.grade', 'free', fieldPath),
          title: entry('标题|Title', 'Labels the filter.', '客户等级', 'free', text),
        }),
      ),
    ),
    filter: entry('固定条件|Filter', 'Keeps out every record that does not satisfy it.', { fact: 'state', operator: 'notEqual', value: 'closed' }, 'tighten', {
      ...condition,
      'x-tighten': 'and',
    }),
    sort: entry('排序|Sort', 'Sorts by these properties; `-` sorts downwards.', '-createdAt', 'free', { ...sortText, default: '-createdAt' }),
    views: entry(
      '视图|Views',
      'Offers saved filters as tabs.',
      { mine: { title: '我的', filter: { fact: 'ownerUser', operator: 'isSelf' } } },
      'free',
      map(
        '视图|view',
        object(
          {
            title: entry('标题|Title', 'Names the tab.', '我的', 'free', text),
            filter: entry('条件|Filter', 'Shows only these records.', { fact: 'ownerUser', operator: 'isSelf' }, 'free', condition),
            sort: entry('排序|Sort', 'Sorts this view.', '-createdAt', 'free', sortText),
          },
          ['title'],
        ),
      ),
    ),
    search: entry('搜索字段|Search', 'Lets the search box look into these properties.', ['no', 'customer.name'], 'free', texts),
    actions: entry(
      '操作|Actions',
      'Shows these actions on the list; without it, those that create or work in bulk.',
      { 'repair-order-accept': {} },
      'free',
      map(
        '操作|action',
        object({
          title: entry('标题|Title', 'Labels the button differently here.', '受理', 'free', text),
        }),
        'kebab',
      ),
    ),
    page: entry('页面|Page', 'Opens this page on a row.', 'repair-order', 'free', named('page')),
    create: entry('新建表单|Create form', 'Uses this form for new records.', 'repair-order-create', 'free', named('form')),
  },
  { required: ['entity', 'columns'] },
);

export const list = defineKind({
  kind: 'list',
  title: { zh: '列表', en: 'List' },
  purpose:
    'A list is one statement and one table: which records, which columns, how filtered and sorted. Without a list document a list is generated for each entity.',
  schema,
  example: {
    kind: 'list',
    name: 'customer',
    title: '客户',
    entity: 'customer',
    columns: { name: { card: 1 }, since: {} },
    filters: { since: {} },
    sort: '-createdAt',
    search: ['name'],
  },
  references(content) {
    const entity = String(content.entity);
    const references: Reference[] = [{ pointer: '/entity', to: `entity:${entity}` }];
    for (const place of ['columns', 'filters']) {
      for (const [key, element] of entries(content[place])) {
        const at = `/${place}/${pointerToken(key)}`;
        if (element.formula === undefined)
          references.push({ pointer: element.field === undefined ? at : `${at}/field`, path: String(element.field ?? key), entity });
      }
    }
    sortKeys(content.sort).forEach(({ path }) => references.push({ pointer: '/sort', path, entity }));
    for (const [key, view] of entries(content.views))
      sortKeys(view.sort).forEach(({ path }) => references.push({ pointer: `/views/${key}/sort`, path, entity }));
    (Array.isArray(content.search) ? content.search : []).forEach((path, index) =>
      references.push({ pointer: `/search/${index}`, path: String(path), entity }),
    );
    for (const key of Object.keys((content.actions as object | undefined) ?? {})) references.push({ pointer: `/actions/${key}`, to: `action:${key}` });
    for (const kind of ['page', 'create'] as const)
      if (typeof content[kind] === 'string') references.push({ pointer: `/${kind}`, to: `${kind === 'page' ? 'page' : 'form'}:${content[kind]}` });
    return references;
  },
  compile: compileList,
  describe: describeBySchema(schema),
});

function compileList(content: JsonObject, context: CompileContext): ListModel {
  const entity = String(content.entity);
  const model = context.compiled<EntityModel>('entity', entity);
  const scope = combineScopes([
    { prefix: '', scope: context.scopeOf(entity) },
    { prefix: '', scope: actingFacts },
  ]);
  const columns: { path: string; formula?: CompiledTemplate }[] = [];
  const descriptors: ColumnDescriptor[] = [];
  const totals: string[] = [];
  for (const [key, column] of entries(content.columns)) {
    const at = `/columns/${pointerToken(key)}`;
    if (typeof column.formula === 'string') {
      const formula = context.template(column.formula, `${at}/formula`, scope);
      if (formula !== null) columns.push({ path: key, formula });
      descriptors.push({
        key,
        title: String(column.title ?? key),
        type: 'text',
        widget: 'text',
        sortable: false,
        filterable: false,
        operators: [],
        masked: false,
        ...(typeof column.width === 'number' ? { width: column.width } : {}),
        ...(typeof column.card === 'number' ? { cardRank: column.card } : {}),
      });
      continue;
    }
    const path = String(column.field ?? key);
    const descriptor = columnDescriptor(entity, path, column, context);
    if (descriptor === undefined) continue;
    columns.push({ path });
    descriptors.push(descriptor);
    if (column.total !== true) continue;
    if (['money', 'decimal', 'integer'].includes(descriptor.type)) totals.push(path);
    else
      context.report(
        `${at}/total`,
        'compile.total',
        `Column "${key}" is ${descriptor.type} and cannot be summed.`,
        'remove "total"; money, decimals and integers have totals.',
      );
  }
  const filter = context.condition(content.filter, '/filter', { scope, place: `list "${context.name}"`, uses: ['Q'] });
  const views = entries(content.views).map(([key, view]) => ({
    key,
    title: String(view.title),
    filter: context.condition(view.filter, `/views/${key}/filter`, { scope, place: `view "${key}"`, uses: ['Q'] })?.source ?? null,
    sort: typeof view.sort === 'string' ? view.sort : null,
  }));
  const sort = typeof content.sort === 'string' ? content.sort : '-createdAt';
  checkSort(
    entity,
    [['/sort', sort], ...entries(content.views).map(([key, view]): [string, string] => [`/views/${key}/sort`, typeof view.sort === 'string' ? view.sort : ''])],
    context,
  );
  const search = Array.isArray(content.search) ? content.search.map(String) : [];
  const screens = context.screensOf(entity);
  return {
    name: context.name,
    entity,
    filter,
    columns,
    defaultSort: sortKeys(sort),
    search,
    totals,
    descriptor: {
      kind: 'list',
      name: context.name,
      title: String(content.title),
      ...(content.description === undefined ? {} : { description: String(content.description) }),
      entity,
      columns: descriptors,
      filters: entries(content.filters).map(([key, element]) => String(element.field ?? key)),
      views,
      searchable: search.length > 0,
      ...(search.length > 0
        ? {
            searchTitle: search.map((path) => columnDescriptor(entity, path, {}, context)?.title ?? path).join(context.language.startsWith('zh') ? '、' : ', '),
          }
        : {}),
      defaultSort: sort,
      totals,
      actions: buttons(content, entity, context),
      canCreate: model !== undefined && model.managedBy === null,
      canExport: true,
      createForm: typeof content.create === 'string' ? content.create : (screens?.forms.get('create') ?? null),
      page: typeof content.page === 'string' ? content.page : (screens?.page ?? null),
    },
  };
}

/** Written actions, else those of the entity that make a record or work on many. */
function buttons(content: JsonObject, entity: string, context: CompileContext): ListModel['descriptor']['actions'] {
  if (isObject(content.actions)) {
    return entries(content.actions).flatMap(([name, written]) => {
      const action = context.compiled<ActionModel>('action', name);
      return action === undefined ? [] : [actionButton(action, written)];
    });
  }
  return [...context.models<ActionModel>('action').values()]
    .filter((action) => action.on === entity && !action.internal && (action.creates || action.bulk))
    .map((action) => actionButton(action));
}

function checkSort(entity: string, sorts: readonly (readonly [pointer: string, sort: string])[], context: CompileContext): void {
  for (const [pointer, sort] of sorts) {
    for (const { path } of sortKeys(sort)) {
      const field = fieldAt(entity, path, context)?.field;
      if (field != null && (field.column === null || field.sensitive !== undefined))
        context.report(
          pointer,
          'compile.not-sortable',
          `"${path}" cannot be sorted by: it is ${field.sensitive !== undefined ? 'encrypted' : 'not stored as a column'}.`,
          'sort by another property.',
        );
    }
  }
}

function sortKeys(sort: unknown): { path: string; descending: boolean }[] {
  if (typeof sort !== 'string' || sort === '') return [];
  return sort.split(',').map((key) => ({ path: key.replace(/^-/, ''), descending: key.startsWith('-') }));
}

function entries(value: unknown): [string, JsonObject][] {
  return Object.entries((value as Record<string, JsonObject> | undefined) ?? {});
}
