import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';

/** Refuses `ledger.period-closed` when a day lies in a closed period or before one. */
export async function refuseClosed(context: OperationContext, date: string): Promise<void> {
  const [closed] = await context.sql<{ month: string }>(
    `select month from {accounting-period} where state = 'closed' and ends_on >= $1::date and retired_at is null order by ends_on limit 1`,
    [date],
  );
  if (closed !== undefined) throw new Refusal('ledger.period-closed', { period: closed.month, date });
}
