import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';
import { lockLoans } from './slice.ts';

/** Marks loans that have passed their maturity with principal unpaid. Source: lending spec C.5 step 7. */
export const markMatured: BatchStepDefinition = {
  name: 'lending.mark-matured',
  title: '到期未清',
  over: 'loan',
  async run(context, slice) {
    const { live, locked } = await lockLoans(context, slice, 'l.matures_on < $4::date and l.balance > 0 and l.past_maturity is not true');
    const [row] = await context.sql<{ lines: string | null }>(
      `with marked as (
         update {loan} l set past_maturity = true, version = l.version + 1, updated_at = $2::timestamptz where l.id = any($1::uuid[]) returning l.id, l.balance)
       select string_agg(id || ' ' || balance, chr(10) order by id) as lines from marked`,
      [locked, context.now],
    );
    return { processed: live, digest: row?.lines ?? '' };
  },
};
