import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';
import { liveInSlice, lockSlice, ofSchedule, sliceParameters } from './slice.ts';

/** Instalments of the date and before it become due. Source: lending spec C.5 step 3, D.8. */
export const instalmentsDue: BatchStepDefinition = {
  name: 'lending.instalments-due',
  title: '到期应还',
  over: 'loan',
  async run(context, slice) {
    const processed = await lockSlice(context, slice);
    const [row] = await context.sql<{ due: string }>(
      `with due as (
         update {loan-instalment} i set state = 'due', version = i.version + 1, updated_at = $5::timestamptz
         from {loan} l
         where ${liveInSlice} and ${ofSchedule} and i.loan between $1::uuid and $2::uuid and i.state = 'open' and i.due_on <= $4::date
         returning i.total_due)
       select count(*) || ' ' || coalesce(sum(total_due), 0) as due from due`,
      [...sliceParameters(slice), context.now],
    );
    return { processed, digest: row?.due ?? '' };
  },
};
