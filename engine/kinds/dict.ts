import type { JsonObject } from '../kernel/json.ts';
import type { Choice } from '../model/index.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { documentSchema, entry, flag, map, object, text } from './parts/schema.ts';

export interface DictModel {
  readonly title: string;
  readonly ordered: boolean;
  readonly items: readonly Choice[];
}

const schema = documentSchema(
  'dict',
  '字典|Code table',
  'A closed list of values that people choose from.',
  {
    items: entry(
      '选项|Items',
      'Lists the values in the order of display; the key is what is stored.',
      { bike: { title: '自行车' } },
      'free',
      map(
        '选项|item',
        object(
          {
            title: entry('标题|Title', 'Labels the value.', '自行车', 'free', text),
            description: entry('说明|Description', 'Explains the value.', '两轮', 'free', text),
            color: entry('颜色|Colour', 'Colours its tag by meaning.', 'green', 'free', text),
            retired: entry('停用|Retired', 'Keeps the value readable but no longer offers it.', true, 'free', { ...flag, default: false }),
            parent: entry('上级|Parent', 'Names the item above it in a tree.', 'vehicle', 'free', text),
          },
          ['title'],
        ),
        'code',
      ),
    ),
    ordered: entry('有序|Ordered', 'Ranks the values in this order, lowest first, for comparisons such as gradeAtLeast.', true, 'sealed', {
      ...flag,
      default: false,
    }),
  },
  { required: ['items'] },
);

export const dict = defineKind({
  kind: 'dict',
  title: { zh: '字典', en: 'Code table' },
  purpose: 'A code table gives choices their values, titles and colours. Values are never removed while records hold them: retire them.',
  schema,
  example: { kind: 'dict', name: 'repair-kind', title: '维修类别', items: { brake: { title: '刹车' }, wheel: { title: '车轮', color: 'blue' } } },
  check(content, report) {
    const items = content.items as Record<string, JsonObject>;
    for (const [key, item] of Object.entries(items)) {
      if (typeof item.parent === 'string' && items[item.parent] === undefined)
        report(
          `/items/${key}/parent`,
          'validate.dict-parent',
          `Item "${key}" names the parent "${item.parent}", which is not an item here.`,
          'name an item of this code table.',
        );
    }
  },
  compile(content): DictModel {
    return {
      title: String(content.title),
      ordered: content.ordered === true,
      items: Object.entries(content.items as Record<string, JsonObject>).map(([value, item]) => ({
        value,
        title: String(item.title),
        ...(item.color === undefined ? {} : { color: String(item.color) }),
        ...(item.retired === true ? { retired: true } : {}),
        ...(item.parent === undefined ? {} : { parent: String(item.parent) }),
      })),
    };
  },
  describe: describeBySchema(schema),
});
