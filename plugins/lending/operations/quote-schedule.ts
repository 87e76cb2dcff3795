import { type OperationContext, type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { productOf } from '../account/records.ts';
import { type NotOffered, whyNotOffered } from '../account/check-terms.ts';
import {
  addMoney,
  type AnnualisedCost,
  annualRateOf,
  buildSchedule,
  compareMoney,
  type CustomRow,
  type MethodId,
  type RateScale,
  type RateUnit,
  roundMoney,
  type ScheduleRow,
  type ScheduleTotals,
} from '../maths/index.ts';
import { judgePrice } from '../limits/guard-price.ts';
import { cashFlowsOf, feesOf } from '../product/annual-cost.ts';
import { type Charge, chargesOf } from '../product/charges.ts';
import type { ProductFee } from '../product/fee.ts';
import { feeSchema } from '../product/fee-schema.ts';
import { type FreeTerms, freeProduct, freeTermsSchema } from '../product/free-product.ts';
import type { CapVerdict } from '../product/price-cap.ts';
import { type Product, scheduleTermsOf } from '../product/product.ts';
import { showRate } from '../product/show-rate.ts';
import { timesFraction } from '../product/times-fraction.ts';
import { calculate, found } from '../refuse.ts';
import { quoteSheet } from './quote-sheet.ts';

export interface QuoteInput {
  /** A product, or conventions chosen by hand. */
  readonly product?: unknown;
  readonly free?: FreeTerms;
  readonly amount: string;
  readonly annualRate?: string;
  /** The rate as people quote it; instead of `annualRate`. */
  readonly rate?: { readonly value: string; readonly unit: RateUnit; readonly scale: RateScale };
  readonly periods: number;
  readonly method?: MethodId;
  readonly date?: string;
  readonly dueDay?: number;
  readonly payment?: string;
  readonly rows?: readonly CustomRow[];
  /** Charged besides those of the product. */
  readonly fees?: readonly ProductFee[];
}

export interface QuoteRow extends ScheduleRow {
  /** What is charged on the day of the row besides, whoever receives it. */
  readonly charges: string;
  /** Payment and charges. */
  readonly total: string;
}

export interface Quote {
  /** Null when the conventions were chosen by hand. */
  readonly product: { readonly name: string; readonly hash: string } | null;
  readonly amount: string;
  readonly disbursedOn: string;
  readonly method: MethodId;
  readonly annualRate: string;
  readonly quotedRate: string;
  readonly instalment: string | null;
  readonly rows: readonly QuoteRow[];
  readonly totals: ScheduleTotals;
  /** All that the borrower pays besides, whoever receives it; the contingent are marked. */
  readonly fees: readonly Charge[];
  /** What is paid on the day of disbursement or before. */
  readonly upFront: string;
  readonly cost: AnnualisedCost;
  readonly verdict: CapVerdict;
  /** The bound of the product that an application with these terms would break. */
  readonly notOffered: NotOffered | null;
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
      free: freeTermsSchema,
      amount: money,
      annualRate: { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,12})?$' },
      rate: {
        type: 'object',
        properties: {
          value: { type: 'string', pattern: '^\\d{1,4}(\\.\\d{1,12})?$' },
          unit: { enum: ['YEAR', 'MONTH', 'DAY'] },
          scale: { enum: ['PERCENT', 'PERMILLE', 'PERMYRIAD', 'FEN', 'LI', 'HAO'] },
        },
        required: ['value', 'unit', 'scale'],
        additionalProperties: false,
      },
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
      fees: { type: 'array', maxItems: 20, items: { ...feeSchema, required: ['title', 'basis', 'value'] } },
      record: {},
    },
    required: ['amount', 'periods'],
    oneOf: [{ required: ['product'] }, { required: ['free'] }],
    additionalProperties: false,
  },
  output: { type: 'object' },
  readOnly: true,
  sheet: quoteSheet,
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

async function quote(context: OperationContext, input: QuoteInput): Promise<Quote> {
  const product = withFees(input.free === undefined ? productOf(context, input.product).product : freeProduct(input.free), input.fees);
  const method = input.method ?? firstMethodOf(product);
  if (!product.methods.includes(method)) throw new Refusal('lending.method-not-offered', { method });
  refuseSmallPayment(product, method, input);
  const annualRate = rateOf(product, input);
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
  const schedule = calculate(() => buildSchedule(terms, { trace: true }));
  const flows = calculate(() => cashFlowsOf({ product, terms, schedule, fees: feesOf(product, input.amount) }));
  const { cost, verdict } = await judgePrice(context, product, flows, terms.disbursementDate);
  return calculate(() => {
    const fees = chargesOf(product, { amount: input.amount, disbursedOn: terms.disbursementDate, schedule });
    const paidAt = (period: number): string =>
      fees.flatMap((fee) => fee.parts).reduce((sum, part) => (part.period === period ? addMoney(sum, part.amount) : sum), '0.00');
    return {
      product: input.free === undefined ? { name: product.name, hash: product.hash } : null,
      amount: input.amount,
      disbursedOn: terms.disbursementDate,
      method,
      annualRate,
      quotedRate: showRate(product, annualRate),
      instalment: schedule.instalment,
      rows: schedule.rows.map((row, index) => ({ ...row, charges: paidAt(index + 1), total: addMoney(row.payment, paidAt(index + 1)) })),
      totals: schedule.totals,
      fees,
      upFront: paidAt(0),
      cost,
      verdict,
      notOffered: input.free === undefined ? whyNotOffered(product, { amount: input.amount, annualRate, periods: input.periods, method }) : null,
    };
  });
}

function withFees(product: Product, fees: readonly ProductFee[] = []): Product {
  return fees.length === 0 ? product : { ...product, fees: [...product.fees, ...fees.map((fee, index) => ({ key: `added${index + 1}`, ...fee }))] };
}

/** The rate asked for, else the usual one of the product. A daily rate counts the days of the product's year. */
function rateOf(product: Product, { annualRate, rate }: QuoteInput): string {
  if (rate !== undefined) return annualRateOf({ ...rate, basis: product.quote.basis });
  return annualRate ?? product.annualRate.usual ?? product.annualRate.min;
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
