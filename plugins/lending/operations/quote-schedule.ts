import { type OperationContext, type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { productOf } from '../account/records.ts';
import {
  type AnnualisedCost,
  buildSchedule,
  compareMoney,
  type CustomRow,
  type MethodId,
  roundMoney,
  type ScheduleRow,
  type ScheduleTotals,
} from '../maths/index.ts';
import { annualCostOf, feesOf } from '../product/annual-cost.ts';
import { type Charge, chargesOf } from '../product/charges.ts';
import { type Product, scheduleTermsOf } from '../product/product.ts';
import { showRate } from '../product/show-rate.ts';
import { timesFraction } from '../product/times-fraction.ts';
import { calculate, found } from '../refuse.ts';

export interface QuoteInput {
  readonly product: unknown;
  readonly amount: string;
  readonly annualRate?: string;
  readonly periods: number;
  readonly method?: MethodId;
  readonly date?: string;
  readonly dueDay?: number;
  readonly payment?: string;
  readonly rows?: readonly CustomRow[];
}

export interface Quote {
  readonly product: { readonly name: string; readonly hash: string };
  readonly method: MethodId;
  readonly annualRate: string;
  readonly quotedRate: string;
  readonly instalment: string | null;
  readonly rows: readonly ScheduleRow[];
  readonly totals: ScheduleTotals;
  /** All that the borrower pays besides, whoever receives it; the contingent are marked. */
  readonly fees: readonly Charge[];
  readonly cost: AnnualisedCost;
}

const money = { type: 'string', pattern: '^\\d+(\\.\\d{1,2})?$' };

/** The schedule, totals and yearly cost of a loan that does not exist yet; each row says how it came about. */
export const quoteSchedule: OperationDefinition<QuoteInput, Quote> = {
  name: 'lending.quote-schedule',
  title: '试算还款计划',
  input: {
    type: 'object',
    properties: {
      product: {},
      amount: money,
      annualRate: { type: 'string', pattern: '^\\d+(\\.\\d+)?$' },
      periods: { type: 'integer', minimum: 1, maximum: 600 },
      method: { type: 'string' },
      date: { type: 'string', format: 'date' },
      dueDay: { type: 'integer', minimum: 1, maximum: 31 },
      payment: money,
      rows: {
        type: 'array',
        minItems: 1,
        maxItems: 600,
        items: {
          type: 'object',
          properties: { date: { type: 'string', format: 'date' }, principal: money, payment: money },
          required: ['date'],
          additionalProperties: false,
        },
      },
      record: {},
    },
    required: ['product', 'amount', 'periods'],
    additionalProperties: false,
  },
  output: { type: 'object' },
  readOnly: true,
  run: async (context, input) => quote(context, input),
};

/** The same for an application: the approved terms where there are any, else what was applied for. */
export const quoteApplication: OperationDefinition<{ record: string }, Quote> = {
  name: 'lending.quote-application',
  title: '试算申请的还款计划',
  input: { type: 'object', properties: { record: { type: 'string' } }, required: ['record'], additionalProperties: false },
  output: { type: 'object' },
  readOnly: true,
  on: 'loan-application',
  async run(context, { record }) {
    const application = found(await context.records.get('loan-application', record));
    return quote(context, {
      product: application['product'],
      amount: String(application['approvedAmount'] ?? application['appliedAmount']),
      annualRate: String(application['approvedRate'] ?? application['annualRate']),
      periods: Number(application['approvedTerm'] ?? application['term']),
      method: application['method'] as MethodId,
      ...(typeof application['dueDay'] === 'number' ? { dueDay: application['dueDay'] } : {}),
    });
  },
};

function quote(context: OperationContext, input: QuoteInput): Quote {
  const { product } = productOf(context, input.product);
  const method = input.method ?? firstMethodOf(product);
  if (!product.methods.includes(method)) throw new Refusal('lending.method-not-offered', { method });
  refuseSmallPayment(product, method, input);
  const annualRate = input.annualRate ?? product.annualRate.usual ?? product.annualRate.min;
  const terms = scheduleTermsOf(product, {
    amount: input.amount,
    annualRate,
    periods: input.periods,
    method,
    disbursementDate: input.date ?? context.businessDate,
    ...(input.dueDay === undefined ? {} : { dueDay: input.dueDay }),
    ...(input.payment === undefined ? {} : { payment: input.payment }),
    ...(input.rows === undefined ? {} : { rows: input.rows }),
  });
  return calculate(() => {
    const schedule = buildSchedule(terms, { trace: true });
    return {
      product: { name: product.name, hash: product.hash },
      method,
      annualRate,
      quotedRate: showRate(product, annualRate),
      ...schedule,
      fees: chargesOf(product, { amount: input.amount, disbursedOn: terms.disbursementDate, schedule }),
      cost: annualCostOf({ product, terms, schedule, fees: feesOf(product, input.amount) }),
    };
  });
}

function refuseSmallPayment(product: Product, method: MethodId, { amount, payment }: QuoteInput): void {
  const share = product.methodParameters.FIXED_PAYMENT?.minShare;
  if (method !== 'FIXED_PAYMENT' || share === undefined || payment === undefined) return;
  const min = roundMoney(timesFraction(amount, share), { mode: 'UP', unit: '0.01' });
  if (compareMoney(payment, min) < 0) throw new Refusal('lending.payment-below', { min });
}

function firstMethodOf(product: Product): MethodId {
  return product.methods[0] ?? 'LEVEL';
}
