import type { OperationSheet } from '../../../engine/plugin-api/index.ts';
import type { Quote } from './quote-schedule.ts';

const titles = {
  zh: [
    '期次',
    '起息日',
    '应还日',
    '本金',
    '利息',
    '费用',
    '应还合计',
    '期末余额',
    '计息余额',
    '年利率',
    '天数',
    '计息系数',
    '未取整利息',
    '取整后利息',
    '规则',
    '依据',
  ],
  en: [
    'No.',
    'From',
    'Due on',
    'Principal',
    'Interest',
    'Charges',
    'To pay',
    'Balance after',
    'Balance',
    'Annual rate',
    'Days',
    'Share of a year',
    'Unrounded',
    'Rounded',
    'Rule',
    'Source',
  ],
} as const;
const KEYS = [
  'n',
  'startDate',
  'dueDate',
  'principal',
  'interest',
  'charges',
  'total',
  'balance',
  'base',
  'rate',
  'days',
  'factor',
  'unrounded',
  'rounded',
  'rule',
  'source',
] as const;
const TYPES: Readonly<Partial<Record<(typeof KEYS)[number], string>>> = {
  n: 'integer',
  startDate: 'date',
  dueDate: 'date',
  principal: 'money',
  interest: 'money',
  charges: 'money',
  total: 'money',
  balance: 'money',
  base: 'money',
  days: 'integer',
  rounded: 'money',
};

/** A quote as a table: row 0 is the disbursement, then the plan, each row with the derivation of its interest. */
export function quoteSheet(quote: Quote, language: string): OperationSheet {
  const words = language === 'zh' ? titles.zh : titles.en;
  const disbursement = { n: 0, dueDate: quote.disbursedOn, charges: quote.upFront, total: quote.upFront, balance: quote.amount };
  return {
    title: `${language === 'zh' ? '贷款试算' : 'Loan quote'}-${quote.disbursedOn}`,
    columns: KEYS.map((key, index) => ({ key, title: words[index] ?? key, type: TYPES[key] ?? 'text' })),
    rows: [disbursement, ...quote.rows.map(({ trace, ...row }) => ({ ...trace, ...row, base: trace?.balance }))],
  };
}
