/** Refusals of this plugin. */
export const problems = {
  'ledger.unknown-event': { status: 422, zh: '没有事件 {event} 的记账规则。', en: 'There is no posting for the event {event}.' },
  'ledger.unknown-chart': { status: 422, zh: '没有科目表 {chart}。', en: 'There is no chart of accounts {chart}.' },
  'ledger.unknown-account': { status: 422, zh: '科目表 {chart} 中没有角色为 {role} 的科目。', en: 'Chart {chart} has no account with the role {role}.' },
  'ledger.unknown-amount': {
    status: 422,
    zh: '事件 {event} 的记账规则没有使用金额 {name}。',
    en: 'No line of the posting of {event} takes the amount {name}.',
  },
  'ledger.negative-amount': { status: 422, zh: '事件 {event} 的金额 {name} 不能为负。', en: 'Amount {name} of event {event} is negative.' },
  'ledger.negative-line': {
    status: 422,
    zh: '事件 {event} 在科目 {account} 上扣减过多，金额为负。',
    en: 'Event {event} takes more off the account {account} than it adds.',
  },
  'ledger.not-in-cents': { status: 422, zh: '事件 {event} 的金额 {name} 最多两位小数。', en: 'Amount {name} of event {event} has more than two decimals.' },
  'ledger.unbalanced': {
    status: 422,
    zh: '事件 {event} 借贷不平：借 {debit}，贷 {credit}。',
    en: 'Event {event} does not balance: debit {debit}, credit {credit}.',
  },
  'ledger.unknown-journal': { status: 404, zh: '没有这张凭证。', en: 'There is no such journal.' },
  'ledger.already-reversed': { status: 409, zh: '凭证 {no} 已由 {by} 冲销。', en: 'Journal {no} has been reversed by {by}.' },
  'ledger.is-reversal': { status: 409, zh: '凭证 {no} 本身是冲销凭证，不能再冲销。', en: 'Journal {no} is itself a reversal and is not reversed.' },
  'ledger.period-closed': {
    status: 409,
    zh: '会计期间 {period} 已关闭，{date} 不能再记账。',
    en: 'Accounting period {period} is closed; nothing is booked on {date}.',
  },
  'ledger.period-running': { status: 409, zh: '会计期间 {period} 尚未结束。', en: 'Accounting period {period} is not over.' },
  'ledger.period-order': { status: 409, zh: '会计期间须按顺序处理：先处理 {period}。', en: 'Periods are taken in order: {period} comes first.' },
  'ledger.period-unbalanced': {
    status: 409,
    zh: '会计期间 {period} 试算不平：{ledger} {currency} 借 {debit}，贷 {credit}。',
    en: 'The trial balance of {period} does not balance: {ledger} {currency} debit {debit}, credit {credit}.',
  },
  'ledger.no-such-account': { status: 422, zh: '没有科目 {account}。', en: 'There is no account {account}.' },
  'ledger.no-such-subject': { status: 422, zh: '没有这个核算对象。', en: 'There is no such subject.' },
} as const;
