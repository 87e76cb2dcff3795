import { type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { checkTerms } from '../account/check-terms.ts';
import { ownerOf, productOf } from '../account/records.ts';
import { makeDisclosure } from '../disclosure/disclosed.ts';
import { guardExposure } from '../limits/guard-exposure.ts';
import { showRate } from '../product/show-rate.ts';
import { found } from '../refuse.ts';
import { termsOf } from './check-application.ts';

/** Draws the contract of an approved application with the approved terms; the product version stays pinned, the cost is
 *  disclosed. */
export const makeContract: OperationDefinition<{ application: string }, { contract: string; no: string }> = {
  name: 'lending.make-contract',
  title: '生成合同',
  input: { type: 'object', properties: { application: { type: 'string' } }, required: ['application'], additionalProperties: false },
  output: { type: 'object', properties: { contract: { type: 'string', format: 'uuid' }, no: { type: 'string' } } },
  async run(context, { application: id }) {
    const records = context.asSystem('按批复生成合同');
    const application = found(await records.lock('loan-application', id));
    if ((await records.find('contract', { application: id }, { limit: 1 })).some((one) => one.state !== 'voided'))
      throw new Refusal('record.duplicate', { fields: 'application' });
    const { product, pinned } = productOf(context, application['product']);
    const terms = termsOf(application, context.businessDate);
    await checkTerms(context, product, terms);
    await guardExposure(context, String(application['customer']), terms.amount);
    const contract = await records.create('contract', {
      application: id,
      customer: application['customer'],
      product: pinned,
      amount: terms.amount,
      annualRate: terms.annualRate,
      quotedRate: showRate(product, terms.annualRate),
      periods: terms.periods,
      method: terms.method,
      dueDay: terms.dueDay ?? null,
      purpose: application['purpose'],
      guaranteeModes: application['guaranteeModes'],
      drawnAmount: '0.00',
      ...ownerOf(application),
    });
    await makeDisclosure(context, contract);
    return { contract: contract.id, no: String(contract['no']) };
  },
};
