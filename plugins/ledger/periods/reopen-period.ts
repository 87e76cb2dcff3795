import { type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';

/** Takes back the totals that a closed month kept; the action marks it open. Only the last one that was closed is opened again.
 *  Refuses `ledger.period-order`. */
export const reopenPeriod: OperationDefinition<{ period: string }, object> = {
  name: 'ledger.reopen-period',
  title: '重新打开会计期间',
  input: { type: 'object', properties: { period: { type: 'string' } }, required: ['period'], additionalProperties: false },
  output: { type: 'object' },
  async run(context, { period: id }) {
    await context.sql(`select pg_advisory_xact_lock(hashtext('ledger.periods'))::text`);
    const period = await context.asSystem('重新打开会计期间').lock('accounting-period', id);
    if (period === undefined) throw new Refusal('record.not-found');
    const [later] = await context.sql<{ month: string }>(
      `select month from {accounting-period} where state = 'closed' and ends_on > $1::date and retired_at is null order by ends_on desc limit 1`,
      [String(period['endsOn'])],
    );
    if (later !== undefined) throw new Refusal('ledger.period-order', { period: later.month });
    await context.sql('delete from {account-balance} where period = $1', [id]);
    return {};
  },
};
