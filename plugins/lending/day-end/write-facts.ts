import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';
import { openedInSlice, planForSlice, sliceParameters } from './slice.ts';

/** What a fact keeps of a loan `l` and, in the same order, of a fact `f`. Days past due follow from the day since when. */
const kept = `(l.state, l.balance, l.overdue_principal, l.overdue_interest, l.bucket, l.tier, case when l.dpd > 0 then $4::date - l.dpd::int end)`;
const written = '(f.standing, f.balance, f.overdue_principal, f.overdue_interest, f.bucket, f.tier, f.past_due_since)';

/** One row for each loan whose standing differs from its latest row: the state of any day is the latest row on or before it,
 *  and a loan that only earns interest needs none. Writes no loan, so it locks none.
 *  Source: lending spec C.5 step 17. */
export const writeFacts: BatchStepDefinition = {
  name: 'lending.write-facts',
  title: '日切事实',
  over: 'loan',
  async run(context, slice) {
    await planForSlice(context);
    const [row] = await context.sql<{ lines: string | null; opened: string | number }>(
      `with made as (
         insert into {loan-day-fact} (id, created_at, updated_at, loan, day, standing, balance, overdue_principal, overdue_interest, bucket, tier, past_due_since)
         select gen_random_uuid(), $5::timestamptz, $5::timestamptz, l.id, $4::date, l.state, l.balance, l.overdue_principal, l.overdue_interest, l.bucket, l.tier,
           case when l.dpd > 0 then $4::date - l.dpd::int end
         from {loan} l
         left join lateral (select * from {loan-day-fact} f where f.loan = l.id order by f.day desc limit 1) f on true
         where ${openedInSlice} and (f.id is null or (f.day < $4::date and ${kept} is distinct from ${written}))
         returning loan, standing, balance)
       select (select count(*) from {loan} l where ${openedInSlice}) as opened,
         (select string_agg(loan || ' ' || standing || ' ' || balance, chr(10) order by loan) from made) as lines`,
      [...sliceParameters(slice), context.now],
    );
    return { processed: Number(row?.opened ?? 0), digest: row?.lines ?? '' };
  },
};
