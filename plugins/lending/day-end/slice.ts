import type { BatchSlice, OperationContext } from '../../../engine/plugin-api/index.ts';

/** The parameters that every statement of a step begins with: $1 and $2 the ids, $3 what is passed over, $4 the date. */
export type SliceParameters = readonly [from: string | null, to: string | null, except: readonly string[], date: string];

export function sliceParameters(slice: BatchSlice): SliceParameters {
  return [slice.only ?? slice.from, slice.only ?? slice.to, slice.except, slice.date];
}

/** Condition on the loan `l`: in the slice, live, and paid out by the date. */
export const liveInSlice = `l.id between $1::uuid and $2::uuid and not (l.id = any($3::uuid[]))
  and l.state in ('normal', 'overdue', 'nonAccrual') and l.retired_at is null and l.disbursed_on <= $4::date`;

/** As `liveInSlice`, with the loans that were settled. */
export const openedInSlice = `l.id between $1::uuid and $2::uuid and not (l.id = any($3::uuid[])) and l.retired_at is null and l.disbursed_on <= $4::date`;

/** Condition on the instalment `i`: of the schedule in force of the loan `l`. */
export const ofSchedule = 'i.loan = l.id and i.schedule_version = l.schedule_version and i.retired_at is null';

/** Condition on the instalment `i`: it has fallen due before $4 and is not paid. Rows are due, part paid or overdue then. */
export const unpaid = "i.state in ('due', 'partPaid', 'overdue') and i.due_on < $4::date and i.outstanding > 0";

/** Condition on the loan `l`: a row of it has fallen due before $4 and is not paid. Wider than the schedule in force. */
export const hasUnpaid = `l.id in (select i.loan from {loan-instalment} i where i.loan between $1::uuid and $2::uuid and ${unpaid})`;

/** Condition on the loan `l`: no day-end has aged its arrears for $4 or later. A list and no join: how few loans of the slice
 *  have been aged is not to be foreseen, and a join for none loops over thousands. */
export const notAged = `l.id not in (select a.loan from {loan-accrual} a where a.loan between $1::uuid and $2::uuid and a.aged_through >= $4::date)`;

/** Has each statement of the transaction planned for the ids of its slice. A plan for any ids expects a handful of rows and
 *  loops over thousands: a hundred times slower. */
export async function planForSlice(context: OperationContext): Promise<void> {
  await context.sql("select set_config('plan_cache_mode', 'force_custom_plan', true)");
}

/** The live loans of a slice: how many there are, and those that a step is about to change, locked. */
export interface LockedLoans {
  readonly live: number;
  readonly locked: readonly string[];
}

/** Locks the loans of the slice that fulfil a condition on `l`, smallest id first, until the transaction ends: a repayment
 *  locks its loan too, so what the step reads next of them stands still. A lock is a write to the row, so only those that
 *  have something to change are locked. */
export async function lockLoans(context: OperationContext, slice: BatchSlice, condition: string): Promise<LockedLoans> {
  await planForSlice(context);
  const parameters = sliceParameters(slice);
  const [row] = await context.sql<{ live: string | number }>(`select count(*) as live from {loan} l where ${liveInSlice}`, parameters);
  const locked = await context.sql<{ id: string }>(
    `select l.id::text as id from {loan} l where ${liveInSlice} and (${condition}) order by l.id for no key update of l`,
    parameters,
  );
  return { live: Number(row?.live ?? 0), locked: locked.map(({ id }) => id) };
}
