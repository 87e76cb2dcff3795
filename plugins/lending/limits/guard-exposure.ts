import { Decimal } from 'decimal.js';
import { type OperationContext, Refusal } from '../../../engine/plugin-api/index.ts';
import { isEffective } from './index-value.ts';

/** Refuses `lending.exposure-above` when what a borrower owes, what her contracts still promise and the new amount are
 *  together more than the share of the net assets that one borrower may have. The net assets are the latest that a second
 *  person confirmed; without any there is no limit. Source: calculation spec B.20. */
export async function guardExposure(context: OperationContext, customer: string, amount: string): Promise<void> {
  const rows = await context.asSystem('单户限额').find('net-assets', {}, { orderBy: ['-asOf'], limit: 100 });
  const assets = rows.find((row) => isEffective(row) && String(row['asOf']) <= context.businessDate);
  if (assets === undefined) return;
  const [held] = await context.sql<{ total: string }>(
    `select ((select coalesce(sum(balance), 0) from {loan} where customer = $1)
       + (select coalesce(sum(amount - drawn_amount), 0) from {contract} where customer = $1 and state in ('draft', 'effective', 'performing')))::text as total`,
    [customer],
  );
  const share = new Decimal(String(context.setting('single-borrower-share')));
  const limit = share.times(String(assets['amount']));
  const exposure = new Decimal(held?.total ?? '0').plus(amount);
  if (exposure.lte(limit)) return;
  throw new Refusal('lending.exposure-above', {
    exposure: exposure.toFixed(2),
    limit: limit.toFixed(2, Decimal.ROUND_DOWN),
    share: share.times(100).toString(),
    assets: String(assets['amount']),
    asOf: String(assets['asOf']),
  });
}
