import { type OperationContext, type OperationDefinition, type RecordAccess, Refusal } from '../../../engine/plugin-api/index.ts';
import { allocationsOf } from '../account/allocations-of.ts';
import { type ChangePreview, previewOf } from '../account/change-preview.ts';
import { orderOf } from '../account/order-of.ts';
import { planChange, type PlannedChange } from '../account/plan-change.ts';
import { planRepayment, type RepaymentPlan } from '../account/plan-repayment.ts';
import { accrualOf, instalmentsOf, type LoanRecord } from '../account/records.ts';
import { subtractMoney, sumMoney } from '../maths/index.ts';
import { found } from '../refuse.ts';
import { factOf } from './prepayment.ts';
import { refuseValueDate } from './refuse-value-date.ts';

/** What a repayment would do, row by row, without doing it. */
export interface RepaymentPreview {
  readonly lines: RepaymentPlan['lines'];
  readonly totals: RepaymentPlan['totals'];
  readonly surplus: string;
  readonly settles: boolean;
  readonly next: RepaymentPlan['next'];
  readonly balanceBefore: string;
  readonly balanceAfter: string;
  /** Only for money of a day before the last entry: what the replay changes. */
  readonly change?: ChangePreview;
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
    const records = context.asSystem('试算还款');
    if (typeof receipt['prepayment'] === 'string') {
      const loan = found(await records.get('loan', String(receipt['loan']))) as LoanRecord;
      refuseValueDate(context, loan, String(receipt['valueDate']));
      return ofChange(await planChange(context, loan, factOf(context, loan, receipt)), true);
    }
    return preview(context, records, String(receipt['loan']), String(receipt['amount']), String(receipt['valueDate']));
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
  const own = context.asSystem('读取还款计划');
  const order = orderOf(loan, await accrualOf(own, loan.id), valueDate);
  try {
    return ofChange(await planChange(context, loan, { kind: 'repayment', valueDate, amount }), order === 'backdated');
  } catch (error) {
    if (!(error instanceof Refusal) || order !== 'inOrder') throw error;
  }
  // What cannot be replayed is still divided in order: the rows as they stand take the money.
  const plan = planRepayment({ instalments: await instalmentsOf(own, loan), amount, valueDate, rule: loan.terms.allocation });
  const { lines, totals, surplus, settles, next } = plan;
  return { lines, totals, surplus, settles, next, balanceBefore: loan.balance, balanceAfter: subtractMoney(loan.balance, totals.principal) };
}

function ofChange(change: PlannedChange, isBackdated: boolean): RepaymentPreview {
  const { split, projection, rows, loan } = change;
  const dueOn = new Map(rows.map((row) => [row.periodNo, row.dueOn]));
  const lines = (split === null ? [] : allocationsOf(split)).map(
    (line) => ({ ...line, dueOn: dueOn.get(line.periodNo) ?? change.fact.valueDate }) as RepaymentPlan['lines'][number],
  );
  const sumOf = (component: string): string => sumMoney(lines.filter((line) => line.component === component).map((line) => line.amount));
  const { nextDueOn, nextDueAmount, balance } = projection.loan;
  return {
    lines,
    totals: { fee: sumOf('fee'), penalty: sumOf('penalty'), interest: sumOf('interest'), principal: sumOf('principal') },
    surplus: split?.surplus ?? '0.00',
    settles: projection.loan.state === 'settled',
    next: nextDueOn === null ? null : { dueOn: nextDueOn, amount: nextDueAmount ?? '0.00' },
    balanceBefore: loan.balance,
    balanceAfter: balance,
    ...(isBackdated ? { change: previewOf(change) } : {}),
  };
}
