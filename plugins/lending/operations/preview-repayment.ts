import { type OperationContext, type OperationDefinition, type RecordAccess, Refusal } from '../../../engine/plugin-api/index.ts';
import { planRepayment, type RepaymentPlan } from '../account/plan-repayment.ts';
import { instalmentsOf, type LoanRecord } from '../account/records.ts';
import { subtractMoney } from '../maths/index.ts';
import { found } from '../refuse.ts';

/** What a repayment would do, row by row, without doing it. */
export interface RepaymentPreview {
  readonly lines: RepaymentPlan['lines'];
  readonly totals: RepaymentPlan['totals'];
  readonly surplus: string;
  readonly settles: boolean;
  readonly next: RepaymentPlan['next'];
  readonly balanceBefore: string;
  readonly balanceAfter: string;
}

/** Preview of a receipt that waits to be posted. */
export const previewRepayment: OperationDefinition<{ record: string }, RepaymentPreview> = {
  name: 'lending.preview-repayment',
  title: '预览还款分配',
  input: { type: 'object', properties: { record: { type: 'string' } }, required: ['record'] },
  output: { type: 'object' },
  readOnly: true,
  on: 'receipt',
  async run(context, { record }) {
    const receipt = found(await context.records.get('receipt', record));
    return preview(context, context.asSystem('试算还款'), String(receipt['loan']), String(receipt['amount']), String(receipt['valueDate']));
  },
};

/** Preview of money that has not been registered yet, for the loan's page and the counter. */
export const previewPayment: OperationDefinition<{ record: string; amount: string; valueDate?: string }, RepaymentPreview> = {
  name: 'lending.preview-payment',
  title: '试算还款',
  input: {
    type: 'object',
    properties: { record: { type: 'string' }, amount: { type: 'string', pattern: '^\\d+(\\.\\d{1,2})?$' }, valueDate: { type: 'string', format: 'date' } },
    required: ['record', 'amount'],
  },
  output: { type: 'object' },
  readOnly: true,
  on: 'loan',
  run: async (context, { record, amount, valueDate }) => preview(context, context.records, record, amount, valueDate ?? context.businessDate),
};

async function preview(context: OperationContext, records: RecordAccess, loanId: string, amount: string, valueDate: string): Promise<RepaymentPreview> {
  const loan = found(await records.get('loan', loanId)) as LoanRecord;
  refuseValueDate(context, loan, valueDate);
  const instalments = await instalmentsOf(context.asSystem('读取还款计划'), loan);
  const plan = planRepayment({ instalments, amount, valueDate, rule: loan.terms.allocation });
  const { lines, totals, surplus, settles, next } = plan;
  return { lines, totals, surplus, settles, next, balanceBefore: loan.balance, balanceAfter: subtractMoney(loan.balance, totals.principal) };
}

/** Never in the future, never before money that is already posted: backdating is a correction of its own. */
export function refuseValueDate(context: OperationContext, loan: LoanRecord, valueDate: string): void {
  if (loan.state === 'settled') throw new Refusal('lending.loan-settled');
  if (valueDate > context.businessDate) throw new Refusal('lending.value-date-future', { today: context.businessDate });
  if (valueDate < loan.lastValueDate) throw new Refusal('lending.value-date-early', { earliest: loan.lastValueDate });
}
