import type { DocumentText } from './store-world.ts';

/** A small workshop made for the store's tests: every field type, owners, children, links, sensitive values, grants that differ. */
const dict: DocumentText = { kind: 'dict', name: 'tone', ordered: true, items: { low: { title: '低' }, middle: { title: '中' }, high: { title: '高' } } };

const maker: DocumentText = {
  kind: 'entity',
  name: 'maker',
  traits: ['owned'],
  properties: {
    name: { $ref: '/types/text', title: '名称', search: true },
    secretCode: { $ref: '/types/text', title: '暗号', sensitive: { mask: 'tail', tail: 4 } },
  },
  required: ['name'],
  display: '{name}',
};

const step: DocumentText = {
  kind: 'entity',
  name: 'sample-step',
  properties: {
    label: { $ref: '/types/text', title: '步骤' },
    cost: { $ref: '/types/money', title: '费用' },
    pin: { $ref: '/types/text', title: '密码', sensitive: { mask: 'all', tail: 0 } },
  },
};

const sampleProperties = {
  no: { $ref: '/types/serial', title: '编号', serial: 'S{yyyyMMdd}{seq:3}' },
  text: { $ref: '/types/text', title: '文本', search: true },
  longText: { $ref: '/types/long-text', title: '长文本' },
  integer: { $ref: '/types/integer', title: '整数' },
  decimal: { $ref: '/types/decimal', title: '小数', scale: 6 },
  money: { $ref: '/types/money', title: '金额' },
  rate: { $ref: '/types/rate', title: '利率' },
  boolean: { $ref: '/types/boolean', title: '是否' },
  date: { $ref: '/types/date', title: '日期' },
  dateTime: { $ref: '/types/date-time', title: '时间' },
  choice: { $ref: '/types/choice', title: '选项', of: 'tone' },
  choices: { $ref: '/types/choices', title: '多选', of: 'tone' },
  reference: { $ref: '/types/reference', title: '引用', to: 'maker' },
  references: { $ref: '/types/references', title: '多引用', to: 'maker' },
  document: { $ref: '/types/document', title: '文档', of: 'role' },
  attachment: { $ref: '/types/attachment', title: '附件' },
  attachments: { $ref: '/types/attachments', title: '多附件' },
  json: { $ref: '/types/json', title: '结构' },
  phone: { $ref: '/types/text', title: '电话', unique: true, sensitive: { mask: 'phone', tail: 4 } },
  parts: { $ref: '/types/children', title: '步骤', of: 'sample-step' },
  doubled: { $ref: '/types/money', title: '两倍', formula: 'money * 2', virtual: true },
};

const sample: DocumentText = {
  kind: 'entity',
  name: 'sample',
  traits: ['owned'],
  properties: sampleProperties,
  display: '{no} {text}',
  search: ['no', 'text', 'phone', 'reference.name'],
  states: { draft: { title: '草稿', initial: true, editable: true }, done: { title: '完成', final: true } },
  indexes: { byChoice: ['choice', '-money'] },
};

const list: DocumentText = {
  kind: 'list',
  name: 'samples',
  entity: 'sample',
  sort: '-money',
  search: ['no', 'text', 'phone'],
  columns: {
    no: {},
    text: {},
    money: { total: true },
    date: {},
    phone: {},
    makerName: { field: 'reference.name' },
    makerCode: { field: 'reference.secretCode' },
  },
};

const roles: readonly DocumentText[] = ['worker', 'head', 'unit-clerk', 'watcher', 'secretary', 'outsider'].map((name) => ({ kind: 'role', name }));

/** worker: own rows in clear; unit-clerk: own unit, phone masked; head: own tree, money hidden; watcher: all, read only, phone
 *  masked; secretary: high tones only, everything in clear; outsider: nothing. */
const policy: DocumentText = {
  kind: 'policy',
  name: 'sample',
  entity: 'sample',
  grants: {
    own: { role: 'worker', operations: ['read', 'create', 'update', 'retire', 'export'], rows: { fact: 'ownerUser', operator: 'isSelf' } },
    unit: { role: 'unit-clerk', operations: ['read', 'update'], rows: { fact: 'ownerUnit', operator: 'isMyDept' }, fields: { phone: 'mask', '*': 'write' } },
    tree: {
      role: 'head',
      operations: ['read', 'export'],
      rows: { fact: 'ownerUnit', operator: 'isMyDeptTree' },
      fields: { money: 'hidden', phone: 'mask', '*': 'read' },
    },
    all: { role: 'watcher', operations: ['read'], fields: { phone: 'mask', 'parts.cost': 'hidden', '*': 'read' } },
    high: { role: 'secretary', operations: ['read'], rows: { fact: 'choice', operator: 'equal', value: 'high' } },
  },
  restrict: { noSecretText: { operations: ['read'], rows: { fact: 'text', operator: 'notEqual', value: 'sealed' } } },
};

const makerPolicy: DocumentText = {
  kind: 'policy',
  name: 'maker',
  entity: 'maker',
  grants: {
    worker: { role: 'worker', operations: ['read'], rows: { fact: 'ownerUser', operator: 'isSelf' } },
    watcher: { role: 'watcher', operations: ['read'], fields: { secretCode: 'mask', '*': 'read' } },
  },
};

export const lab: readonly DocumentText[] = [dict, maker, step, sample, list, ...roles, policy, makerPolicy];
export const labFolders = ['metadata/platform'];
