import { useLanguage } from '../../../runtime-ui/kit/index.ts';

const zh = {
  period: '期次', dueOn: '应还日', principal: '本金', interest: '利息', fee: '费用', total: '合计', paid: '已还', outstanding: '未还', balance: '余额', standing: '状态', paidOn: '还清日',
  'standing.paid': '已还', 'standing.partPaid': '部分已还', 'standing.overdue': '逾期 {days} 天', 'standing.due': '今日应还', 'standing.future': '未到期',
  instalment: '月供', rows: '{count} 期', interestTotal: '利息合计', repaymentTotal: '还款合计', apr: '年化综合成本', effective: '实际年利率', totalCost: '总成本', withinCap: '未超上限', aboveCap: '超过上限', annualRate: '利率',
  why: '金额由来', whyHelp: '点击表中利息、本金或合计，查看每一分钱的来历。', traceBalance: '期初余额', traceRate: '年利率', traceDays: '计息天数', traceFactor: '计息系数', traceUnrounded: '未取整', traceRounded: '取整后', traceRule: '规则', traceFrom: '起止日期',
  'figure.interest': '利息', 'figure.principal': '本金', 'figure.total': '合计', interestRule: '期初余额 × 年利率 × 计息系数，每期末取整一次', lastRule: '最后一期还清余额', principalRule: '本金 = 月供 − 利息', totalRule: '合计 = 本金 + 利息', halfUp: '四舍五入到分', productVersion: '产品版本 {version}',
  amount: '金额', valueDate: '到账日期', preview: '试算', allocation: '分配', surplus: '多收（转客户余额）', balanceAfter: '入账后余额', settles: '入账后结清', nextDue: '下次应还', component: '款项', nothing: '没有可分配的款项',
  product: '产品', periods: '期数', rate: '年利率（%）', method: '还款方式', date: '放款日', quote: '试算', loading: '正在计算', chooseProduct: '选择产品',
  'component.cost': '费用垫款', 'component.fee': '手续费', 'component.penalty': '罚息', 'component.compound': '复利', 'component.interest': '利息', 'component.principal': '本金',
  'method.LEVEL': '等额本息', 'method.EQUAL_PRINCIPAL': '等额本金', 'method.INTEREST_ONLY': '先息后本', 'method.BULLET': '到期一次还本付息', 'method.FLAT': '等本等息',
} as const;

export type LendingWord = keyof typeof zh;

const en: Readonly<Record<LendingWord, string>> = {
  period: 'No.', dueOn: 'Due on', principal: 'Principal', interest: 'Interest', fee: 'Fee', total: 'Total', paid: 'Paid', outstanding: 'Open', balance: 'Balance', standing: 'State', paidOn: 'Paid on',
  'standing.paid': 'Paid', 'standing.partPaid': 'Part paid', 'standing.overdue': '{days} days late', 'standing.due': 'Due today', 'standing.future': 'Ahead',
  instalment: 'Instalment', rows: '{count} instalments', interestTotal: 'Interest in all', repaymentTotal: 'To repay in all', apr: 'Annual cost', effective: 'Effective rate', totalCost: 'Total cost', withinCap: 'Within the cap', aboveCap: 'Above the cap', annualRate: 'Rate',
  why: 'Why this amount', whyHelp: 'Click an interest, principal or total to see where each cent comes from.', traceBalance: 'Balance before', traceRate: 'Annual rate', traceDays: 'Days', traceFactor: 'Share of a year', traceUnrounded: 'Unrounded', traceRounded: 'Rounded', traceRule: 'Rule', traceFrom: 'From and to',
  'figure.interest': 'Interest', 'figure.principal': 'Principal', 'figure.total': 'Total', interestRule: 'balance × annual rate × share of a year, rounded once at the end of the period', lastRule: 'the last one pays the balance', principalRule: 'principal = instalment − interest', totalRule: 'total = principal + interest', halfUp: 'half up to the cent', productVersion: 'Product version {version}',
  amount: 'Amount', valueDate: 'Value date', preview: 'Preview', allocation: 'Allocation', surplus: 'Surplus (becomes credit)', balanceAfter: 'Balance after', settles: 'Settles the loan', nextDue: 'Next due', component: 'Component', nothing: 'Nothing to allocate',
  product: 'Product', periods: 'Instalments', rate: 'Annual rate (%)', method: 'Method', date: 'Disbursed on', quote: 'Quote', loading: 'Calculating', chooseProduct: 'Choose a product',
  'component.cost': 'Costs', 'component.fee': 'Fee', 'component.penalty': 'Penalty', 'component.compound': 'Compound interest', 'component.interest': 'Interest', 'component.principal': 'Principal',
  'method.LEVEL': 'Level instalments', 'method.EQUAL_PRINCIPAL': 'Equal principal', 'method.INTEREST_ONLY': 'Interest only', 'method.BULLET': 'Bullet', 'method.FLAT': 'Flat',
};

export type LendingWords = (key: LendingWord, params?: Readonly<Record<string, string | number>>) => string;

/** Words of the lending blocks in the person's language. */
export function useLendingWords(): LendingWords {
  const catalogue: Readonly<Record<LendingWord, string>> = useLanguage() === 'zh' ? zh : en;
  return (key, params = {}) => catalogue[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
