import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';
import { lockLoans, ofSchedule } from './slice.ts';

/** Instalments of the date and before it become due. Source: lending spec C.5 step 3, D.8. */
export const instalmentsDue: BatchStepDefinition = {
  name: 'lending.instalments-due',
  title: '到期应还',
  over: 'loan',
  async run(context, slice) {
    const { live, locked } = await lockLoans(
      context,
      slice,
      "l.id in (select i.loan from {loan-instalment} i where i.state = 'open' and i.due_on <= $4::date and i.loan between $1::uuid and $2::uuid)",
    );
    const [row] = await context.sql<{ lines: string | null }>(
      `with due as (
         update {loan-instalment} i set state = 'due', version = i.version + 1, updated_at = $3::timestamptz
         from {loan} l
         where l.id = any($1::uuid[]) and ${ofSchedule} and i.state = 'open' and i.due_on <= $2::date
         returning i.loan, i.period_no, i.total_due)
       select string_agg(loan || ' ' || period_no || ' ' || total_due, chr(10) order by loan, period_no) as lines from due`,
      [locked, slice.date, context.now],
    );
    return { processed: live, digest: row?.lines ?? '' };
  },
};
