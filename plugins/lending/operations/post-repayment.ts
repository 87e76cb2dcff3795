import { type OperationContext, type OperationDefinition, type RecordValue, Refusal } from '../../../engine/plugin-api/index.ts';
import { type Ageing, ageRows, notPastDue, stateOf } from '../account/age-rows.ts';
import { allocationsOf } from '../account/allocations-of.ts';
import { bookChange, moveCredit } from '../account/book-change.ts';
import { appendEvents } from '../account/loan-events.ts';
import { orderOf } from '../account/order-of.ts';
import { planRepayment, type RepaymentPlan } from '../account/plan-repayment.ts';
import { accrualOf, instalmentsOf, type LoanRecord } from '../account/records.ts';
import { type Recognition, recognise } from '../account/recognise.ts';
import { settleContract } from '../account/settle-contract.ts';
import { chargeLoanThrough } from '../day-end/charge-penalty.ts';
import { addMoney, compareMoney, subtractMoney } from '../maths/index.ts';
import { found } from '../refuse.ts';
import { factOf, refuseSmallPrepayment } from './prepayment.ts';
import { refuseValueDate } from './refuse-value-date.ts';

interface Output {
  readonly allocations: readonly { readonly periodNo: number; readonly component: string; readonly amount: string }[];
  readonly surplus: string;
  readonly settled: boolean;
  readonly journal: string | null;
}

/** Posts a receipt: divides it by the loan's own order, moves the rows, journals C05, C09 and C11, settles the loan when
 *  nothing is left. Money of a day before the last entry or day-end is booked by replay (`account/book-change.ts`). The loan's row is locked first, so two receipts of one loan queue up. What is posted stays.
 *  Refuses `lending.receipt-posted`, `lending.loan-settled`, `lending.value-date-…`. Source: lending spec A-19, B.11, C.3. */
export const postRepayment: OperationDefinition<{ receipt: string }, Output> = {
  name: 'lending.post-repayment',
  title: '还款入账',
  input: { type: 'object', properties: { receipt: { type: 'string' } }, required: ['receipt'], additionalProperties: false },
  output: {
    type: 'object',
    properties: {
      allocations: {
        type: 'array',
        items: { type: 'object', properties: { periodNo: { type: 'integer' }, component: { type: 'string' }, amount: { type: 'string', format: 'money' } } },
      },
      surplus: { type: 'string', format: 'money' },
      settled: { type: 'boolean' },
      journal: { type: ['string', 'null'], format: 'uuid' },
    },
  },
  async run(context, { receipt: id }) {
    const records = context.asSystem('还款入账');
    const receipt = found(await records.get('receipt', id));
    if (receipt.state === 'posted') throw new Refusal('lending.receipt-posted');
    const loan = found(await records.lock('loan', String(receipt['loan']))) as LoanRecord;
    const valueDate = String(receipt['valueDate']);
    refuseValueDate(context, loan, valueDate);
    const accrual = await accrualOf(records, loan.id);
    const order = orderOf(loan, accrual, valueDate);
    const fact = factOf(context, loan, receipt);
    if (order !== 'inOrder' || fact.kind === 'prepayment') {
      const { change, journal } = await bookChange(context, loan, { ...fact, receipt: id }, order === 'backdated' ? 'difference' : 'ordinary');
      refuseSmallPrepayment(context, change);
      const allocations = change.split === null ? [] : allocationsOf(change.split);
      return { allocations, surplus: change.split?.surplus ?? '0.00', settled: change.projection.loan.state === 'settled', journal };
    }
    await chargeLoanThrough(context, loan.id, valueDate);
    const plan = planRepayment({
      instalments: await instalmentsOf(records, loan),
      amount: String(receipt['amount']),
      valueDate,
      rule: loan.terms.allocation,
    });
    for (const [instalment, changes] of plan.changes) await records.update('loan-instalment', instalment, changes);
    const recognition = recognise(loan, accrual, plan.totals);
    const ageing = plan.settles ? notPastDue : ageRows(plan.rows, accrual?.agedThrough ?? null, loan.graceDays ?? 0);
    await records.update('loan', loan.id, loanAfter(loan, plan, { valueDate, ageing }));
    const toBook = subtractMoney(ageing.overdueBooked, recognition.overdueBooked);
    if (accrual !== undefined) await records.update('loan-accrual', accrual.id, recognition.accrual);
    await appendEvents(context, loan, [{ kind: 'repayment', valueDate, amount: String(receipt['amount']), receipt: id }]);
    const journal = await postJournals(context, { loan, plan, recognition, receipt, toBook });
    await moveCredit(context, loan.customer, plan.surplus);
    if (plan.settles) await settleContract(context, loan.contract);
    const allocations = plan.lines.map(({ periodNo, component, amount }) => ({ periodNo, component, amount }));
    return { allocations, surplus: plan.surplus, settled: plan.settles, journal };
  },
};

function loanAfter(
  loan: LoanRecord,
  plan: RepaymentPlan,
  { valueDate, ageing }: { readonly valueDate: string; readonly ageing: Ageing },
): Record<string, unknown> {
  return {
    balance: subtractMoney(loan.balance, plan.totals.principal),
    principalPaid: addMoney(loan.principalPaid, plan.totals.principal),
    interestPaid: addMoney(loan.interestPaid, plan.totals.interest),
    feePaid: addMoney(loan.feePaid, plan.totals.fee),
    nextDueOn: plan.next?.dueOn ?? null,
    nextDueAmount: plan.next?.amount ?? null,
    lastValueDate: valueDate,
    ...ageing,
    ...(plan.settles ? { state: 'settled', settledOn: valueDate } : { state: stateOf(loan, ageing, loan.graceDays ?? 0) }),
  };
}

/** Interest that no day-end has accrued is recognised in the same transaction (C05), so C09 always finds its receivable.
 *  Of a non-accrual loan, C18 takes the principal and the interest that the memo ledger holds. */
async function postJournals(
  context: OperationContext,
  {
    loan,
    plan,
    recognition,
    receipt,
    toBook,
  }: {
    readonly loan: LoanRecord;
    readonly plan: RepaymentPlan;
    readonly recognition: Recognition;
    readonly receipt: RecordValue;
    /** Principal that moves into the overdue account, or out of it when negative: arrears that are cured do not wait for a day-end. */
    readonly toBook: string;
  },
): Promise<string | null> {
  const post = context.capability<object, { readonly journal: string | null }>('ledger.post');
  const entry = {
    valueDate: String(receipt['valueDate']),
    dimensions: { loan: loan.id, customer: loan.customer, unit: loan.ownerUnit },
    memo: `还款 ${loan.no} ${String(receipt['no'] ?? '')}`.trim(),
  };
  const { fee, penalty } = plan.totals;
  const { principal, overduePrincipal, fromMemo, interest } = recognition;
  const isNonAccrual = loan.state === 'nonAccrual';
  await post({ event: 'C05', amounts: { interest: recognition.income }, ...entry });
  const special = isNonAccrual ? await post({ event: 'C18', amounts: { principal, overduePrincipal, interest: fromMemo }, ...entry }) : { journal: null };
  const ordinary = await post({
    event: 'C09',
    amounts: isNonAccrual ? { interest, fee, penalty } : { principal, overduePrincipal, interest, fee, penalty },
    ...entry,
  });
  const journal = special.journal ?? ordinary.journal;
  await post({ event: 'C11', amounts: { surplus: plan.surplus }, ...entry });
  await post({ event: 'C16', amounts: compareMoney(toBook, '0') > 0 ? { overdue: toBook } : { back: subtractMoney('0', toBook) }, ...entry });
  return journal;
}
