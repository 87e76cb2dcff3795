import { Decimal } from 'decimal.js';
import { type OperationContext, type OperationDefinition, type RecordValue, Refusal } from '../../../engine/plugin-api/index.ts';
import { checkTerms } from '../account/check-terms.ts';
import { productOf } from '../account/records.ts';
import { guardExposure } from '../limits/guard-exposure.ts';
import { yearsOf } from '../product/frequency.ts';
import type { Product } from '../product/product.ts';
import { found } from '../refuse.ts';

/** Refuses an application that its product does not allow: terms, cap, customer, guarantee modes, age, debt ratio, and
 *  one that would make too much of the net assets depend on one borrower. */
export const checkApplication: OperationDefinition<{ application: string }, { product: string }> = {
  name: 'lending.check-application',
  title: '检查申请是否符合产品',
  input: { type: 'object', properties: { application: { type: 'string' } }, required: ['application'], additionalProperties: false },
  output: { type: 'object', properties: { product: { type: 'string' } } },
  async run(context, { application: id }) {
    const records = context.asSystem('产品准入检查');
    const application = found(await records.get('loan-application', id));
    const customer = found(await records.get('customer', String(application['customer'])));
    const { product, pinned } = productOf(context, application['product']);
    await checkTerms(context, product, termsOf(application, context.businessDate));
    checkCustomer(context, product, customer, application);
    await guardExposure(context, customer.id, termsOf(application, context.businessDate).amount);
    return { product: pinned };
  },
};

/** The terms of an application as approved, or as applied for. */
export function termsOf(
  application: RecordValue,
  date: string,
): { amount: string; annualRate: string; periods: number; method: string; date: string; dueDay?: number } {
  return {
    amount: String(application['approvedAmount'] ?? application['appliedAmount']),
    annualRate: String(application['approvedRate'] ?? application['annualRate']),
    periods: Number(application['approvedTerm'] ?? application['term']),
    method: String(application['method']),
    date,
    ...(typeof application['dueDay'] === 'number' ? { dueDay: application['dueDay'] } : {}),
  };
}

function checkCustomer(context: OperationContext, product: Product, customer: RecordValue, application: RecordValue): void {
  if (customer.state !== 'active') throw new Refusal('lending.customer-not-active', { state: String(customer.state) });
  if (!product.customers.includes(String(customer['kind']))) throw new Refusal('lending.customer-kind');
  const modes = Array.isArray(application['guaranteeModes']) ? (application['guaranteeModes'] as string[]) : [];
  const mode = modes.find((one) => product.guaranteeModes !== null && !product.guaranteeModes.includes(one));
  if (mode !== undefined) throw new Refusal('lending.guarantee-mode', { mode });
  checkAge(context, product, customer, application);
  checkDebtRatio(product, application);
}

/** Old enough today, and not too old when the last instalment falls due. */
function checkAge(context: OperationContext, product: Product, customer: RecordValue, application: RecordValue): void {
  const { minimumAge, maximumAge } = product.eligibility;
  const born = customer['birthDate'];
  if (typeof born !== 'string' || (minimumAge === null && maximumAge === null)) return;
  const termYears = yearsOf(product.every, Number(application['approvedTerm'] ?? application['term']));
  const age = yearsBetween(born, context.businessDate);
  if ((minimumAge !== null && age < minimumAge) || (maximumAge !== null && age + termYears > maximumAge))
    throw new Refusal('lending.age', { min: minimumAge ?? 0, max: maximumAge ?? '–' });
}

function checkDebtRatio(product: Product, application: RecordValue): void {
  const limit = product.eligibility.maximumDebtRatio;
  const ratio = application['debtRatio'];
  if (limit !== null && typeof ratio === 'string' && new Decimal(ratio).gt(limit)) throw new Refusal('lending.debt-ratio', { ratio, limit });
}

function yearsBetween(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
