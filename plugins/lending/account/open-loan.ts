import { Decimal } from 'decimal.js';
import type { OperationContext, RecordValue } from '../../../engine/plugin-api/index.ts';
import { accrualBasis, addMoney, buildSchedule, type MethodId, type Schedule, type ScheduleTerms, sumMoney } from '../maths/index.ts';
import { feesOf } from '../product/annual-cost.ts';
import { type Product, scheduleTermsOf } from '../product/product.ts';
import { showRate } from '../product/show-rate.ts';
import { calculate } from '../refuse.ts';
import { appendEvents } from './loan-events.ts';
import type { LoanRecord, Owner, PinnedTerms } from './records.ts';

export interface OpenLoanInput {
  readonly product: Product;
  readonly pinned: string;
  readonly contract: string;
  readonly customer: string;
  readonly amount: string;
  readonly annualRate: string;
  readonly periods: number;
  readonly method: MethodId;
  readonly dueDay?: number;
  /** When the bank debited the money; interest starts here. */
  readonly valueDate: string;
  readonly owner: Owner;
  readonly externalNo?: string;
  /** What the loan may cost in a year, in percent; the product's own cap unless said. */
  readonly capPercent?: string | null;
}

type Ledger = (input: object) => Promise<{ readonly journal: string | null; readonly no: string | null }>;

/** Creates the loan account with its whole schedule and posts C02 (and C08 when the product has fees).
 *  Refuses `lending.terms-impossible`. Source: lending spec A-15, C.3, D.7. */
export async function openLoan(
  context: OperationContext,
  input: OpenLoanInput,
): Promise<{ readonly loan: RecordValue; readonly schedule: Schedule; readonly journal: string | null }> {
  const { product, amount, owner } = input;
  const terms = scheduleTermsOf(product, {
    amount,
    annualRate: input.annualRate,
    periods: input.periods,
    method: input.method,
    disbursementDate: input.valueDate,
    ...(input.dueDay === undefined ? {} : { dueDay: input.dueDay }),
  });
  const schedule = calculate(() => buildSchedule(terms, { trace: true }));
  const fee = sumMoney(feesOf(product, amount).map((one) => one.amount));
  const cap = input.capPercent === undefined ? product.capAprPercent : input.capPercent;
  const pinned: PinnedTerms = {
    schedule: terms,
    allocation: { axis: product.allocation.axis, dueOrder: product.allocation.order, advance: product.allocation.advance },
    instalment: schedule.instalment,
    penalty: product.penalty?.terms ?? null,
    costCap: cap === null ? null : new Decimal(cap).div(100).toFixed(),
  };
  const records = context.asSystem('开立借据');
  const first = schedule.rows[0];
  const loan = await records.create('loan', {
    contract: input.contract,
    customer: input.customer,
    product: input.pinned,
    amount,
    annualRate: input.annualRate,
    quotedRate: showRate(product, input.annualRate),
    periods: input.periods,
    method: input.method,
    dayCount: product.dayCount,
    disbursedOn: input.valueDate,
    maturesOn: schedule.rows.at(-1)?.dueDate ?? input.valueDate,
    balance: amount,
    principalPaid: '0.00',
    interestPaid: '0.00',
    feePaid: '0.00',
    totalInterest: schedule.totals.interest,
    instalment: schedule.instalment,
    nextDueOn: first?.dueDate ?? null,
    nextDueAmount: first === undefined ? null : addMoney(first.payment, fee),
    lastValueDate: input.valueDate,
    graceDays: product.penalty?.terms.graceDays ?? 0,
    dpd: 0,
    dpdPrincipal: 0,
    dpdInterest: 0,
    bucket: 'M0',
    overduePrincipal: '0.00',
    overdueInterest: '0.00',
    overdueBooked: '0.00',
    pastMaturity: false,
    tier: 'normal',
    scheduleVersion: 1,
    terms: pinned,
    externalNo: input.externalNo ?? null,
    ...owner,
  });
  await records.createMany('loan-instalment', instalmentRows(loan.id, input.customer, { terms, schedule, fee }, owner));
  await records.create('loan-accrual', {
    loan: loan.id,
    through: input.valueDate,
    interest: '0.00',
    memo: '0.00',
    earned: '0.00',
    total: schedule.totals.interest,
    maturesOn: loan['maturesOn'],
    roundingMode: terms.rounding.mode,
    roundingUnit: terms.rounding.money ?? '0.01',
  });
  await appendEvents(
    context,
    loan as LoanRecord,
    [
      { kind: 'disbursement', valueDate: input.valueDate, amount },
      ...(fee === '0.00' || first === undefined ? [] : [{ kind: 'charge', valueDate: input.valueDate, n: first.n, component: 'fee', amount: fee } as const]),
    ],
    0,
  );
  const post = context.capability<object, Awaited<ReturnType<Ledger>>>('ledger.post');
  const entry = {
    valueDate: input.valueDate,
    dimensions: { loan: loan.id, customer: input.customer, unit: owner.ownerUnit },
    memo: `放款 ${String(loan['no'])}`,
  };
  const { journal } = await post({ event: 'C02', amounts: { principal: amount }, ...entry });
  if (fee !== '0.00') await post({ event: 'C08', amounts: { charged: fee }, ...entry, memo: `手续费 ${String(loan['no'])}` });
  return { loan, schedule, journal };
}

interface Plan {
  readonly terms: ScheduleTerms;
  readonly schedule: Schedule;
  readonly fee: string;
}

/** Rows of the schedule, each with what its interest needs to be accrued by day; the fees fall due with the first one. */
function instalmentRows(loan: string, customer: string, { terms, schedule, fee }: Plan, owner: Owner): readonly Record<string, unknown>[] {
  let interestBefore = '0.00';
  return schedule.rows.map((row, index) => {
    const basis = calculate(() => accrualBasis(row, terms));
    const before = interestBefore;
    interestBefore = addMoney(interestBefore, row.interest);
    const feeDue = index === 0 ? fee : '0.00';
    const totalDue = addMoney(row.payment, feeDue);
    return {
      loan,
      customer,
      periodNo: row.n,
      startOn: row.startDate,
      dueOn: row.dueDate,
      openingBalance: addMoney(row.balance, row.principal),
      closingBalance: row.balance,
      principalDue: row.principal,
      interestDue: row.interest,
      feeDue,
      penaltyDue: '0.00',
      totalDue,
      principalPaid: '0.00',
      interestPaid: '0.00',
      feePaid: '0.00',
      penaltyPaid: '0.00',
      totalPaid: '0.00',
      outstanding: totalDue,
      waived: '0.00',
      paidOn: null,
      scheduleVersion: 1,
      accrualFrom: basis.from,
      accrualNumerator: basis.numerator,
      accrualDenominator: basis.denominator,
      interestBefore: before,
      state: 'open',
      ...owner,
    };
  });
}
