import type { Diagnostic } from '../../engine/kernel/diagnostic.ts';
import type { JsonObject } from '../../engine/kernel/json.ts';
import type { Release } from '../../engine/model/index.ts';
import type { SourceFile } from '../../engine/pipeline.ts';
import { compileSources } from '../../engine/pipeline.ts';
import type { PluginDefinition } from '../../engine/plugin-api/index.ts';
import { definePlugin } from '../../engine/plugin-api/index.ts';

/** A document as a file of a pack. */
export function file(content: JsonObject | string, pack = 'shop', name?: string): SourceFile {
  const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
  const { kind, name: own } = typeof content === 'string' ? ({} as JsonObject) : content;
  return { file: name ?? (kind === 'pack' ? `${pack}/pack.json` : `${pack}/main/${own}.${kind}.json`), pack, text };
}

export const packs = {
  shop: { kind: 'pack', name: 'shop', title: '修车铺', version: '1.0.0', language: 'zh', layer: 20 },
  client: { kind: 'pack', name: 'client', title: '客户', version: '1.0.0', language: 'zh', layer: 30, dependencies: { shop: '>=1.0' } },
} as const satisfies Record<string, JsonObject>;

/** A repair shop: units and staff, customers, orders with parts, one approval. */
export const documents = {
  unit: { kind: 'entity', name: 'org-unit', title: '部门', properties: { name: { $ref: '/types/text', title: '名称' } }, required: ['name'] },
  staff: {
    kind: 'entity',
    name: 'staff',
    title: '员工',
    properties: { name: { $ref: '/types/text', title: '姓名' }, unit: { $ref: '/types/reference', title: '部门', to: 'org-unit' } },
    required: ['name'],
  },
  dict: { kind: 'dict', name: 'repair-kind', title: '类别', ordered: true, items: { simple: { title: '小修' }, major: { title: '大修', color: 'red' } } },
  customer: {
    kind: 'entity',
    name: 'customer',
    title: '客户',
    traits: ['owned'],
    properties: {
      name: { $ref: '/types/text', title: '姓名', maxLength: 40, search: true },
      phone: { $ref: '/types/text', title: '手机', sensitive: { mask: 'phone', tail: 4 } },
      credit: { $ref: '/types/money', title: '信用额度', min: '0', max: '5000' },
    },
    required: ['name'],
    display: '{name}',
  },
  part: {
    kind: 'entity',
    name: 'order-part',
    title: '配件',
    properties: {
      label: { $ref: '/types/text', title: '名称' },
      price: { $ref: '/types/money', title: '单价' },
      quantity: { type: 'integer', title: '数量', minimum: 1 },
      amount: { $ref: '/types/money', title: '金额', formula: 'price * quantity' },
    },
    required: ['label', 'price', 'quantity'],
  },
  order: {
    kind: 'entity',
    name: 'repair-order',
    title: '维修单',
    traits: ['owned', 'attachable'],
    properties: {
      no: { $ref: '/types/serial', title: '单号', serial: 'WX{yyyyMMdd}{seq:4}' },
      customer: { $ref: '/types/reference', title: '客户', to: 'customer' },
      kind: { $ref: '/types/choice', title: '类别', of: 'repair-kind', default: 'simple' },
      labour: { $ref: '/types/money', title: '工时费', min: '0' },
      parts: { $ref: '/types/children', title: '配件', of: 'order-part' },
      total: { $ref: '/types/money', title: '合计', formula: 'coalesce(labour, 0) + sum(parts.amount)' },
      due: { $ref: '/types/date', title: '约定日期' },
    },
    required: ['customer', 'kind'],
    display: '{no} {customer.name}',
    states: {
      draft: { title: '草稿', initial: true, editable: true },
      approving: { title: '审批中' },
      accepted: { title: '已受理', color: 'green' },
      done: { title: '已取车', final: true },
    },
    indexes: { byCustomer: ['customer', '-createdAt'] },
    constraints: { positive: { rule: { fact: 'labour', operator: 'greaterThanInclusive', value: '0' }, message: '工时费不得为负', field: 'labour' } },
    search: ['no'],
  },
  form: {
    kind: 'form',
    name: 'repair-order-edit',
    title: '维修单',
    entity: 'repair-order',
    variant: 'edit',
    sections: {
      main: {
        title: '基本信息',
        fields: {
          customer: { width: 12 },
          kind: {},
          labour: { required: { fact: 'kind', operator: 'equal', value: 'major' } },
          due: { visible: { fact: 'kind', operator: 'equal', value: 'major' } },
          parts: {},
        },
      },
    },
  },
  list: {
    kind: 'list',
    name: 'repair-order',
    title: '维修单',
    entity: 'repair-order',
    columns: { no: { card: 1 }, customerName: { field: 'customer.name', card: 2 }, kind: {}, total: { total: true }, state: {} },
    filters: { state: {}, kind: {} },
    sort: '-createdAt',
    views: { open: { title: '未完成', filter: { fact: 'state', operator: 'notEqual', value: 'done' } } },
    search: ['no', 'customer.name'],
  },
  page: {
    kind: 'page',
    name: 'customer',
    title: '客户',
    entity: 'customer',
    facts: { credit: {} },
    tabs: { orders: { title: '维修单', blocks: { orders: { block: 'related', title: '维修单', list: 'repair-order', by: 'customer' } } } },
  },
  menu: {
    kind: 'menu',
    name: 'main',
    title: '菜单',
    items: {
      work: {
        title: '业务',
        items: { orders: { title: '维修单', list: 'repair-order', count: 'repair-order' }, customers: { title: '客户', list: 'customer' } },
      },
    },
  },
  submit: {
    kind: 'action',
    name: 'order-submit',
    title: '提交',
    on: 'repair-order',
    from: ['draft'],
    when: { fact: 'parts', operator: 'countCmp', value: { is: 'greaterThanInclusive', to: 1 } },
    whenMessage: '请填写配件',
    steps: { approval: { do: 'flow.start', flow: 'order-approval' } },
  },
  submitted: {
    kind: 'action',
    name: 'order-submitted',
    title: '转审批',
    on: 'repair-order',
    internal: true,
    from: ['draft'],
    steps: { state: { do: 'set', with: { state: 'approving' } } },
  },
  accept: {
    kind: 'action',
    name: 'order-accept',
    title: '受理',
    on: 'repair-order',
    internal: true,
    from: ['approving'],
    notBy: ['createdBy'],
    input: { properties: { remark: { $ref: '/types/text', title: '备注' } } },
    steps: { state: { do: 'set', with: { state: 'accepted', due: '=addMonths(today(), 1)' } } },
  },
  flow: {
    kind: 'flow',
    name: 'order-approval',
    title: '维修审批',
    on: 'repair-order',
    outcomes: { submitted: 'order-submitted', approved: 'order-accept' },
    keyFacts: ['total'],
    steps: {
      byTotal: {
        node: 'exclusive',
        title: '按金额',
        branches: {
          big: {
            title: '大额',
            when: { fact: 'total', operator: 'greaterThan', value: '1000' },
            steps: {
              manager: {
                node: 'approve',
                title: '经理',
                control: true,
                assignees: { managers: { strategy: 'role', value: 'manager' } },
                mode: 'vote',
                vote: { pass: '2/3' },
              },
            },
          },
          rest: { title: '其他', steps: {} },
        },
      },
      head: { node: 'approve', title: '店长', assignees: { head: { strategy: 'initiatorHead' } } },
      end: { node: 'end', title: '通过', result: 'approved' },
    },
  },
  mechanic: { kind: 'role', name: 'mechanic', title: '技师', menu: 'menu:main' },
  manager: { kind: 'role', name: 'manager', title: '经理', includes: ['mechanic'] },
  policy: {
    kind: 'policy',
    name: 'repair-order',
    title: '维修单权限',
    entity: 'repair-order',
    grants: {
      mechanic: { role: 'mechanic', operations: ['read', 'create', 'update', 'action:order-submit'], rows: { fact: 'ownerUser', operator: 'isSelf' } },
      manager: { role: 'manager', operations: ['read', 'action:*'] },
    },
    restrict: { done: { operations: ['update'], rows: { fact: 'state', operator: 'notEqual', value: 'done' } } },
  },
  setting: { kind: 'setting', name: 'warranty-days', title: '保修天数', property: { type: 'integer', title: '保修天数', minimum: 0 }, default: 90 },
  register: {
    kind: 'action',
    name: 'customer-register',
    title: '登记客户',
    on: 'customer',
    creates: true,
    input: { properties: { name: { $ref: '/types/text', title: '姓名' } }, required: ['name'] },
    steps: { customer: { do: 'create', entity: 'customer', with: { name: '{input.name}' } } },
  },
  import: {
    kind: 'import',
    name: 'customer',
    title: '客户导入',
    entity: 'customer',
    match: ['name'],
    columns: { name: { header: '姓名', $ref: '/types/text', required: true } },
    action: 'customer-register',
  },
  job: { kind: 'job', name: 'shop-day-end', title: '日终', at: '00:30', cutOff: '23:00', steps: { late: { title: '标记超期', step: 'garage.mark-late' } } },
  seed: { kind: 'seed', name: 'unit', title: '部门', of: 'org-unit', match: ['name'], records: { hq: { name: '总店' } } },
  people: { kind: 'seed', name: 'people', title: '人员', of: 'staff', match: ['name'], records: { boss: { name: '老板', unit: '@org-unit/hq' } } },
  test: {
    kind: 'test',
    name: 'register',
    title: '登记客户',
    as: 'mechanic',
    when: { action: 'customer-register', input: { name: '王芳' } },
    then: { record: { name: '王芳' } },
  },
  type: { kind: 'type', name: 'frame-number', title: '车架号', base: 'text', schema: { pattern: '^[A-Z0-9]{6,20}$', maxLength: 20 } },
  trait: {
    kind: 'trait',
    name: 'priced',
    title: '有价格',
    properties: { listPrice: { $ref: '/types/money', title: '标价', min: '0' } },
    required: ['listPrice'],
  },
} as const satisfies Record<string, JsonObject>;

export type ShopDocument = keyof typeof documents;

export const english = { 'entity:customer': { '/title': 'Customer', '/properties/name/title': 'Name' } };

/** The shop's files; `changes` replaces documents by key, a function changes a copy, null leaves one out. */
export function shop(
  changes: Partial<Record<ShopDocument, JsonObject | string | null | ((document: Draft) => void)>> = {},
  more: readonly SourceFile[] = [],
): readonly SourceFile[] {
  const files = Object.entries(documents).flatMap(([key, document]) => {
    const change = changes[key as ShopDocument];
    if (change === null) return [];
    if (typeof change === 'string') return [file(change, 'shop', `shop/main/${document.name}.${document.kind}.json`)];
    if (typeof change !== 'function') return [file(change ?? document)];
    const copy = structuredClone(document) as Draft;
    change(copy);
    return [file(copy)];
  });
  return [file(packs.shop), ...files, ...more];
}

// biome-ignore lint/suspicious/noExplicitAny: a draft of a document is changed freely, also into what is wrong
export type Draft = any;

/** Files of a client pack on top of the shop. */
export function client(...contents: readonly JsonObject[]): readonly SourceFile[] {
  return [file(packs.client, 'client'), ...contents.map((content) => file(content, 'client'))];
}

export const plugin: PluginDefinition = definePlugin({
  name: 'garage',
  types: [{ name: 'plate', title: '车牌', base: 'text', schema: { maxLength: 8 }, check: (value) => (value.length > 3 ? undefined : 'value.check') }],
  kinds: [
    {
      kind: 'price-book',
      title: '价目表',
      schema: {
        type: 'object',
        properties: {
          currency: { type: 'string' },
          rates: {
            type: 'object',
            additionalProperties: { type: 'object', properties: { price: { type: 'string' } }, required: ['price'], additionalProperties: false },
          },
        },
        required: ['rates'],
        additionalProperties: false,
      },
      check(content, report) {
        for (const [key, rate] of Object.entries(content.rates as Record<string, { price: string }>))
          if (Number(rate.price) < 0) report(`/rates/${key}/price`, 'garage.negative', `Rate "${key}" is negative.`, 'write a price of 0 or more.');
      },
      references: () => [],
      compile: (content) => Object.keys(content.rates as object),
    },
  ],
  operations: [
    {
      name: 'garage.weigh',
      title: '称重',
      input: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
      output: { type: 'object', properties: { fee: { type: 'string', format: 'money' } } },
      run: async () => ({ fee: '0.00' }),
    },
  ],
  batchSteps: [
    { name: 'mark-late', title: '标记超期', over: 'repair-order', run: async () => ({ processed: 0 }) },
    { name: 'count-ghosts', title: '清点', over: 'repair-odrer', run: async () => ({ processed: 0 }) },
  ],
});

export function compile(sources: readonly SourceFile[]): { release: Release | null; diagnostics: readonly Diagnostic[] } {
  return compileSources(sources, [plugin]);
}

/** The release of sources that must compile without a finding. */
export function release(sources: readonly SourceFile[]): Release {
  const { release: made, diagnostics } = compile(sources);
  if (made === null || diagnostics.length > 0) throw new Error(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`).join('\n'));
  return made;
}
