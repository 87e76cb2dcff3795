import { createHash } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { RecordValue } from '../../../engine/plugin-api/index.ts';
import type { JudgedPrice } from '../limits/guard-price.ts';
import { addMoney, type CostFlow, sumMoney } from '../maths/index.ts';
import { cashFlowsOf, type PricedPlan } from '../product/annual-cost.ts';
import { chargesOf } from '../product/charges.ts';
import type { FeeTiming, Payee } from '../product/fee.ts';
import type { LimitVerdict } from '../product/price-cap.ts';
import type { Product } from '../product/product.ts';

/** What a borrower is told a loan costs. Money and percent as text; nothing personal. */
export interface DisclosureSheet {
  readonly contract: string;
  readonly product: string;
  readonly amount: string;
  readonly quotedRate: string;
  readonly annualRate: string;
  readonly method: string;
  readonly periods: number;
  /** The disbursement that the figures assume. */
  readonly disbursedOn: string;
  readonly maturesOn: string;
  /** Paid if all goes as agreed. */
  readonly items: readonly DisclosedItem[];
  /** Only if something happens; in none of the totals. */
  readonly contingent: readonly ContingentItem[];
  readonly totals: { readonly interest: string; readonly charges: string; readonly cost: string; readonly repaid: string };
  readonly annualised: { readonly aprPercent: string; readonly effectivePercent: string; readonly xirrPercent: string | null };
  readonly limits: readonly LimitVerdict[];
  readonly flows: readonly CostFlow[];
}

export interface DisclosedItem {
  readonly kind: 'interest' | 'fee';
  readonly title: string | null;
  readonly payee: Payee;
  readonly timing: FeeTiming;
  readonly amount: string;
}

export interface ContingentItem {
  readonly kind: 'penalty' | 'compound' | 'fee';
  readonly title: string | null;
  /** Of one event, where it is known before. */
  readonly amount: string | null;
  /** What it comes to in a year on the overdue amount, in percent. */
  readonly annualPercent: string | null;
}

/** The sheet of a plan. Source: calculation spec B.19 (announcement 2021 no. 3; rule of 2026-08-01). */
export function disclosureSheet(contract: RecordValue, pinned: string, plan: PricedPlan, { cost, verdict }: JudgedPrice): DisclosureSheet {
  const { product, terms, schedule } = plan;
  const charges = chargesOf(product, { amount: terms.principal, disbursedOn: terms.disbursementDate, schedule });
  const due = charges.filter((charge) => !charge.contingent);
  const total = sumMoney(due.map((charge) => charge.amount));
  return {
    contract: String(contract['no']),
    product: pinned,
    amount: terms.principal,
    quotedRate: String(contract['quotedRate']),
    annualRate: terms.annualRate,
    method: terms.method,
    periods: Number(contract['periods']),
    disbursedOn: terms.disbursementDate,
    maturesOn: schedule.rows.at(-1)?.dueDate ?? terms.disbursementDate,
    items: [
      { kind: 'interest', title: null, payee: 'lender', timing: 'PER_PERIOD', amount: schedule.totals.interest },
      ...due.map(({ title, payee, timing, amount }): DisclosedItem => ({ kind: 'fee', title, payee, timing, amount })),
    ],
    contingent: [
      ...lateness(product, terms.annualRate),
      ...charges.filter((charge) => charge.contingent).map(({ title, amount }): ContingentItem => ({ kind: 'fee', title, amount, annualPercent: null })),
    ],
    totals: {
      interest: schedule.totals.interest,
      charges: total,
      cost: addMoney(schedule.totals.interest, total),
      repaid: addMoney(schedule.totals.total, total),
    },
    annualised: { aprPercent: cost.aprPercent, effectivePercent: cost.effectivePercent, xirrPercent: cost.xirrPercent },
    limits: verdict.limits,
    flows: cashFlowsOf(plan).flows,
  };
}

/** What lateness would cost, annualised where a rate says it. */
function lateness({ penalty }: Product, annualRate: string): readonly ContingentItem[] {
  if (penalty === null) return [];
  const { rate, mode } = penalty.terms;
  const contract = new Decimal(annualRate);
  const own =
    rate.kind === 'CONTRACT_FACTOR'
      ? contract.times(new Decimal(rate.m).plus(1))
      : rate.kind === 'AMOUNT_PER_INSTALMENT'
        ? null
        : new Decimal(rate.rate).times(rate.kind === 'DAILY_FIXED' ? 365 : 1);
  const yearly = own === null ? null : mode === 'ADD' && rate.kind !== 'CONTRACT_FACTOR' ? own.plus(contract) : own;
  const item: ContingentItem = {
    kind: 'penalty',
    title: null,
    amount: rate.kind === 'AMOUNT_PER_INSTALMENT' ? rate.amount : null,
    annualPercent: yearly === null ? null : yearly.times(100).toDecimalPlaces(4).toString(),
  };
  return penalty.compound ? [item, { kind: 'compound', title: null, amount: null, annualPercent: item.annualPercent }] : [item];
}

const TERMS = ['product', 'customer', 'amount', 'annualRate', 'periods', 'method', 'dueDay'] as const;

/** Hash of what a contract says about money: a sheet belongs to a contract only while this is the same. */
export function contractHash(contract: RecordValue): string {
  return sha256(TERMS.map((key) => [key, plain(contract[key])]));
}

export function sheetHash(sheet: unknown): string {
  return sha256(sheet);
}

/** `100000` and `100000.00` are the same amount; a pinned document is its name and hash. */
function plain(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'name' in value && 'hash' in value) return `${String(value.name)}@${String(value.hash)}`;
  if (typeof value === 'string' && /^-?\d+\.\d+$/.test(value)) return new Decimal(value).toFixed();
  return value ?? null;
}

/** Keys in the order of the alphabet, so that a store may hand them back in any. */
function sha256(value: unknown): string {
  const ordered = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
  return createHash('sha256').update(ordered).digest('hex');
}
