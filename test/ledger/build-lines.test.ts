import { describe, expect, it } from 'vitest';
import { type Chart, chartOfAccounts } from '../../plugins/ledger/documents/chart-of-accounts.ts';
import { type Posting, posting } from '../../plugins/ledger/documents/posting.ts';
import { buildLines } from '../../plugins/ledger/post/build-lines.ts';

const chart = chartOfAccounts.compile(
  {
    accounts: {
      bank: { code: '1002', title: '银行存款', kind: 'asset', role: 'BANK' },
      loan: { code: '1303', title: '贷款', kind: 'asset', role: 'LOAN' },
      interest: { code: '1132', title: '应收利息', kind: 'asset', role: 'INTEREST' },
      commitment: { code: 'OB-01', title: '未使用额度', kind: 'memo', role: 'COMMITMENT' },
      contra: { code: 'OB-99', title: '表外对方', kind: 'memo', role: 'CONTRA', side: 'credit' },
    },
  },
  { name: 'shop', hash: 'a' },
) as Chart;
const rule = (lines: object) => posting.compile({ event: 'C09', chart: 'shop', lines } as never, { name: 'c09', hash: 'b' }) as Posting;
const receipt = rule({
  bank: { side: 'debit', account: 'BANK', amount: ['principal', 'interest'] },
  loan: { side: 'credit', account: 'LOAN', amount: 'principal' },
  interest: { side: 'credit', account: 'INTEREST', amount: 'interest' },
});

describe('an event becomes lines', () => {
  it('each amount goes to its account and both sides are equal', () => {
    const lines = buildLines(receipt, chart, { principal: '7884.88', interest: '1000.00' });
    expect(lines.map((line) => [line.account.code, line.debit, line.credit])).toEqual([
      ['1002', '8884.88', '0.00'],
      ['1303', '0.00', '7884.88'],
      ['1132', '0.00', '1000.00'],
    ]);
  });
  it('a zero amount writes no line', () => {
    expect(buildLines(receipt, chart, { principal: '10.00', interest: '0.00' }).map((line) => line.account.code)).toEqual(['1002', '1303']);
  });
  it('an amount that no line takes is refused', () => {
    expect(() => buildLines(receipt, chart, { principal: '1.00', penalty: '0.50' })).toThrow('ledger.unknown-amount');
  });
  it('a negative amount and a third decimal are refused', () => {
    expect(() => buildLines(receipt, chart, { principal: '-1.00' })).toThrow('ledger.negative-amount');
    expect(() => buildLines(receipt, chart, { principal: '1.001' })).toThrow('ledger.not-in-cents');
  });
  it('main and memo ledger balance apart from each other', () => {
    const crossed = rule({ bank: { side: 'debit', account: 'BANK', amount: 'a' }, contra: { side: 'credit', account: 'CONTRA', amount: 'a' } });
    expect(() => buildLines(crossed, chart, { a: '5.00' })).toThrow('ledger.unbalanced');
    const memo = rule({ on: { side: 'debit', account: 'COMMITMENT', amount: 'a' }, contra: { side: 'credit', account: 'CONTRA', amount: 'a' } });
    expect(buildLines(memo, chart, { a: '5.00' }).map((line) => line.account.ledger)).toEqual(['memo', 'memo']);
  });
});

it('a chart refuses two accounts of one role', () => {
  const found: string[] = [];
  chartOfAccounts.check?.(
    { accounts: { a: { code: '1', title: 'a', kind: 'asset', role: 'X' }, b: { code: '2', title: 'b', kind: 'asset', role: 'X' } } },
    (pointer, code) => found.push(`${pointer} ${code}`),
  );
  expect(found).toEqual(['/accounts/b/role ledger.duplicate-role']);
});
