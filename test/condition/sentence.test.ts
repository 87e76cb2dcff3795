import { expect, test } from 'vitest';
import { conditionToSentence, type Condition } from '../../engine/condition/index.ts';
import { orderScope } from './workshop.ts';

/** Analysts read conditions in the designer, in differences and in why-not answers. */
const table: readonly (readonly [Condition, string, string])[] = [
  [{ fact: 'price', operator: 'greaterThan', value: '500000.00' }, '报价 大于 500,000.00', '报价 is greater than 500,000.00'],
  [
    {
      all: [
        { fact: 'grade', operator: 'in', value: ['A', 'B'] },
        { fact: 'urgent', operator: 'isTrue' },
      ],
    },
    '客户等级 属于 （甲、乙） 且 加急 为是',
    '客户等级 is one of (甲, 乙) and 加急 is yes',
  ],
  [
    {
      any: [
        {
          all: [
            { fact: 'urgent', operator: 'isTrue' },
            { fact: 'due', operator: 'isNull' },
          ],
        },
        { not: { fact: 'hours', operator: 'equal', value: 3 } },
      ],
    },
    '（加急 为是 且 到期日 没有值） 或 非（工时 等于 3）',
    '(加急 is yes and 到期日 has no value) or not (工时 is 3)',
  ],
  [{ fact: 'price', operator: 'between', value: ['1.00', { fact: 'deposit' }] }, '报价 介于 1.00 至 订金', '报价 is between 1.00 and 订金'],
  [{ fact: 'due', operator: 'before', value: { rel: 'today', add: { days: -30 } } }, '到期日 早于 今天 之前 30 天', '到期日 is before 30 days before today'],
  [{ fact: 'due', operator: 'withinNext', value: { n: 7, unit: 'day' } }, '到期日 在今后 7 天内', '到期日 is within the next 7 days'],
  [{ fact: 'ownerUser', operator: 'isSelf' }, '经办人 是本人', '经办人 is oneself'],
  [
    { fact: 'parts', operator: 'some', value: { fact: 'price', operator: 'isNull' } },
    '配件 至少一行满足（price 没有值）',
    '配件 has a row where (price has no value)',
  ],
  [
    { fact: 'parts', operator: 'sumCmp', value: { of: 'price', is: 'lessThan', to: '10000' } },
    '配件 合计 price 小于 10,000',
    '配件 sum of price is less than 10,000',
  ],
  [{ all: [] }, '始终成立', 'always'],
  [{ condition: 'dear' }, '贵重', '贵重'],
];

test.each(table)('%j', (condition, chinese, english) => {
  const titles = { lookup: orderScope.lookup, condition: () => '贵重' };
  expect(conditionToSentence(condition, titles, 'zh')).toBe(chinese);
  expect(conditionToSentence(condition, titles, 'en')).toBe(english);
});
