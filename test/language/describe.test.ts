import { describe, expect, it } from 'vitest';
import { languageOf } from '../../engine/kinds/language.ts';
import type { Language } from '../../engine/kinds/kind.ts';
import { describeDifference, releaseDifferences } from '../../engine/release/release-differences.ts';
import type { Draft, ShopDocument } from './shop.ts';
import { file, plugin, release, shop } from './shop.ts';

const { kinds } = languageOf([plugin]);

function difference(changes: Partial<Record<ShopDocument, (draft: Draft) => void>>, language: Language = 'zh') {
  return describeDifference(release(shop()), release(shop(changes)), { kinds, language });
}

describe('a difference in the analyst’s words', () => {
  it.each([
    [
      'a new field',
      { customer: (draft: Draft): void => void (draft.properties.birthday = { $ref: '/types/date', title: '生日' }) },
      '实体“客户”：新增字段“生日”。',
      'Entity "客户": adds field "生日".',
    ],
    [
      'a removed field',
      { order: (draft: Draft): void => void delete draft.properties.labour, form: (draft: Draft): void => void delete draft.sections.main.fields.labour },
      undefined,
      undefined,
    ],
    [
      'a bound',
      { customer: (draft: Draft): void => void (draft.properties.credit.max = '4000') },
      '实体“客户”的字段“信用额度”：最大值 由 “5000” 改为 “4000”。',
      'Entity "客户", field "信用额度": maximum changes from "5000" to "4000".',
    ],
    [
      'a flag',
      { customer: (draft: Draft): void => void (draft.properties.name.unique = true) },
      '实体“客户”的字段“姓名”：唯一 设为 是。',
      'Entity "客户", field "姓名": unique is set to yes.',
    ],
    [
      'a list of operations',
      { policy: (draft: Draft): void => void (draft.grants.manager.operations = ['read', 'update', 'action:*']) },
      '权限“维修单权限”的授权“manager”：操作 由 read、action:* 改为 read、update、action:*。',
      'Policy "维修单权限", grant "manager": operations changes from read, action:* to read, update, action:*.',
    ],
    [
      'a new item',
      { dict: (draft: Draft): void => void (draft.items.total = { title: '大总成' }) },
      '字典“类别”：新增选项“大总成”。',
      'Code table "类别": adds item "大总成".',
    ],
    [
      'an order',
      { dict: (draft: Draft): void => void (draft.items = { major: draft.items.major, simple: draft.items.simple }) },
      '字典“类别”：调整了顺序。',
      'Code table "类别": the order changes.',
    ],
    [
      'a title',
      { setting: (draft: Draft): void => void (draft.title = '质保天数') },
      '参数“质保天数”：标题 由 “保修天数” 改为 “质保天数”。',
      'Setting "质保天数": title changes from "保修天数" to "质保天数".',
    ],
  ] as const)('%s', (name, changes, zh, en) => {
    if (zh === undefined) {
      const without = {
        order: (draft: Draft) => {
          changes.order?.(draft);
          draft.properties.total.formula = 'sum(parts.amount)';
          draft.constraints = {};
        },
        form: (changes as { form: (draft: Draft) => void }).form,
      };
      expect(difference(without)).toContain('实体“维修单”：删除字段“工时费”。');
      return;
    }
    expect(difference(changes), name).toEqual([zh]);
    expect(difference(changes, 'en').map((sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1))).toEqual([en]);
  });

  it('names documents that come and go', () => {
    const after = release(shop({ people: null }, [file({ kind: 'role', name: 'guest', title: '访客' })]));
    const before = release(shop());
    expect(describeDifference(before, after, { kinds, language: 'zh' })).toEqual(['新增角色“访客”。', '删除初始数据“人员”。']);
    expect(describeDifference(null, after, { kinds, language: 'zh' })).toContain('新增实体“客户”。');
  });

  it('gives the places that differ', () => {
    const differences = releaseDifferences(release(shop()), release(shop({ setting: (draft) => void Object.assign(draft, { default: 30, title: '天数' }) })), {
      kinds,
      language: 'en',
    });
    expect(differences).toMatchObject([{ document: 'setting:warranty-days', change: 'changed', pointers: ['/title', '/default'] }]);
  });

  it('compares a renamed document with what it was', () => {
    const differences = releaseDifferences(
      release(shop()),
      release(shop({ setting: (draft) => void Object.assign(draft, { name: 'guarantee-days', formerly: ['warranty-days'] }) })),
      { kinds, language: 'zh' },
    );
    expect(differences.map(({ document, change }) => `${change} ${document}`)).toEqual(['changed setting:guarantee-days']);
  });

  it('is empty between a release and itself', () => {
    expect(difference({})).toEqual([]);
  });
});
