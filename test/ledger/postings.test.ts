import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkPostings, imbalances } from '../../plugins/ledger/check-postings.ts';
import { type Chart, chartOfAccounts } from '../../plugins/ledger/documents/chart-of-accounts.ts';
import { inForce, type Posting, posting } from '../../plugins/ledger/documents/posting.ts';
import { buildLines } from '../../plugins/ledger/post/build-lines.ts';

const folder = join(import.meta.dirname, '../../metadata/microloan/ledger');
const read = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));
const chart = chartOfAccounts.compile(await read('small-loan.chart-of-accounts.json'), { name: 'small-loan', hash: 'a' }) as Chart;
const postings = new Map<string, Posting>();
for (const file of (await readdir(folder)).filter((one) => one.endsWith('.posting.json'))) {
  const compiled = posting.compile(await read(file), { name: file.replace('.posting.json', ''), hash: 'b' }) as Posting;
  postings.set(compiled.event, compiled);
}

/** What every company starts with, and the values that it may choose. */
const settings: Record<string, { readonly default: string; readonly choices: readonly string[] }> = {};
for (const file of await readdir(join(folder, '../settings'))) {
  const { name, property, default: value } = await read(`../settings/${file}`);
  if (property?.of !== undefined) settings[name] = { default: value, choices: Object.keys((await read(`../dicts/${property.of}.dict.json`)).items) };
}
const choicesOf = (setting: string) => settings[setting]?.choices;

const accrual = { 'penalty-basis': 'accrual' };
const memo = { 'entrusted-presentation': 'memo' };

/** Account, side and amount of each event as the table of entries in the lending specification (C.3) says them. */
const entries: readonly (readonly [
  event: string,
  amounts: Readonly<Record<string, string>>,
  debits: string,
  credits: string,
  settings?: Readonly<Record<string, string>>,
])[] = [
  ['C01', { commitment: '90' }, 'OB_COMMITMENT 90', 'OB_CONTRA 90'],
  ['C02', { principal: '90', commitment: '90' }, 'LOAN_PRINCIPAL 90, OB_CONTRA 90', 'BANK_OWN 90, OB_COMMITMENT 90'],
  ['C02', { sent: '90' }, 'LOAN_PRINCIPAL 90', 'BANK_CLEARING 90'],
  ['C02', { confirmed: '90' }, 'BANK_CLEARING 90', 'BANK_OWN 90'],
  ['C03', { principal: '90', commitment: '90' }, 'BANK_OWN 90, OB_COMMITMENT 90', 'LOAN_PRINCIPAL 90, OB_CONTRA 90'],
  ['C04', { cost: '3' }, 'LOAN_ADJ 3', 'BANK_OWN 3'],
  ['C05', { interest: '50', vat: '3' }, 'INT_RECEIVABLE 53', 'INT_INCOME 50, OUTPUT_VAT 3'],
  ['C06', { increase: '4' }, 'LOAN_ADJ 4', 'INT_INCOME 4'],
  ['C06', { decrease: '4' }, 'INT_INCOME 4', 'LOAN_ADJ 4'],
  ['C07', { penalty: '7', compound: '1' }, 'OB_PENALTY 8', 'OB_CONTRA 8'],
  ['C07', { penalty: '7', compound: '1', vat: '0.48' }, 'PEN_RECEIVABLE 8.48', 'PEN_INCOME 8, OUTPUT_VAT 0.48', accrual],
  ['C08', { charged: '5', chargedVat: '0.3' }, 'FEE_RECEIVABLE 5.3', 'FEE_INCOME 5, OUTPUT_VAT 0.3'],
  ['C08', { collected: '5', collectedVat: '0.3' }, 'BANK_OWN 5.3', 'FEE_INCOME 5, OUTPUT_VAT 0.3'],
  ['C08', { collected: '5' }, 'BANK_OWN 5', 'DEFERRED_INCOME 5', { 'fee-income': 'deferred' }],
  ['C08', { amortised: '1' }, 'DEFERRED_INCOME 1', 'FEE_INCOME 1', { 'fee-income': 'deferred' }],
  [
    'C09',
    { principal: '90', interest: '9', fee: '2', penalty: '1' },
    'BANK_OWN 102, OB_CONTRA 1',
    'LOAN_PRINCIPAL 90, INT_RECEIVABLE 9, FEE_RECEIVABLE 2, PEN_INCOME 1, OB_PENALTY 1',
  ],
  ['C09', { overduePrincipal: '90', penalty: '1', cost: '6' }, 'BANK_OWN 97', 'LOAN_PRINCIPAL_OVERDUE 90, PEN_RECEIVABLE 1, ADVANCED_COST 6', accrual],
  ['C10', { unidentified: '99' }, 'BANK_OWN 99', 'SUSPENSE_IN 99'],
  ['C10', { principal: '90', interest: '9' }, 'SUSPENSE_IN 99', 'LOAN_PRINCIPAL 90, INT_RECEIVABLE 9'],
  ['C10', { fee: '2', penalty: '1' }, 'SUSPENSE_IN 3', 'FEE_RECEIVABLE 2, PEN_RECEIVABLE 1', accrual],
  ['C11', { surplus: '7' }, 'BANK_OWN 7', 'CUSTOMER_CREDIT 7'],
  ['C12', { principal: '6', interest: '1' }, 'CUSTOMER_CREDIT 7', 'LOAN_PRINCIPAL 6, INT_RECEIVABLE 1'],
  ['C13', { refund: '7' }, 'CUSTOMER_CREDIT 7', 'BANK_OWN 7'],
  [
    'C14',
    { principal: '90', interest: '9', fee: '2', penalty: '1' },
    'LOAN_PRINCIPAL 90, INT_RECEIVABLE 9, FEE_RECEIVABLE 2, PEN_INCOME 1, OB_PENALTY 1',
    'BANK_OWN 102, OB_CONTRA 1',
  ],
  ['C14', { overduePrincipal: '90', penalty: '1' }, 'LOAN_PRINCIPAL_OVERDUE 90, PEN_RECEIVABLE 1', 'BANK_OWN 91', accrual],
  ['C15', { accrued: '3', vat: '1' }, 'INT_RECEIVABLE 4', 'INT_INCOME 3, OUTPUT_VAT 1'],
  ['C15', { accrued: '-3' }, 'INT_INCOME 3', 'INT_RECEIVABLE 3'],
  ['C15', { principal: '5', interest: '-4', surplus: '-1' }, 'INT_RECEIVABLE 4, CUSTOMER_CREDIT 1', 'LOAN_PRINCIPAL 5'],
  ['C15', { penaltyAccrued: '-2', memoInterest: '1' }, 'OB_CONTRA 2, OB_INTEREST 1', 'OB_PENALTY 2, OB_CONTRA 1'],
  ['C15', { penaltyAccrued: '-2', overdue: '-8' }, 'PEN_INCOME 2, LOAN_PRINCIPAL 8', 'PEN_RECEIVABLE 2, LOAN_PRINCIPAL_OVERDUE 8', accrual],
  ['C16', { overdue: '80' }, 'LOAN_PRINCIPAL_OVERDUE 80', 'LOAN_PRINCIPAL 80'],
  ['C16', { back: '80' }, 'LOAN_PRINCIPAL 80', 'LOAN_PRINCIPAL_OVERDUE 80'],
  ['C17', { interest: '9', later: '2' }, 'INT_INCOME 9, OB_INTEREST 11', 'INT_RECEIVABLE 9, OB_CONTRA 11'],
  ['C18', { nonAccrualPrincipal: '40', interest: '9' }, 'BANK_OWN 49, OB_CONTRA 9', 'LOAN_PRINCIPAL_NON_ACCRUAL 40, INT_INCOME 9, OB_INTEREST 9'],
  ['C19', { interest: '2' }, 'INT_RECEIVABLE 2, OB_CONTRA 2', 'INT_INCOME 2, OB_INTEREST 2'],
  ['C20', { interest: '9', penalty: '2', memoInterest: '4' }, 'INT_INCOME 9, OB_CONTRA 2, OB_CONTRA 4', 'INT_RECEIVABLE 9, OB_PENALTY 2, OB_INTEREST 4'],
  ['C20', { interest: '9', penalty: '2' }, 'INT_INCOME 9, PEN_INCOME 2', 'INT_RECEIVABLE 9, PEN_RECEIVABLE 2', accrual],
  [
    'C20',
    { interest: '9', penalty: '2' },
    'WAIVER_EXPENSE 9, WAIVER_EXPENSE 2',
    'INT_RECEIVABLE 9, PEN_RECEIVABLE 2',
    { ...accrual, 'waiver-booking': 'expense' },
  ],
  ['C21', { interest: '2' }, 'INT_INCOME 2', 'CUSTOMER_CREDIT 2'],
  ['C22', { charge: '8' }, 'IMPAIRMENT_LOSS 8', 'LOAN_LOSS_ALLOWANCE 8'],
  ['C22', { release: '8' }, 'LOAN_LOSS_ALLOWANCE 8', 'IMPAIRMENT_LOSS 8'],
  ['C23', { reserve: '8' }, 'PROFIT_DISTRIBUTION 8', 'GENERAL_RISK_RESERVE 8'],
  ['C24', { principal: '40', interestClaim: '9' }, 'LOAN_LOSS_ALLOWANCE 40, OB_WRITTEN_OFF 49, OB_CONTRA 9', 'LOAN_PRINCIPAL 40, OB_CONTRA 49, OB_INTEREST 9'],
  ['C25', { interest: '3' }, 'INT_INCOME 3, OB_WRITTEN_OFF 3', 'INT_RECEIVABLE 3, OB_CONTRA 3'],
  ['C25', { fromAllowance: '3' }, 'LOAN_LOSS_ALLOWANCE 3, OB_WRITTEN_OFF 3', 'INT_RECEIVABLE 3, OB_CONTRA 3'],
  [
    'C26',
    { principal: '40', interest: '9', cost: '6' },
    'BANK_OWN 55, OB_CONTRA 49',
    'LOAN_LOSS_ALLOWANCE 40, INT_INCOME 9, ADVANCED_COST 6, OB_WRITTEN_OFF 49',
  ],
  ['C26', { principal: '40' }, 'BANK_OWN 40, OB_CONTRA 40', 'RECOVERY_INCOME 40, OB_WRITTEN_OFF 40', { 'recovery-booking': 'income' }],
  ['C27', { advanced: '6' }, 'ADVANCED_COST 6', 'BANK_OWN 6'],
  ['C27', { repaid: '6' }, 'BANK_OWN 6', 'ADVANCED_COST 6'],
  [
    'C28',
    { nonAccrualPrincipal: '90', interest: '9', fromAllowance: '20', loss: '4', mortgage: '100' },
    'FORECLOSED_ASSET 75, LOAN_LOSS_ALLOWANCE 20, IMPAIRMENT_LOSS 4, OB_CONTRA 100',
    'LOAN_PRINCIPAL_NON_ACCRUAL 90, INT_RECEIVABLE 9, OB_MORTGAGE 100',
  ],
  ['C28', { principal: '90', gain: '3', pledge: '100' }, 'FORECLOSED_ASSET 93, OB_CONTRA 100', 'LOAN_PRINCIPAL 90, IMPAIRMENT_LOSS 3, OB_PLEDGE 100'],
  ['C29', { carrying: '75', gain: '5', vat: '4' }, 'BANK_OWN 84', 'FORECLOSED_ASSET 75, DISPOSAL_RESULT 5, OUTPUT_VAT 4'],
  ['C29', { carrying: '70', allowance: '5', loss: '6' }, 'BANK_OWN 64, DISPOSAL_RESULT 6, FORECLOSED_ALLOWANCE 5', 'FORECLOSED_ASSET 75'],
  ['C30', { granted: '70' }, 'LOAN_PRINCIPAL 70', 'BANK_CLEARING 70'],
  ['C30', { principal: '70' }, 'BANK_CLEARING 70', 'LOAN_PRINCIPAL 70'],
  ['C31', { interest: '4' }, 'LOAN_PRINCIPAL 4', 'INT_RECEIVABLE 4'],
  ['C32', { mortgage: '500', pledge: '20' }, 'OB_MORTGAGE 500, OB_PLEDGE 20', 'OB_CONTRA 500, OB_CONTRA 20'],
  ['C33', { received: '1' }, 'OB_DEEDS 1', 'OB_CONTRA 1'],
  ['C33', { released: '1' }, 'OB_CONTRA 1', 'OB_DEEDS 1'],
  ['C33', { lent: '1' }, 'OB_CONTRA 1, OB_DEEDS_OUT 1', 'OB_DEEDS 1, OB_CONTRA 1'],
  ['C33', { returned: '1' }, 'OB_CONTRA 1, OB_DEEDS 1', 'OB_DEEDS_OUT 1, OB_CONTRA 1'],
  ['C34', { mortgageUp: '30' }, 'OB_MORTGAGE 30', 'OB_CONTRA 30'],
  ['C34', { pledgeDown: '3' }, 'OB_CONTRA 3', 'OB_PLEDGE 3'],
  [
    'C35',
    { nonAccrualPrincipal: '90', interest: '9', fromAllowance: '60', loss: '4', memoInterest: '2', memoPenalty: '1' },
    'BANK_OWN 35, LOAN_LOSS_ALLOWANCE 60, IMPAIRMENT_LOSS 4, OB_CONTRA 3',
    'LOAN_PRINCIPAL_NON_ACCRUAL 90, INT_RECEIVABLE 9, OB_INTEREST 2, OB_PENALTY 1',
  ],
  ['E01', { funds: '60' }, 'BANK_ENTRUSTED 60', 'AGENCY_LIAB_PRINCIPAL 60'],
  ['E02', { principal: '60' }, 'AGENCY_ASSET 60', 'BANK_ENTRUSTED 60'],
  ['E03', { principal: '60' }, 'BANK_ENTRUSTED 60', 'AGENCY_ASSET 60'],
  ['E04', { interest: '5', penalty: '1' }, 'BANK_ENTRUSTED 6', 'AGENCY_LIAB_INTEREST 6'],
  ['E05', { fee: '2', transfer: '2' }, 'AGENCY_LIAB_INTEREST 2, BANK_OWN 2', 'FEE_INCOME 2, BANK_ENTRUSTED 2'],
  ['E06', { collected: '2', collectedVat: '1' }, 'BANK_OWN 3', 'FEE_INCOME 2, OUTPUT_VAT 1'],
  ['E06', { charged: '2', chargedVat: '1' }, 'FEE_RECEIVABLE 3', 'FEE_INCOME 2, OUTPUT_VAT 1'],
  ['E07', { principal: '60', interest: '4' }, 'AGENCY_LIAB_PRINCIPAL 60, AGENCY_LIAB_INTEREST 4', 'BANK_ENTRUSTED 64'],
  ['E08', { funds: '5' }, 'AGENCY_LIAB_PRINCIPAL 5', 'BANK_ENTRUSTED 5'],
  ['E10', { principal: '60' }, 'AGENCY_LIAB_PRINCIPAL 60', 'AGENCY_ASSET 60'],
  ['E09', {}, '', ''],
  ['E01', { funds: '60' }, 'OB_ENTRUSTED_FUNDS 60', 'OB_CONTRA 60', memo],
  ['E02', { principal: '60' }, 'OB_ENTRUSTED 60', 'OB_ENTRUSTED_FUNDS 60', memo],
  ['E03', { principal: '60' }, 'OB_ENTRUSTED_FUNDS 60', 'OB_ENTRUSTED 60', memo],
  ['E04', { interest: '5' }, 'OB_ENTRUSTED_FUNDS 5', 'OB_CONTRA 5', memo],
  ['E05', { fee: '2', transfer: '2' }, 'BANK_OWN 2, OB_CONTRA 2', 'FEE_INCOME 2, OB_ENTRUSTED_FUNDS 2', memo],
  ['E07', { principal: '60', interest: '4' }, 'OB_CONTRA 64', 'OB_ENTRUSTED_FUNDS 64', memo],
  ['E08', { funds: '5' }, 'OB_CONTRA 5', 'OB_ENTRUSTED_FUNDS 5', memo],
  ['E10', { principal: '60' }, 'OB_CONTRA 60', 'OB_ENTRUSTED 60', memo],
  ['F01', { drawn: '100' }, 'BANK_OWN 100', 'BORROWINGS 100'],
  ['F01', { interest: '5' }, 'INT_EXPENSE 5', 'INT_PAYABLE 5'],
  ['F01', { repaid: '100', interestPaid: '5' }, 'INT_PAYABLE 5, BORROWINGS 100', 'BANK_OWN 105'],
  ['T01', { vat: '6', surcharge: '1' }, 'OUTPUT_VAT 6, TAX_SURCHARGE 1', 'VAT_PAYABLE 6, SURCHARGE_PAYABLE 1'],
  [
    'T01',
    { interestIncome: '90', feeIncome: '5', impairment: '20', profit: '75' },
    'INT_INCOME 90, FEE_INCOME 5, YEAR_PROFIT 20, YEAR_PROFIT 75',
    'YEAR_PROFIT 95, IMPAIRMENT_LOSS 20, PROFIT_DISTRIBUTION 75',
  ],
  ['T01', { disposalLoss: '6', loss: '6' }, 'YEAR_PROFIT 6, PROFIT_DISTRIBUTION 6', 'DISPOSAL_RESULT 6, YEAR_PROFIT 6'],
];

const rule = (lines: object) => posting.compile({ event: 'C99', chart: 'small-loan', lines } as never, { name: 'c99', hash: 'c' }) as Posting;

for (const [event, amounts, debits, credits, chosen = {}] of entries)
  it(`${event} ${JSON.stringify(amounts)} ${JSON.stringify(chosen)} is written on its accounts`, () => {
    const found = postings.get(event);
    if (found === undefined) throw new Error(`no posting of ${event}`);
    const signs = Object.values(amounts).some((amount) => amount.startsWith('-')) ? 'either' : 'positive';
    const lines = buildLines(
      inForce(found, (setting) => chosen[setting] ?? settings[setting]?.default),
      chart,
      amounts,
      signs,
    );
    const side = (key: 'debit' | 'credit') => lines.filter((line) => line[key] !== '0.00').map((line) => `${line.account.role} ${Number(line[key])}`);
    expect([side('debit').join(', '), side('credit').join(', ')]).toEqual([debits, credits]);
  });

const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`);

it('every event of the specification has its posting and its entry here, and balances whatever its amounts and settings are', () => {
  const events = [...numbered('C', 35), ...numbered('E', 10), 'F01', 'T01'];
  expect([...postings.keys()].sort()).toEqual(events);
  expect([...new Set(entries.map(([event]) => event))].sort()).toEqual(events);
  for (const one of postings.values()) expect([one.event, imbalances(one, chart, choicesOf)]).toEqual([one.event, []]);
});

it('each value of a setting is proved apart, and more may not be taken off an account than is added', () => {
  const split = { bank: { side: 'debit', account: 'BANK_OWN', amount: ['a', '-b'] }, income: { side: 'credit', account: 'INT_INCOME', amount: 'a' } };
  const loss = { side: 'debit', account: 'IMPAIRMENT_LOSS', amount: 'b' };
  expect(imbalances(rule({ ...split, loss }), chart, choicesOf)).toEqual([]);
  const half = rule({ ...split, loss: { ...loss, when: { 'penalty-basis': 'cash' } } });
  expect(imbalances(half, chart, choicesOf).map(({ amount, values }) => [amount, values])).toEqual([['b', { 'penalty-basis': 'accrual' }]]);
  expect(() => buildLines(rule({ ...split, loss }), chart, { a: '1.00', b: '2.00' })).toThrow('ledger.negative-line');
});

it('a line under a value that its setting cannot have is found before publish', () => {
  const line = (side: string, setting: string, value: string) => ({ side, account: 'BANK_OWN', amount: 'a', when: { [setting]: value } });
  const wrong = rule({ in: line('debit', 'penalty-basis', 'never'), out: line('credit', 'product-name', 'x') });
  const release = {
    plugins: new Map<string, ReadonlyMap<string, { readonly compiled: unknown }>>([
      ['posting', new Map([['c99', { compiled: wrong }]])],
      ['chart-of-accounts', new Map([['small-loan', { compiled: chart }]])],
    ]),
    settings: new Map<string, { readonly field: object }>([
      ['penalty-basis', { field: { choices: [{ value: 'cash' }, { value: 'accrual' }] } }],
      ['product-name', { field: {} }],
    ]),
  };
  expect(checkPostings(release as never).map(({ code, pointer, message }) => [code, pointer, message])).toEqual([
    ['ledger.unknown-value', '/lines/in/when/penalty-basis', 'The setting "penalty-basis" has no value "never".'],
    ['ledger.unknown-value', '/lines/out/when/product-name', 'The setting "product-name" is not a choice.'],
  ]);
});

it('an amount that stands on one side, or on two ledgers, can never balance', () => {
  const crossed = rule({ bank: { side: 'debit', account: 'BANK_OWN', amount: 'a' }, contra: { side: 'credit', account: 'OB_CONTRA', amount: 'a' } });
  expect(imbalances(crossed, chart, choicesOf).map(({ ledger, amount }) => `${ledger} ${amount}`)).toEqual(['main a', 'memo a']);
  const short = rule({ bank: { side: 'debit', account: 'BANK_OWN', amount: ['a', 'b'] }, income: { side: 'credit', account: 'INT_INCOME', amount: 'a' } });
  expect(imbalances(short, chart, choicesOf).map(({ amount }) => amount)).toEqual(['b']);
});
