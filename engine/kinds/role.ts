import type { JsonObject } from '../kernel/json.ts';
import type { RoleModel } from '../model/index.ts';
import type { CompileContext, Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { decimalText, documentSchema, entry, oneOf, text, texts } from './parts/schema.ts';

const schema = documentSchema('role', '角色|Role', 'What a person is here for; policies grant rights to it.', {
  includes: entry('包含角色|Includes', 'Gives its holders these roles too.', ['staff-member'], 'free', texts),
  landing: entry('首页|Landing', 'Opens this page after sign-in.', 'page:home', 'free', { ...text, pattern: '^(page|list):[a-z][a-z0-9-]*$' }),
  menu: entry('菜单|Menu', 'Shows this menu.', 'menu:main', 'free', { ...text, pattern: '^menu:[a-z][a-z0-9-]*$' }),
  incompatibleWith: entry('不相容角色|Incompatible with', 'Lists the roles that the same person may not hold.', ['cashier'], 'tighten', {
    ...texts,
    'x-tighten': 'grow',
  }),
  amountLimits: entry('金额权限|Amount limits', 'Caps the amount of an action for its holders.', { 'repair-order-refund': '500.00' }, 'tighten', {
    type: 'object',
    additionalProperties: { ...decimalText, 'x-class': 'tighten', 'x-tighten': 'lower' },
  }),
  functions: entry('平台功能|Functions', 'Gives platform functions: design, administer, audit, flowAdmin, export, batch.', ['audit'], 'tighten', {
    type: 'array',
    items: oneOf('design', 'administer', 'audit', 'flowAdmin', 'export', 'batch'),
    uniqueItems: true,
    'x-tighten': 'shrink',
  }),
});

export const role = defineKind({
  kind: 'role',
  title: { zh: '角色', en: 'Role' },
  purpose: 'A role is what a person is here for. Changing a role is a publish; giving it to a person is a record with dates.',
  schema,
  example: { kind: 'role', name: 'mechanic', title: '技师' },
  references(content) {
    const references: Reference[] = [];
    for (const key of ['includes', 'incompatibleWith'] as const)
      listOf(content[key]).forEach((name, index) => references.push({ pointer: `/${key}/${index}`, to: `role:${name}` }));
    for (const key of ['landing', 'menu'] as const) if (typeof content[key] === 'string') references.push({ pointer: `/${key}`, to: content[key] });
    for (const name of Object.keys((content.amountLimits as object | undefined) ?? {}))
      references.push({ pointer: `/amountLimits/${name}`, to: `action:${name}` });
    return references;
  },
  compile(content, context): RoleModel {
    return {
      name: context.name,
      title: String(content.title),
      includes: includedRoles(context),
      landing: typeof content.landing === 'string' ? content.landing : null,
      menu: typeof content.menu === 'string' ? content.menu.slice('menu:'.length) : null,
      incompatibleWith: listOf(content.incompatibleWith),
      amountLimits: new Map(Object.entries((content.amountLimits as Record<string, string> | undefined) ?? {})),
      functions: listOf(content.functions),
    };
  },
  describe: describeBySchema(schema),
});

/** Itself and everything below, once each; a circle is reported where it closes. */
function includedRoles(context: CompileContext): readonly string[] {
  const found = new Set<string>([context.name]);
  const visit = (name: string, trail: readonly string[]): void => {
    for (const inner of listOf(context.documents('role').get(name)?.content.includes)) {
      if (inner === context.name) {
        context.report(
          '/includes',
          'compile.role-circle',
          `The roles include each other in a circle: ${[...trail, inner].join(' → ')}.`,
          'remove one of the inclusions.',
        );
        continue;
      }
      if (found.has(inner)) continue;
      found.add(inner);
      visit(inner, [...trail, inner]);
    }
  };
  visit(context.name, [context.name]);
  return [...found];
}

function listOf(value: JsonObject[string] | undefined): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
