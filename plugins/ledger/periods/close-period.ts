import { type OperationContext, type OperationDefinition, type RecordValue, Refusal } from '../../../engine/plugin-api/index.ts';
import { totalsAt } from '../reports/totals-at.ts';
import { daysOfMonth, monthAfter } from './months.ts';

interface Totals {
  readonly ledger: string;
  readonly currency: string;
  readonly account: string;
  readonly title: string;
  readonly debit: string;
  readonly credit: string;
}

/** Checks a month that is over and keeps the totals of its accounts; the action marks it closed. The next month is opened.
 *  Refuses `ledger.period-running`, `ledger.period-order` (an earlier one is open) and `ledger.period-unbalanced`. */
export const closePeriod: OperationDefinition<{ period: string }, { next: string }> = {
  name: 'ledger.close-period',
  title: '关闭会计期间',
  input: { type: 'object', properties: { period: { type: 'string' } }, required: ['period'], additionalProperties: false },
  output: { type: 'object', properties: { next: { type: 'string' } } },
  async run(context, { period: id }) {
    // Alone: entries of this month that are under way end first, later ones find it closed.
    await context.sql(`select pg_advisory_xact_lock(hashtext('ledger.periods'))::text`);
    const records = context.asSystem('关闭会计期间');
    const period = await records.lock('accounting-period', id);
    if (period === undefined) throw new Refusal('record.not-found');
    const month = String(period['month']);
    const endsOn = String(period['endsOn']);
    if (endsOn >= context.businessDate) throw new Refusal('ledger.period-running', { period: month });
    const [earlier] = await context.sql<{ month: string }>(
      `select month from {accounting-period} where state = 'open' and ends_on < $1::date and retired_at is null order by ends_on limit 1`,
      [endsOn],
    );
    if (earlier !== undefined) throw new Refusal('ledger.period-order', { period: earlier.month });
    const totals = await context.sql<Totals>(
      `select ledger, currency, account, title, debit::text, credit::text from (${totalsAt('$1')}) totals order by ledger, account, currency`,
      [endsOn],
    );
    await refuseImbalance(context, month, endsOn);
    await keep(context, period, totals);
    return { next: await openNext(context, monthAfter(month)) };
  },
};

async function refuseImbalance(context: OperationContext, period: string, endsOn: string): Promise<void> {
  const [wrong] = await context.sql<{ ledger: string; currency: string; debit: string; credit: string }>(
    `select ledger, currency, sum(debit)::text as debit, sum(credit)::text as credit from (${totalsAt('$1')}) totals
     group by ledger, currency having sum(debit) <> sum(credit) order by ledger, currency limit 1`,
    [endsOn],
  );
  if (wrong !== undefined) throw new Refusal('ledger.period-unbalanced', { period, ...wrong });
}

async function keep(context: OperationContext, period: RecordValue, totals: readonly Totals[]): Promise<void> {
  if (totals.length === 0) return;
  await context.asSystem('关闭会计期间').createMany(
    'account-balance',
    totals.map(({ ledger, currency, account, title, debit, credit }) => ({
      period: period.id,
      ledger,
      currency,
      account,
      accountTitle: title,
      debitTotal: debit,
      creditTotal: credit,
    })),
  );
}

async function openNext(context: OperationContext, month: string): Promise<string> {
  const records = context.asSystem('开启会计期间');
  const [known] = await records.find('accounting-period', { month }, { limit: 1 });
  if (known === undefined) await records.create('accounting-period', { month, ...daysOfMonth(month) });
  return month;
}
