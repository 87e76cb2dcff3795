import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';
import { compareMoney, provisionRates, subtractMoney, type ProvisionScheme } from '../maths/index.ts';

interface UnitNeed {
  readonly unit: string | null;
  readonly loans: number;
  readonly required: string;
  readonly booked: string;
}

/** Tiers as loans store them and as the mathematics names them. */
const tiers = { normal: 'NORMAL', specialMention: 'SPECIAL_MENTION', substandard: 'SUBSTANDARD', doubtful: 'DOUBTFUL', loss: 'LOSS' } as const;

/** What each unit needs, rounded loan by loan, beside the allowance that its journals hold. */
const needs = `
  select unit, sum(loans)::int as loans, sum(required)::text as required, sum(booked)::text as booked from (
    select l.owner_unit as unit, count(*) as loans, sum(round(l.balance * r.rate, 2)) as required, 0::numeric as booked
    from {loan} l join unnest($1::text[], $2::numeric[]) as r (tier, rate) on r.tier = coalesce(l.tier, 'normal')
    where l.state in ('normal', 'overdue', 'nonAccrual') and l.retired_at is null and l.disbursed_on <= $3::date group by l.owner_unit
    union all
    select unit, 0, 0, sum(credit - debit) from {journal-line} where role = 'LOAN_LOSS_ALLOWANCE' group by unit
  ) parts group by unit order by unit`;

/** At the end of a month, the allowance for losses is brought to what the classes of the loans ask for: the difference is
 *  charged or released for each unit (C22). The scheme is the setting `provision-scheme`. On other days nothing is done; run
 *  again, nothing is left to book. Source: lending spec B.22, C.3, C.5 step 12; the amount of one loan is `provisionFor`. */
export const provideForLosses: BatchStepDefinition = {
  name: 'lending.provide-for-losses',
  title: '计提准备',
  async run(context, slice) {
    if (!isMonthEnd(slice.date)) return { processed: 0 };
    const rates = provisionRates((context.setting('provision-scheme') ?? 'CK_2012_20') as Exclude<ProvisionScheme, 'ECL'>);
    const found = await context.sql<UnitNeed>(needs, [Object.keys(tiers), Object.values(tiers).map((tier) => rates[tier]), slice.date]);
    const post = context.capability<object, unknown>('ledger.post');
    for (const { unit, required, booked } of found) {
      const isMore = compareMoney(required, booked) > 0;
      if (compareMoney(required, booked) === 0) continue;
      await post({
        event: 'C22',
        amounts: isMore ? { charge: subtractMoney(required, booked) } : { release: subtractMoney(booked, required) },
        valueDate: slice.date,
        dimensions: { unit },
        memo: `${isMore ? '计提准备' : '转回准备'} ${slice.date}`,
      });
    }
    return {
      processed: found.reduce((sum, { loans }) => sum + loans, 0),
      digest: found.map(({ unit, required }) => `${unit ?? ''} ${required}`).join('\n'),
    };
  },
};

function isMonthEnd(date: string): boolean {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.getUTCDate() === 1;
}
