import type { BatchStepDefinition, OperationContext } from '../../../engine/plugin-api/index.ts';
import { postByProduct } from './post-by-product.ts';
import { hasUnpaid, lockLoans, notAged, ofSchedule, sliceParameters, unpaid } from './slice.ts';

interface Group {
  readonly product: string;
  readonly unit: string | null;
  readonly overdue: string;
  readonly back: string;
  readonly to_overdue: readonly string[] | null;
  readonly to_normal: readonly string[] | null;
  readonly lines: readonly string[];
}

/** Loans that have arrears on the date, those that still carry figures of earlier ones, and those never aged; all others stand
 *  as they would be found. */
const concerned = `(${hasUnpaid} or l.dpd <> 0 or l.overdue_booked <> 0 or l.state = 'overdue'
    or l.id in (select a.loan from {loan-accrual} a where a.aged_through is null and a.loan between $1::uuid and $2::uuid))
  and ${notAged}`;

/** What is unpaid of each locked loan after its due date, and the figures that follow. Days past due run from the oldest unpaid
 *  due date, for principal and for interest with fees; the days of grace only decide about the state. */
const aged = `
  with unpaid as (
    select l.id,
      $4::date - min(i.due_on) filter (where i.principal_due > i.principal_paid) as principal_days,
      $4::date - min(i.due_on) filter (where i.interest_due + i.fee_due > i.interest_paid + i.fee_paid) as interest_days,
      sum(i.principal_due - i.principal_paid) as principal,
      sum(i.interest_due - i.interest_paid) as interest
    from {loan} l join {loan-instalment} i on ${ofSchedule}
    where l.id = any($3::uuid[]) and i.loan between $1::uuid and $2::uuid and ${unpaid}
    group by l.id
  ), figures as (
    select l.id, l.product, l.owner_unit, l.state, coalesce(l.grace_days, 0) as grace, coalesce(l.overdue_booked, 0) as booked,
      coalesce(u.principal_days, 0) as principal_days, coalesce(u.interest_days, 0) as interest_days,
      greatest(coalesce(u.principal_days, 0), coalesce(u.interest_days, 0)) as days,
      coalesce(u.principal, 0) as principal, coalesce(u.interest, 0) as interest,
      l.dpd, l.dpd_principal, l.dpd_interest, l.bucket, l.overdue_principal, l.overdue_interest
    from {loan} l left join unpaid u on u.id = l.id
    where l.id = any($3::uuid[])
  ), placed as (
    select *, case when days > grace then principal else 0 end as to_book,
      case when days = 0 then 'M0' when days <= 30 then 'M1' when days <= 60 then 'M2' when days <= 90 then 'M3' else 'M4' end as becomes
    from figures
  ), target as (
    select id, product, owner_unit, state, grace, booked, to_book, principal_days, interest_days, days, principal, interest, becomes,
      to_book <> booked or (dpd, dpd_principal, dpd_interest, bucket, overdue_principal, overdue_interest)
        is distinct from (days, principal_days, interest_days, becomes, principal, interest) as changes
    from placed
  )`;

/** Ages what is unpaid: instalments become overdue after the days of grace, loans carry days past due, bucket and amounts,
 *  the principal moves between the normal and the overdue account (C16), and the loan between normal and overdue.
 *  A non-accrual loan stays so; leaving it is a matter of its class. The watermark `agedThrough` moves with loans that have
 *  arrears; one without arrears needs none. Source: lending spec B.21, C.3, C.5 step 6, D.7, D.8. */
export const ageArrears: BatchStepDefinition = {
  name: 'lending.age-arrears',
  title: '逾期计算',
  over: 'loan',
  async run(context, slice) {
    const { live, locked } = await lockLoans(context, slice, concerned);
    if (locked.length === 0) return { processed: live, digest: '' };
    const [from, to, , date] = sliceParameters(slice);
    const parameters = [from, to, locked, date];
    await context.sql(
      `update {loan-instalment} i set state = 'overdue', version = i.version + 1, updated_at = $5::timestamptz
       from {loan} l
       where l.id = any($3::uuid[]) and ${ofSchedule} and i.loan between $1::uuid and $2::uuid and i.state in ('due', 'partPaid')
         and i.outstanding > 0 and i.due_on + coalesce(l.grace_days, 0)::int < $4::date`,
      [...parameters, context.now],
    );
    const groups = await context.sql<Group>(
      `${aged}, moved as (
         update {loan} l set dpd_principal = t.principal_days, dpd_interest = t.interest_days, dpd = t.days, bucket = t.becomes,
           overdue_principal = t.principal, overdue_interest = t.interest, overdue_booked = t.to_book
         from target t
         where t.id = l.id and t.changes
       ), marked as (
         update {loan-accrual} a set aged_through = $4::date from target t where t.id = a.loan and a.loan between $1::uuid and $2::uuid
       )
       select product, owner_unit as unit, sum(greatest(to_book - booked, 0))::text as overdue, sum(greatest(booked - to_book, 0))::text as back,
         coalesce(array_agg(id || ' ' || days || ' ' || principal || ' ' || interest) filter (where changes), '{}') as lines,
         array_agg(id::text order by id) filter (where state = 'normal' and days > grace) as to_overdue,
         array_agg(id::text order by id) filter (where state = 'overdue' and days <= grace) as to_normal
       from target group by product, owner_unit order by product, owner_unit`,
      parameters,
    );
    await moveTo(
      context,
      'overdue',
      groups.flatMap((group) => group.to_overdue ?? []),
    );
    await moveTo(
      context,
      'normal',
      groups.flatMap((group) => group.to_normal ?? []),
    );
    const sums = groups.map(({ product, unit, overdue, back }) => ({ product, unit, amounts: { overdue, back } }));
    await postByProduct(context, { event: 'C16', date: slice.date, memo: '本金转逾期与转回', sums });
    const lines = groups.flatMap((group) => group.lines).sort();
    return { processed: live, digest: lines.join('\n') };
  },
};

/** States change one by one and leave their line in the history; figures of every day do not. */
async function moveTo(context: OperationContext, state: string, loans: readonly string[]): Promise<void> {
  const records = context.asSystem('日终逾期计算');
  for (const loan of loans) await records.update('loan', loan, { state });
}
