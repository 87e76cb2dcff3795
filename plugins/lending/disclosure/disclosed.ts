import { type OperationContext, type RecordAccess, type RecordValue, Refusal } from '../../../engine/plugin-api/index.ts';
import { planOf, type ProposedTerms } from '../account/check-terms.ts';
import { ownerOf, productOf } from '../account/records.ts';
import { guardPrice, type JudgedPrice } from '../limits/guard-price.ts';
import { cashFlowsOf } from '../product/annual-cost.ts';
import { contractHash, disclosureSheet, sheetHash } from './disclosure-sheet.ts';

/** The terms of a contract as if it were paid out whole on a date. */
function termsOfContract(contract: RecordValue, date: string): ProposedTerms {
  return {
    amount: String(contract['amount']),
    annualRate: String(contract['annualRate']),
    periods: Number(contract['periods']),
    method: String(contract['method']),
    date,
    ...(typeof contract['dueDay'] === 'number' ? { dueDay: contract['dueDay'] } : {}),
  };
}

/** The price of a contract, or of a part of it, on a date. Refuses `lending.above-cap`. */
export async function guardContract(context: OperationContext, contract: RecordValue, date: string, amount = String(contract['amount'])): Promise<JudgedPrice> {
  const { product } = productOf(context, contract['product']);
  const plan = planOf(product, { ...termsOfContract(contract, date), amount });
  return guardPrice(context, product, cashFlowsOf(plan), date);
}

/** Makes the sheet of a contract as it stands; an older one stays and is superseded. Refuses `lending.above-cap`. */
export async function makeDisclosure(context: OperationContext, contract: RecordValue): Promise<RecordValue> {
  const records = context.asSystem('成本披露');
  const { product, pinned } = productOf(context, contract['product']);
  const date = context.businessDate;
  const plan = planOf(product, termsOfContract(contract, date));
  const judged = await guardPrice(context, product, cashFlowsOf(plan), date);
  const sheet = disclosureSheet(contract, pinned, plan, judged);
  const before = await currentDisclosure(records, contract.id);
  if (before !== undefined) await records.update('cost-disclosure', before.id, { state: 'superseded' });
  return records.create('cost-disclosure', {
    contract: contract.id,
    customer: contract['customer'],
    madeOn: date,
    amount: sheet.amount,
    annualRate: sheet.annualRate,
    aprPercent: sheet.annualised.aprPercent,
    effectivePercent: sheet.annualised.effectivePercent,
    xirrPercent: sheet.annualised.xirrPercent,
    totalInterest: sheet.totals.interest,
    totalCharges: sheet.totals.charges,
    totalCost: sheet.totals.cost,
    sheet,
    sheetHash: sheetHash(sheet),
    contractHash: contractHash(contract),
    ...ownerOf(contract),
  });
}

/** The sheet that stands for a contract. */
export async function currentDisclosure(records: RecordAccess, contract: string): Promise<RecordValue | undefined> {
  return (await records.find('cost-disclosure', { contract }, { orderBy: ['-createdAt'], limit: 50 })).find((one) => one.state === 'current');
}

/** Refuses `lending.not-disclosed` when no sheet stands or the contract has changed since, `lending.disclosure-altered` when
 *  the sheet itself is no longer what was disclosed. */
export async function requireDisclosed(records: RecordAccess, contract: RecordValue): Promise<RecordValue> {
  const disclosure = await currentDisclosure(records, contract.id);
  if (disclosure === undefined || disclosure['contractHash'] !== contractHash(contract))
    throw new Refusal('lending.not-disclosed', { contract: String(contract['no']) });
  if (disclosure['sheetHash'] !== sheetHash(disclosure['sheet'])) throw new Refusal('lending.disclosure-altered', { no: String(disclosure['no']) });
  return disclosure;
}
