import type { OperationDefinition } from '../../../engine/plugin-api/index.ts';
import { type InstalmentRecord, instalmentsOf, type LoanRecord } from '../account/records.ts';
import { compareMoney, subtractMoney } from '../maths/index.ts';
import { found } from '../refuse.ts';

/** How a row stands on the business date. Source: lending spec D.8. */
export type Standing = 'paid' | 'partPaid' | 'overdue' | 'due' | 'future';

/** The schedule of a loan with what is paid, what is due and what lies ahead. */
export const loanSchedule: OperationDefinition<{ record: string }, object> = {
  name: 'lending.loan-schedule',
  title: '还款计划',
  input: { type: 'object', properties: { record: { type: 'string' } }, required: ['record'], additionalProperties: false },
  output: { type: 'object' },
  readOnly: true,
  on: 'loan',
  async run(context, { record }) {
    const loan = found(await context.records.get('loan', record)) as LoanRecord;
    const rows = await instalmentsOf(context.asSystem('读取还款计划'), loan);
    return {
      asOf: context.businessDate,
      instalment: loan.terms.instalment,
      amount: loan.amount,
      balance: loan.balance,
      rows: rows.map((row) => ({
        periodNo: row.periodNo,
        dueOn: row.dueOn,
        principal: row.principalDue,
        interest: row.interestDue,
        fee: row.feeDue,
        total: row.totalDue,
        paid: row.totalPaid,
        outstanding: row.outstanding,
        paidOn: row['paidOn'] ?? null,
        balance: row['closingBalance'],
        standing: standingOn(context.businessDate, { dueOn: row.dueOn, outstanding: row.outstanding, paid: row.totalPaid }),
        days: daysLate(row, context.businessDate),
      })),
      totals: {
        principal: loan.amount,
        interest: String(loan['totalInterest']),
        principalLeft: loan.balance,
        interestLeft: subtractMoney(String(loan['totalInterest']), loan.interestPaid),
      },
    };
  },
};

/** How a row with these figures stands on a day. */
export function standingOn(
  day: string,
  { dueOn, outstanding, paid }: { readonly dueOn: string; readonly outstanding: string; readonly paid: string },
): Standing {
  if (compareMoney(outstanding, '0') === 0) return 'paid';
  if (dueOn < day) return 'overdue';
  if (compareMoney(paid, '0') > 0) return 'partPaid';
  return dueOn === day ? 'due' : 'future';
}

/** Days past due of an open row; 0 for the others. */
function daysLate(row: InstalmentRecord, today: string): number {
  if (compareMoney(row.outstanding, '0') === 0 || row.dueOn >= today) return 0;
  return Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${row.dueOn}T00:00:00Z`)) / 86_400_000);
}
