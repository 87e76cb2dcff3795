import { type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { openLoan } from '../account/open-loan.ts';
import { type Owner, productOf } from '../account/records.ts';
import { buildSchedule, compareMoney } from '../maths/index.ts';
import { scheduleTermsOf } from '../product/product.ts';
import { showRate } from '../product/show-rate.ts';
import { calculate } from '../refuse.ts';
import { type ReadTapeRow, readTapeRow, type TapeRow } from './read-tape-row.ts';

type Input = TapeRow & { readonly product: string };

/** Takes over one loan of another system: customer, application, contract, loan with its schedule, and C02. The level
 *  instalment is computed by the product's own rules and must equal the one on the tape to the cent.
 *  Refuses `lending.tape-value` and `lending.instalment-differs`; a refused row leaves nothing behind. */
export const importLoan: OperationDefinition<Input, { loan: string; customer: string }> = {
  name: 'lending.import-loan',
  title: '导入存量贷款',
  input: {
    type: 'object',
    properties: {
      product: { type: 'string' },
      externalNo: { type: 'string' },
      amount: { type: 'string' },
      term: { type: 'integer' },
      ratePercent: { type: 'string' },
      instalment: { type: 'string' },
      issueMonth: { type: 'string' },
      borrower: { type: ['string', 'null'] },
      region: { type: ['string', 'null'] },
      employment: { type: ['string', 'null'] },
      employmentYears: { type: ['string', 'null'] },
      housing: { type: ['string', 'null'] },
      annualIncome: { type: ['string', 'null'] },
      purpose: { type: ['string', 'null'] },
      grade: { type: ['string', 'null'] },
    },
    required: ['product', 'externalNo', 'amount', 'term', 'ratePercent', 'instalment', 'issueMonth'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { loan: { type: 'string', format: 'uuid' }, customer: { type: 'string', format: 'uuid' } } },
  async run(context, input) {
    const row = readTapeRow(input);
    const { product, pinned } = productOf(context, input.product);
    refuseOtherInstalment(input, row, product);
    const records = context.asSystem('导入存量贷款');
    const owner: Owner = { ownerUser: context.actor.userId, ownerUnit: context.actor.unitId, ownerPath: context.actor.unitPath };
    const customer = await records.create('customer', {
      kind: 'individual',
      name: input.borrower ?? `客户 ${input.externalNo}`,
      externalNo: input.externalNo,
      region: input.region ?? null,
      occupation: known(input.employment),
      employmentYears: yearsOf(input.employmentYears),
      housing: housingOf(input.housing),
      annualIncome: input.annualIncome ?? null,
      grade: gradeOf(input.grade),
      state: 'active',
      ...owner,
    });
    const terms = { amount: row.amount, annualRate: row.annualRate, method: 'LEVEL' as const };
    const shared = { customer: customer.id, product: pinned, ...terms, ...owner };
    const application = await records.create('loan-application', {
      ...without(shared, 'amount'),
      appliedAmount: row.amount,
      approvedAmount: row.amount,
      term: row.periods,
      approvedTerm: row.periods,
      approvedRate: row.annualRate,
      appliedOn: row.disbursedOn,
      purpose: 'other',
      purposeNote: input.purpose ?? null,
      guaranteeModes: ['credit'],
      state: 'contracted',
    });
    const contract = await records.create('contract', {
      ...shared,
      application: application.id,
      periods: row.periods,
      quotedRate: showRate(product, row.annualRate),
      purpose: 'other',
      guaranteeModes: ['credit'],
      signedOn: row.disbursedOn,
      drawnAmount: row.amount,
      state: 'performing',
    });
    const { loan } = await openLoan(context, {
      product,
      pinned,
      contract: contract.id,
      customer: customer.id,
      ...terms,
      periods: row.periods,
      valueDate: row.disbursedOn,
      owner,
      externalNo: input.externalNo,
    });
    return { loan: loan.id, customer: customer.id };
  },
};

function refuseOtherInstalment(input: Input, row: ReadTapeRow, product: ReturnType<typeof productOf>['product']): void {
  const terms = scheduleTermsOf(product, {
    amount: row.amount,
    annualRate: row.annualRate,
    periods: row.periods,
    method: 'LEVEL',
    disbursementDate: row.disbursedOn,
  });
  const computed = calculate(() => buildSchedule(terms)).instalment ?? '0.00';
  if (compareMoney(computed, row.instalment) !== 0) throw new Refusal('lending.instalment-differs', { row: input.externalNo, given: row.instalment, computed });
}

/** Tapes write NA for what nobody knows. */
function known(text: string | null | undefined): string | null {
  return text === null || text === undefined || text === '' || text === 'NA' ? null : text.slice(0, 60);
}

function yearsOf(text: string | null | undefined): string | null {
  return /^\d{1,2}(\.\d)?$/.test(text ?? '') ? (text ?? null) : null;
}

const HOUSING: Readonly<Record<string, string>> = { RENT: 'rent', OWN: 'own', MORTGAGE: 'mortgage' };

function housingOf(value: string | null | undefined): string | null {
  return HOUSING[value ?? ''] ?? null;
}

function gradeOf(value: string | null | undefined): string | null {
  return value !== null && value !== undefined && /^[A-D]$/.test(value) ? value : value === null || value === undefined ? null : 'D';
}

function without<Values extends object, Key extends keyof Values>(values: Values, key: Key): Omit<Values, Key> {
  const { [key]: _, ...rest } = values;
  return rest;
}
