import { type OperationContext, type OperationDefinition, type RecordValue, Refusal } from '../../../engine/plugin-api/index.ts';
import { type ChangePreview, previewOf } from '../account/change-preview.ts';
import type { PrepaymentMode } from '../account/fold/account-event.ts';
import type { NewFact } from '../account/loan-events.ts';
import { planChange, type PlannedChange } from '../account/plan-change.ts';
import { type LoanRecord, productOf } from '../account/records.ts';
import { addMonths, compareMoney, formatDay, parseDay, subtractMoney, sumMoney } from '../maths/index.ts';
import { found } from '../refuse.ts';
import { refuseValueDate } from './refuse-value-date.ts';

interface Input {
  readonly record: string;
  readonly mode: PrepaymentMode;
  readonly amount: string;
  readonly valueDate: string;
}

const date = { type: 'string', format: 'date' } as const;

/** What a prepayment would do: the money by component and the new schedule. */
export const previewPrepayment: OperationDefinition<Input, ChangePreview> = {
  name: 'lending.preview-prepayment',
  title: '试算提前还款',
  input: {
    type: 'object',
    properties: {
      record: { type: 'string' },
      mode: { enum: ['FULL', 'REDUCE_INSTALMENT', 'REDUCE_TERM', 'KEEP_PLAN'] },
      amount: { type: 'string', pattern: '^\\d+(\\.\\d{1,2})?$' },
      valueDate: date,
    },
    required: ['record', 'mode', 'amount', 'valueDate'],
  },
  output: { type: 'object' },
  readOnly: true,
  on: 'loan',
  async run(context, { record, mode, amount, valueDate }) {
    const loan = found(await context.records.get('loan', record)) as LoanRecord;
    refuseValueDate(context, loan, valueDate);
    const change = await planChange(context, loan, prepaymentOf(context, loan, { mode, amount, valueDate }));
    refuseSmallPrepayment(context, change);
    return previewOf(change);
  },
};

export interface PayoffQuote {
  readonly valueDate: string;
  readonly principal: string;
  readonly interest: string;
  readonly penalty: string;
  readonly fee: string;
  readonly total: string;
}

/** What pays a loan off on a day, to the cent: what is due, the balance, interest to the day and the fee. The quote holds for its
 *  day. Source: lending spec B.10. */
export const quotePayoff: OperationDefinition<{ record: string; valueDate?: string }, PayoffQuote> = {
  name: 'lending.quote-payoff',
  title: '结清报价',
  input: { type: 'object', properties: { record: { type: 'string' }, valueDate: date }, required: ['record'], additionalProperties: false },
  output: { type: 'object' },
  readOnly: true,
  on: 'loan',
  async run(context, { record, valueDate = context.businessDate }) {
    const loan = found(await context.records.get('loan', record)) as LoanRecord;
    refuseValueDate(context, loan, valueDate);
    const plenty = sumMoney([loan.balance, loan.balance, loan.amount]);
    const { split } = await planChange(context, loan, prepaymentOf(context, loan, { mode: 'FULL', amount: plenty, valueDate }));
    const of = (component: 'principal' | 'interest' | 'penalty' | 'fee'): string =>
      sumMoney([split?.outside[component] ?? '0', ...(split?.lines ?? []).filter((line) => line.component === component).map((line) => line.amount)]);
    return {
      valueDate,
      principal: of('principal'),
      interest: of('interest'),
      penalty: of('penalty'),
      fee: of('fee'),
      total: subtractMoney(plenty, split?.surplus ?? '0'),
    };
  },
};

/** The fact of a receipt: a repayment, or a prepayment when the money came as one. */
export function factOf(context: OperationContext, loan: LoanRecord, receipt: RecordValue): NewFact {
  const money = { amount: String(receipt['amount']), valueDate: String(receipt['valueDate']) };
  const mode = receipt['prepayment'];
  return typeof mode === 'string' ? prepaymentOf(context, loan, { mode: mode as PrepaymentMode, ...money }) : { kind: 'repayment', ...money };
}

/** A prepayment by the rules of the product that the loan pinned: modes, lock, fee. Refuses `lending.prepayment-mode`,
 *  `lending.prepayment-locked`, and `lending.minimum-interest` for a payoff inside the days that bear interest at least. */
function prepaymentOf(context: OperationContext, loan: LoanRecord, given: Omit<Input, 'record'>): NewFact {
  const { mode, amount, valueDate } = given;
  const rules = productOf(context, loan.product).product.prepayment;
  if (mode !== 'FULL' && rules?.modes.includes(mode) !== true) throw new Refusal('lending.prepayment-mode', { mode });
  const opens = formatDay(addMonths(parseDay(loan.disbursedOn), rules?.lockMonths ?? 0));
  if (valueDate < opens) throw new Refusal('lending.prepayment-locked', { from: opens });
  const minimum = rules?.minInterestDays ?? 0;
  if (mode === 'FULL' && parseDay(valueDate) - parseDay(loan.disbursedOn) < minimum) throw new Refusal('lending.minimum-interest', { days: minimum });
  return { kind: 'prepayment', mode, amount, valueDate, ...(rules?.fee === undefined ? {} : { fee: rules.fee }) };
}

/** Refuses `lending.prepayment-small` when less principal is prepaid than the product wants. */
export function refuseSmallPrepayment(context: OperationContext, { fact, loan, split }: PlannedChange): void {
  if (fact.kind !== 'prepayment' || fact.mode === 'FULL') return;
  const least = productOf(context, loan.product).product.prepayment?.minAmount;
  const principal = split?.outside.principal ?? '0.00';
  if (least !== undefined && compareMoney(principal, least) < 0) throw new Refusal('lending.prepayment-small', { least, principal });
}
