import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { imbalances } from '../../plugins/ledger/check-postings.ts';
import { type Chart, chartOfAccounts } from '../../plugins/ledger/documents/chart-of-accounts.ts';
import { type Posting, posting } from '../../plugins/ledger/documents/posting.ts';
import { buildLines } from '../../plugins/ledger/post/build-lines.ts';

const folder = join(import.meta.dirname, '../../metadata/microloan/ledger');
const read = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));
const chart = chartOfAccounts.compile(await read('small-loan.chart-of-accounts.json'), { name: 'small-loan', hash: 'a' }) as Chart;
const postings = new Map<string, Posting>();
for (const file of (await readdir(folder)).filter((one) => one.endsWith('.posting.json'))) {
  const compiled = posting.compile(await read(file), { name: file.replace('.posting.json', ''), hash: 'b' }) as Posting;
  postings.set(compiled.event, compiled);
}

/** Account, side and amount of each event as the table of entries in the lending specification (C.3) says them. */
const entries: readonly (readonly [event: string, amounts: Readonly<Record<string, string>>, debits: string, credits: string])[] = [
  ['C01', { commitment: '90' }, 'OB_COMMITMENT 90', 'OB_CONTRA 90'],
  ['C02', { principal: '90', commitment: '90' }, 'LOAN_PRINCIPAL 90, OB_CONTRA 90', 'BANK_OWN 90, OB_COMMITMENT 90'],
  ['C02', { sent: '90' }, 'LOAN_PRINCIPAL 90', 'BANK_CLEARING 90'],
  ['C02', { confirmed: '90' }, 'BANK_CLEARING 90', 'BANK_OWN 90'],
  ['C03', { principal: '90', commitment: '90' }, 'BANK_OWN 90, OB_COMMITMENT 90', 'LOAN_PRINCIPAL 90, OB_CONTRA 90'],
  ['C04', { cost: '3' }, 'LOAN_ADJ 3', 'BANK_OWN 3'],
  ['C05', { interest: '50', vat: '3' }, 'INT_RECEIVABLE 53', 'INT_INCOME 50, OUTPUT_VAT 3'],
  ['C06', { increase: '4' }, 'LOAN_ADJ 4', 'INT_INCOME 4'],
  ['C06', { decrease: '4' }, 'INT_INCOME 4', 'LOAN_ADJ 4'],
  ['C08', { charged: '5' }, 'FEE_RECEIVABLE 5', 'FEE_INCOME 5'],
  ['C08', { collected: '5' }, 'BANK_OWN 5', 'FEE_INCOME 5'],
  ['C09', { principal: '90', interest: '9', fee: '2', penalty: '1' }, 'BANK_OWN 102', 'LOAN_PRINCIPAL 90, INT_RECEIVABLE 9, FEE_RECEIVABLE 2, PEN_INCOME 1'],
  ['C10', { unidentified: '99' }, 'BANK_OWN 99', 'SUSPENSE_IN 99'],
  ['C10', { principal: '90', interest: '9' }, 'SUSPENSE_IN 99', 'LOAN_PRINCIPAL 90, INT_RECEIVABLE 9'],
  ['C11', { surplus: '7' }, 'BANK_OWN 7', 'CUSTOMER_CREDIT 7'],
  ['C12', { principal: '6', interest: '1' }, 'CUSTOMER_CREDIT 7', 'LOAN_PRINCIPAL 6, INT_RECEIVABLE 1'],
  ['C13', { refund: '7' }, 'CUSTOMER_CREDIT 7', 'BANK_OWN 7'],
  ['C16', { overdue: '80' }, 'LOAN_PRINCIPAL_OVERDUE 80', 'LOAN_PRINCIPAL 80'],
  ['C16', { back: '80' }, 'LOAN_PRINCIPAL 80', 'LOAN_PRINCIPAL_OVERDUE 80'],
  ['C17', { interest: '9', later: '2' }, 'INT_INCOME 9, OB_INTEREST 11', 'INT_RECEIVABLE 9, OB_CONTRA 11'],
  ['C18', { nonAccrualPrincipal: '40', interest: '9' }, 'BANK_OWN 49, OB_CONTRA 9', 'LOAN_PRINCIPAL_NON_ACCRUAL 40, INT_INCOME 9, OB_INTEREST 9'],
  ['C19', { interest: '2' }, 'INT_RECEIVABLE 2, OB_CONTRA 2', 'INT_INCOME 2, OB_INTEREST 2'],
  ['C21', { interest: '2' }, 'INT_INCOME 2', 'CUSTOMER_CREDIT 2'],
  ['C22', { charge: '8' }, 'IMPAIRMENT_LOSS 8', 'LOAN_LOSS_ALLOWANCE 8'],
  ['C22', { release: '8' }, 'LOAN_LOSS_ALLOWANCE 8', 'IMPAIRMENT_LOSS 8'],
  ['C23', { reserve: '8' }, 'PROFIT_DISTRIBUTION 8', 'GENERAL_RISK_RESERVE 8'],
  ['C24', { principal: '40', interestClaim: '9' }, 'LOAN_LOSS_ALLOWANCE 40, OB_WRITTEN_OFF 49, OB_CONTRA 9', 'LOAN_PRINCIPAL 40, OB_CONTRA 49, OB_INTEREST 9'],
  ['C25', { interest: '3' }, 'INT_INCOME 3, OB_WRITTEN_OFF 3', 'INT_RECEIVABLE 3, OB_CONTRA 3'],
  ['C25', { fromAllowance: '3' }, 'LOAN_LOSS_ALLOWANCE 3, OB_WRITTEN_OFF 3', 'INT_RECEIVABLE 3, OB_CONTRA 3'],
  ['C27', { advanced: '6' }, 'ADVANCED_COST 6', 'BANK_OWN 6'],
  ['C27', { repaid: '6' }, 'BANK_OWN 6', 'ADVANCED_COST 6'],
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
  ['F01', { drawn: '100' }, 'BANK_OWN 100', 'BORROWINGS 100'],
  ['F01', { interest: '5' }, 'INT_EXPENSE 5', 'INT_PAYABLE 5'],
  ['F01', { repaid: '100', interestPaid: '5' }, 'INT_PAYABLE 5, BORROWINGS 100', 'BANK_OWN 105'],
];

it.each(entries)('%s %j is written on its accounts', (event, amounts, debits, credits) => {
  const found = postings.get(event);
  if (found === undefined) throw new Error(`no posting of ${event}`);
  const lines = buildLines(found, chart, amounts);
  const side = (key: 'debit' | 'credit') => lines.filter((line) => line[key] !== '0.00').map((line) => `${line.account.role} ${Number(line[key])}`);
  expect([side('debit').join(', '), side('credit').join(', ')]).toEqual([debits, credits]);
});

it('every posting has an entry here and balances whatever its amounts are', () => {
  expect([...postings.keys()].sort()).toEqual([...new Set(entries.map(([event]) => event))].sort());
  for (const one of postings.values()) expect([one.event, imbalances(one, chart)]).toEqual([one.event, []]);
});

it('an amount that stands on one side, or on two ledgers, can never balance', () => {
  const rule = (lines: object) => posting.compile({ event: 'C99', chart: 'small-loan', lines } as never, { name: 'c99', hash: 'c' }) as Posting;
  const crossed = rule({ bank: { side: 'debit', account: 'BANK_OWN', amount: 'a' }, contra: { side: 'credit', account: 'OB_CONTRA', amount: 'a' } });
  expect(imbalances(crossed, chart).map(({ ledger, amount }) => `${ledger} ${amount}`)).toEqual(['main a', 'memo a']);
  const short = rule({ bank: { side: 'debit', account: 'BANK_OWN', amount: ['a', 'b'] }, income: { side: 'credit', account: 'INT_INCOME', amount: 'a' } });
  expect(imbalances(short, chart).map(({ amount }) => amount)).toEqual(['b']);
});
