import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import type { PlannedChange } from './plan-change.ts';
import { ownerOf } from './records.ts';

/** Columns of an instalment that a projection writes, with their types in the database. */
const COLUMNS: readonly (readonly [property: string, column: string, type: string])[] = [
  ['periodNo', 'period_no', 'numeric'],
  ['startOn', 'start_on', 'date'],
  ['dueOn', 'due_on', 'date'],
  ['openingBalance', 'opening_balance', 'numeric'],
  ['closingBalance', 'closing_balance', 'numeric'],
  ['principalDue', 'principal_due', 'numeric'],
  ['interestDue', 'interest_due', 'numeric'],
  ['feeDue', 'fee_due', 'numeric'],
  ['penaltyDue', 'penalty_due', 'numeric'],
  ['totalDue', 'total_due', 'numeric'],
  ['principalPaid', 'principal_paid', 'numeric'],
  ['interestPaid', 'interest_paid', 'numeric'],
  ['feePaid', 'fee_paid', 'numeric'],
  ['penaltyPaid', 'penalty_paid', 'numeric'],
  ['totalPaid', 'total_paid', 'numeric'],
  ['outstanding', 'outstanding', 'numeric'],
  ['waived', 'waived', 'numeric'],
  ['paidOn', 'paid_on', 'date'],
  ['state', 'state', 'text'],
  ['accrualFrom', 'accrual_from', 'date'],
  ['accrualNumerator', 'accrual_numerator', 'numeric'],
  ['accrualDenominator', 'accrual_denominator', 'numeric'],
  ['interestBefore', 'interest_before', 'numeric'],
];

/** Writes what a change makes of a loan: its figures, the instalments of the plan in force, and its accrual. Rows of an earlier
 *  plan stay readable as superseded; rows that the plan in force no longer has are retired. */
export async function writeProjection(context: OperationContext, change: PlannedChange): Promise<void> {
  const { loan, projection, rows, accrual, accrued } = change;
  const version = projection.loan.scheduleVersion;
  await writeRows(context, change, version);
  const { scheduleVersion: _version, ...figures } = projection.loan;
  const records = context.asSystem('按事件改写借据');
  const { byEvents, lastValueDate } = change;
  await records.update('loan', loan.id, { ...figures, scheduleVersion: version, lastValueDate, byEvents });
  const { interest, memo, total, maturesOn } = accrued;
  const { mode, money = '0.01' } = loan.terms.schedule.rounding;
  const kept = { interest, memo, total, maturesOn };
  // The accrual carries the row that runs; it is looked up again when the rows are others.
  const running = { periodFrom: null, periodTo: null, numerator: null, denominator: null, before: null };
  const isOther = version !== loan.scheduleVersion || rows.some((row) => row.waived !== '0.00');
  if (accrual !== undefined) await records.update('loan-accrual', accrual.id, isOther ? { ...kept, ...running } : kept);
  else await records.create('loan-accrual', { loan: loan.id, through: loan.disbursedOn, ...kept, earned: '0.00', roundingMode: mode, roundingUnit: money });
}

async function writeRows(context: OperationContext, { loan, rows }: PlannedChange, version: number): Promise<void> {
  const columns = COLUMNS.map(([, column]) => column).join(', ');
  const { ownerUser, ownerUnit, ownerPath } = ownerOf(loan);
  await context.sql(
    `with given as (
       select ${COLUMNS.map(([property, column, type]) => `(g ->> '${property}')::${type} as ${column}`).join(', ')} from jsonb_array_elements($1::jsonb) g
     ), written as (
       update {loan-instalment} i set (${columns}) = (${COLUMNS.map(([, column]) => `g.${column}`).join(', ')}), retired_at = null, version = i.version + 1, updated_at = $2::timestamptz
       from given g
       where i.loan = $3::uuid and i.schedule_version = $4::int and i.period_no = g.period_no
         and (i.retired_at is not null or (${COLUMNS.map(([, column]) => `i.${column}`).join(', ')}) is distinct from (${COLUMNS.map(([, column]) => `g.${column}`).join(', ')}))
     )
     insert into {loan-instalment} (id, created_at, updated_at, loan, customer, schedule_version, owner_user, owner_unit, owner_path, ${columns})
     select gen_random_uuid(), $2::timestamptz, $2::timestamptz, $3::uuid, $5::uuid, $4::int, $6::uuid, $7::uuid, $8, ${COLUMNS.map(([, column]) => `g.${column}`).join(', ')}
     from given g
     where not exists (select 1 from {loan-instalment} i where i.loan = $3::uuid and i.schedule_version = $4::int and i.period_no = g.period_no)`,
    [JSON.stringify(rows), context.now, loan.id, version, loan.customer, ownerUser, ownerUnit, ownerPath],
  );
  await context.sql(
    `update {loan-instalment} i set retired_at = $2::timestamptz, version = i.version + 1
     where i.loan = $1::uuid and i.schedule_version = $3::int and i.retired_at is null and not (i.period_no = any($4::numeric[]))`,
    [loan.id, context.now, version, rows.map((row) => row.periodNo)],
  );
  if (version !== loan.scheduleVersion)
    await context.sql(
      `update {loan-instalment} i set state = 'superseded', version = i.version + 1, updated_at = $2::timestamptz
       where i.loan = $1::uuid and i.schedule_version <> $3::int and i.state <> 'superseded' and i.retired_at is null`,
      [loan.id, context.now, version],
    );
}
