import type { JsonObject } from '../kernel/json.ts';

export interface TemplateSubject {
  readonly name: string;
  readonly title: string;
  /** Entity (for an import: the action; for a job: the step of a plugin) that the document is about. */
  readonly subject: string;
}

/** The first version of a document of a kind: small, sensible, and it compiles when its subject exists. Never a blank page. */
export function documentTemplate(kind: string, subject: TemplateSubject): JsonObject {
  const { name, title } = subject;
  return { $schema: `../../schema/${kind}.schema.json`, kind, name, title, ...templates[kind]?.(subject) };
}

const templates: Readonly<Record<string, (subject: TemplateSubject) => JsonObject>> = {
  pack: () => ({ version: '0.1.0', language: 'zh', layer: 30, dependencies: { platform: '*' } }),
  type: () => ({ base: 'text', schema: { maxLength: 40 } }),
  trait: () => ({ properties: { note: { $ref: '/types/long-text', title: '备注' } } }),
  dict: () => ({ items: { normal: { title: '普通', color: 'blue' }, urgent: { title: '紧急', color: 'red' } } }),
  entity: () => ({
    traits: ['owned'],
    properties: { name: { $ref: '/types/text', title: '名称', maxLength: 80, search: true }, note: { $ref: '/types/long-text', title: '备注' } },
    required: ['name'],
    display: '{name}',
    states: { active: { title: '有效', initial: true, editable: true, color: 'green' }, closed: { title: '关闭', final: true, color: 'grey' } },
  }),
  form: ({ subject }) => ({ entity: subject, variant: 'edit', sections: { main: { title: '基本信息', fields: { name: { width: 12 } } } } }),
  list: ({ subject }) => ({ entity: subject, columns: { name: { card: 1 }, state: {}, createdAt: {} }, filters: { state: {} }, search: ['name'] }),
  page: ({ subject }) => ({
    entity: subject,
    tabs: { overview: { title: '概况', blocks: { facts: { block: 'facts', title: '基本信息' } } } },
    rail: { history: { block: 'history', title: '历史' } },
  }),
  menu: ({ subject }) => ({ items: { [camel(subject)]: { title: subject, list: subject } } }),
  action: ({ subject }) => ({ on: subject, from: ['active'], steps: { close: { do: 'set', with: { state: 'closed' } } }, confirm: '关闭后不能恢复。' }),
  flow: ({ subject }) => ({
    on: subject,
    steps: {
      head: { node: 'approve', title: '部门负责人', control: true, assignees: { head: { strategy: 'initiatorHead' } } },
      end: { node: 'end', title: '通过', result: 'approved' },
    },
  }),
  policy: ({ subject }) => ({ entity: subject, grants: { staff: { role: 'staff-member', operations: ['read', 'create', 'update', 'export', 'action:*'] } } }),
  role: () => ({ includes: ['staff-member'], menu: 'menu:main', landing: 'page:home' }),
  setting: ({ title }) => ({ property: { type: 'integer', title, minimum: 0 }, default: 30 }),
  import: ({ subject }) => ({
    entity: subject.replace(/-import$/, ''),
    match: ['name'],
    columns: { name: { header: '名称', $ref: '/types/text', required: true } },
    action: subject,
  }),
  job: ({ subject, title }) => ({ at: '00:30', steps: { first: { title, step: subject } } }),
  seed: ({ subject }) => ({ of: subject, match: ['name'], records: { first: { name: '示例' } } }),
  test: ({ subject }) => ({ as: 'staff-member', when: { create: subject, input: { name: '示例' } }, then: { record: { name: '示例' } } }),
};

export const templateKinds: readonly string[] = Object.keys(templates);

function camel(name: string): string {
  return name.replace(/-[a-z0-9]/g, (part) => part.slice(1).toUpperCase());
}
