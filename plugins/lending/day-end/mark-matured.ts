import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';
import { liveInSlice, lockSlice, sliceParameters } from './slice.ts';

/** Marks loans that have passed their maturity with principal unpaid. Source: lending spec C.5 step 7. */
export const markMatured: BatchStepDefinition = {
  name: 'lending.mark-matured',
  title: '到期未清',
  over: 'loan',
  async run(context, slice) {
    const processed = await lockSlice(context, slice);
    const [row] = await context.sql<{ marked: string }>(
      `with marked as (
         update {loan} l set past_maturity = true, version = l.version + 1, updated_at = $5::timestamptz
         where ${liveInSlice} and l.matures_on < $4::date and l.balance > 0 and l.past_maturity is not true
         returning l.balance)
       select count(*) || ' ' || coalesce(sum(balance), 0) as marked from marked`,
      [...sliceParameters(slice), context.now],
    );
    return { processed, digest: row?.marked ?? '' };
  },
};
