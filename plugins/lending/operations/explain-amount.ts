import { type OperationContext, type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { foldCourse } from '../account/fold/fold-loan.ts';
import { accountTermsOf, eventsOf } from '../account/loan-events.ts';
import type { LoanRecord } from '../account/records.ts';
import { buildSchedule, changePlan, type RowTrace, type Schedule, type ScheduleRow } from '../maths/index.ts';
import { calculate, found } from '../refuse.ts';

export interface Explanation {
  readonly figure: 'interest' | 'principal' | 'total';
  readonly periodNo: number;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  /** balance × rate × days / basis → unrounded → rounded → rule. */
  readonly trace: RowTrace;
  readonly instalment: string | null;
  readonly interest: string;
  readonly principal: string;
  readonly isLast: boolean;
  readonly product: string;
}

/** Why this cent: rebuilds the row from the terms that the loan pinned and shows each step of it. */
export const explainAmount: OperationDefinition<{ record: string; period: number; figure?: Explanation['figure'] }, Explanation> = {
  name: 'lending.explain-amount',
  title: '金额由来',
  input: {
    type: 'object',
    properties: { record: { type: 'string' }, period: { type: 'integer', minimum: 0 }, figure: { enum: ['interest', 'principal', 'total'] } },
    required: ['record', 'period'],
    additionalProperties: false,
  },
  output: { type: 'object' },
  readOnly: true,
  on: 'loan',
  async run(context, { record, period, figure = 'interest' }) {
    const loan = found(await context.records.get('loan', record)) as LoanRecord;
    const schedule = await tracedSchedule(context, loan);
    const row = schedule.rows.find((one) => one.n === period);
    if (row?.trace === undefined) throw new Refusal('lending.instalment-unknown', { period });
    return {
      figure,
      periodNo: period,
      from: row.startDate,
      to: row.dueDate,
      amount: amountOf(row, figure),
      trace: row.trace,
      instalment: loan.byEvents === true && schedule.instalment !== null ? row.payment : schedule.instalment,
      interest: row.interest,
      principal: row.principal,
      isLast: row === schedule.rows.at(-1),
      product: typeof loan.product === 'string' ? loan.product : JSON.stringify(loan.product),
    };
  },
};

/** The schedule in force with the derivation of each row: that of the contract, or as the changes since have made it. */
async function tracedSchedule(context: OperationContext, loan: LoanRecord): Promise<Schedule> {
  if (loan.byEvents !== true) return calculate(() => buildSchedule(loan.terms.schedule, { trace: true }));
  const events = await eventsOf(context, loan.id);
  return calculate(() => {
    const { planEvents } = foldCourse(accountTermsOf(loan), events, { asOf: '9999-12-31', knownOn: '9999-12-31' });
    return changePlan(loan.terms.schedule, planEvents, { trace: true });
  });
}

function amountOf(row: ScheduleRow, figure: Explanation['figure']): string {
  if (figure === 'interest') return row.interest;
  return figure === 'principal' ? row.principal : row.payment;
}
