import type { OperationContext } from '../../engine/plugin-api/plugin.ts';
import { foldLoan } from '../../plugins/lending/account/fold/fold-loan.ts';
import { accountTermsOf, eventsOf } from '../../plugins/lending/account/loan-events.ts';
import { projectLoan, type Projection } from '../../plugins/lending/account/project-loan.ts';
import { accrualOf, instalmentsOf, type LoanRecord } from '../../plugins/lending/account/records.ts';

const LATEST = '9999-12-31';

/** The loan and its rows as they are stored, and as its events make them on the last day that was written. */
export async function storedAndFolded(context: OperationContext, id: string): Promise<{ readonly stored: Projection; readonly folded: Projection }> {
  const records = context.asSystem('test');
  const loan = (await records.get('loan', id)) as LoanRecord;
  const accrual = await accrualOf(records, id);
  const agedThrough = accrual?.agedThrough ?? null;
  const asOf = agedThrough !== null && agedThrough > loan.lastValueDate ? agedThrough : loan.lastValueDate;
  const { state } = foldLoan(accountTermsOf(loan), await eventsOf(context, id), { asOf, knownOn: LATEST });
  const folded = projectLoan(state, { state: loan.state, tier: loan.tier, graceDays: loan.graceDays ?? 0, agedThrough });
  const rows = await instalmentsOf(records, loan);
  return { folded, stored: { loan: like(folded.loan, loan), rows: rows.map((row, index) => like(folded.rows[index] ?? {}, row)) } as unknown as Projection };
}

/** The members of a record that a projection has. */
function like(shape: object, record: object): object {
  return Object.fromEntries(Object.keys(shape).map((key) => [key, valueOf((record as Record<string, unknown>)[key])]));
}

function valueOf(value: unknown): unknown {
  return value === undefined ? null : value;
}
