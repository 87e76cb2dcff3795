import type { MenuDescriptor, MenuItem } from '../contract/screens.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { documentSchema, entry, map, named, object, text } from './parts/schema.ts';

const items = map('菜单项|item', { $ref: '#/$defs/item' });

const schema = documentSchema(
  'menu',
  '菜单|Menu',
  'The navigation; an item shows only to people who may open it.',
  {
    items: entry(
      '菜单项|Items',
      'Lists the entries in order; a group has items of its own.',
      { customers: { title: '客户', list: 'customer' } },
      'free',
      items,
    ),
  },
  {
    required: ['items'],
    definitions: {
      item: object(
        {
          title: entry('标题|Title', 'Labels the entry.', '客户', 'free', text),
          icon: entry('图标|Icon', 'Names an icon of the kit.', 'team', 'free', text),
          list: entry('列表|List', 'Opens this list.', 'customer', 'free', named('list')),
          page: entry('页面|Page', 'Opens this free page.', 'home', 'free', named('page')),
          to: entry('地址|To', 'Opens this address of the application.', '/tasks', 'free', { type: 'string', pattern: '^/' }),
          count: entry('计数|Count', 'Shows how many rows this list has.', 'repair-order', 'free', named('list')),
          items: entry('子项|Items', 'Groups further entries.', { customers: { title: '客户', list: 'customer' } }, 'free', items),
        },
        ['title'],
      ),
    },
  },
);

export const menu = defineKind({
  kind: 'menu',
  title: { zh: '菜单', en: 'Menu' },
  purpose: 'A menu leads to lists and pages, in at most two levels. Nothing in it gives a right: an entry is shown when its list or page may be opened.',
  schema,
  example: { kind: 'menu', name: 'main', title: '主菜单', items: { customers: { title: '客户', icon: 'team', list: 'customer' } } },
  check(content, report) {
    each(content.items, '/items', (item, pointer) => {
      const ways = ['list', 'page', 'to', 'items'].filter((key) => item[key] !== undefined);
      if (ways.length !== 1)
        report(
          pointer,
          'validate.menu-target',
          `A menu item leads to exactly one place; this one has ${ways.length === 0 ? 'none' : ways.join(' and ')}.`,
          'write one of list, page, to or items.',
        );
    });
  },
  references(content) {
    const references: Reference[] = [];
    each(content.items, '/items', (item, pointer) => {
      if (typeof item.list === 'string') references.push({ pointer: `${pointer}/list`, to: `list:${item.list}` });
      if (typeof item.page === 'string') references.push({ pointer: `${pointer}/page`, to: `page:${item.page}` });
      if (typeof item.count === 'string') references.push({ pointer: `${pointer}/count`, to: `list:${item.count}` });
    });
    return references;
  },
  compile: (content, { name }): MenuDescriptor => ({ kind: 'menu', name, title: String(content.title), items: compileItems(content.items) }),
  describe: describeBySchema(schema),
});

function compileItems(value: unknown): MenuItem[] {
  return Object.entries((value as Record<string, JsonObject> | undefined) ?? {}).map(([key, item]) => {
    const to =
      typeof item.list === 'string'
        ? `/list/${item.list}`
        : typeof item.page === 'string'
          ? `/page/${item.page}`
          : typeof item.to === 'string'
            ? item.to
            : undefined;
    return {
      key,
      title: String(item.title),
      ...(typeof item.icon === 'string' ? { icon: item.icon } : {}),
      ...(to === undefined ? {} : { to }),
      ...(typeof item.count === 'string' ? { count: item.count } : {}),
      ...(item.items === undefined ? {} : { items: compileItems(item.items) }),
    };
  });
}

function each(value: unknown, at: string, visit: (item: JsonObject, pointer: string) => void): void {
  for (const [key, item] of Object.entries((value as Record<string, JsonObject> | undefined) ?? {})) {
    visit(item, `${at}/${key}`);
    each(item.items, `${at}/${key}/items`, visit);
  }
}
