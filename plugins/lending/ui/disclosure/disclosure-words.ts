import { fillText, useLanguage } from '../../../../runtime-ui/kit/index.ts';

const zh = {
  title: '综合融资成本明示表',
  print: '打印',
  none: '还没有成本披露书',
  noneHelp: '生成合同时自动形成；旧合同请点“重新披露成本”。',
  stale: '合同条款在披露之后有变更，放款前须重新披露成本。',
  contract: '合同编号',
  amount: '借款金额',
  rate: '约定利率',
  periods: '期数',
  disbursedOn: '按此放款日计算',
  maturesOn: '到期日',
  apr: '年化综合成本',
  aprHelp: '内部收益率法：各期内部收益率 × 每年期数，含第三方费用',
  effective: '实际年利率（复利）',
  xirr: '按实际天数（365 天）',
  items: '正常还款的全部成本',
  item: '项目',
  payee: '收取方',
  timing: '何时支付',
  money: '金额（元）',
  interest: '利息',
  total: '借款总成本',
  repaid: '还本及成本合计',
  contingent: '或有成本：仅在发生时才收，不计入上面的年化成本',
  penalty: '逾期罚息',
  compound: '复利',
  perYear: '逾期金额的年化 {percent} %',
  once: '每次 {amount} 元',
  asAgreed: '按约定',
  noContingent: '没有或有成本。',
  limits: '适用上限',
  madeOn: '披露日期',
  acknowledgedOn: '借款人确认日期',
  notYet: '未确认',
  hash: '内容指纹',
  loading: '正在读取',
} as const;

type DisclosureWord = keyof typeof zh;

const en: Readonly<Record<DisclosureWord, string>> = {
  title: 'What this loan costs',
  print: 'Print',
  none: 'No cost has been disclosed yet',
  noneHelp: 'It is disclosed when the contract is drawn; for an older contract disclose the cost anew.',
  stale: 'The contract has changed since: its cost is to be disclosed anew before it is paid out.',
  contract: 'Contract',
  amount: 'Amount',
  rate: 'Rate as agreed',
  periods: 'Instalments',
  disbursedOn: 'Assumed disbursement',
  maturesOn: 'Matures on',
  apr: 'Annual cost',
  aprHelp: 'Internal rate of each period × periods a year, with the fees of third parties',
  effective: 'Effective rate (compounded)',
  xirr: 'On real days (of 365)',
  items: 'All costs if paid as agreed',
  item: 'Item',
  payee: 'Paid to',
  timing: 'Paid when',
  money: 'Amount',
  interest: 'Interest',
  total: 'Cost of the loan',
  repaid: 'Principal and cost in all',
  contingent: 'Only if it happens: not in the annual cost above',
  penalty: 'Penalty interest',
  compound: 'Compound interest',
  perYear: '{percent} % a year of what is overdue',
  once: '{amount} each time',
  asAgreed: 'as agreed',
  noContingent: 'There are none.',
  limits: 'Limits that apply',
  madeOn: 'Disclosed on',
  acknowledgedOn: 'Acknowledged on',
  notYet: 'not yet',
  hash: 'Hash of the content',
  loading: 'Reading',
};

export type DisclosureWords = (key: DisclosureWord, params?: Readonly<Record<string, string>>) => string;

/** Words of the sheet in the person's language. */
export function useDisclosureWords(): DisclosureWords {
  const catalogue: Readonly<Record<DisclosureWord, string>> = useLanguage() === 'zh' ? zh : en;
  return (key, params) => fillText(catalogue[key], params);
}
