import type { BatchStepDefinition, OperationContext } from '../../../engine/plugin-api/index.ts';
import { addMoney, compareMoney, subtractMoney } from '../maths/index.ts';
import { postByProduct, type ProductSum } from './post-by-product.ts';
import { liveInSlice, lockSlice, sliceParameters } from './slice.ts';

interface Mover {
  readonly id: string;
  readonly product: string;
  readonly unit: string | null;
  readonly state: string;
  /** Past due beyond the days of grace. */
  readonly late: boolean;
  readonly tier: string;
  readonly becomes: string;
  /** Id of its accrual. */
  readonly accrual: string;
  readonly accrued: string;
  readonly paid: string;
  readonly memo: string;
  readonly nonAccrual: boolean;
}

/** Tiers from best to worst; the position in it is the rank. */
const tiers = `array['normal', 'specialMention', 'substandard', 'doubtful', 'loss']`;

/** The tier by days past due. A non-performing loan does not move up by itself; the upgrade test is a decision of people. */
const classified = `
  with ranks as (
    select l.id, l.product, l.owner_unit, l.state, l.dpd, l.grace_days, l.tier, l.interest_paid, a.id as accrual, a.interest, a.memo, array_position(${tiers}, coalesce(l.tier, 'normal')) as before,
      case when l.dpd > 360 then 5 when l.dpd > 270 then 4 when l.dpd > 90 then 3 when l.dpd > 0 then 2 else 1 end as by_days
    from {loan} l join {loan-accrual} a on a.loan = l.id
    where ${liveInSlice} and a.loan between $1::uuid and $2::uuid and a.aged_through = $4::date
  ), target as (
    select *, case when before >= 3 then greatest(before, by_days) else by_days end as rank from ranks
  )`;

/** Automatic classification by days past due, and the switch to and from non-accrual that follows: over 90 days or a class from
 *  substandard on takes uncollected interest out of income (C17); a loan that people have moved up again, and that is not over
 *  90 days, has its memo interest back in the receivable (C19). Looks only at loans that were aged on the date.
 *  Source: lending spec B.21, B.23, C.3, C.5 step 11. */
export const classifyLoans: BatchStepDefinition = {
  name: 'lending.classify',
  title: '五级分类',
  over: 'loan',
  async run(context, slice) {
    const processed = await lockSlice(context, slice);
    const movers = await context.sql<Mover>(
      `${classified}
       select id::text as id, product, owner_unit::text as unit, state, dpd > coalesce(grace_days, 0) as late, coalesce(tier, 'normal') as tier, (${tiers})[rank] as becomes,
         accrual::text as accrual, interest::text as accrued, interest_paid::text as paid, memo::text as memo, rank >= 3 or dpd > 90 as "nonAccrual"
       from target where rank <> before or (state = 'nonAccrual') <> (rank >= 3 or dpd > 90) order by id`,
      sliceParameters(slice),
    );
    const off: ProductSum[] = [];
    const on: ProductSum[] = [];
    for (const mover of movers) await move(context, mover, { date: slice.date, off, on });
    await postByProduct(context, { event: 'C17', date: slice.date, memo: '转非应计', sums: together(off) });
    await postByProduct(context, { event: 'C19', date: slice.date, memo: '恢复应计', sums: together(on) });
    return { processed, digest: movers.map(({ id, becomes, nonAccrual }) => `${id} ${becomes} ${nonAccrual}`).join('\n') };
  },
};

async function move(
  context: OperationContext,
  mover: Mover,
  to: { readonly date: string; readonly off: ProductSum[]; readonly on: ProductSum[] },
): Promise<void> {
  const { product, unit } = mover;
  const records = context.asSystem('日终分类');
  const changes: Record<string, unknown> = {};
  if (mover.becomes !== mover.tier) Object.assign(changes, { tier: mover.becomes, classifiedOn: to.date });
  if (mover.nonAccrual && mover.state !== 'nonAccrual') {
    const uncollected = compareMoney(mover.accrued, mover.paid) > 0 ? subtractMoney(mover.accrued, mover.paid) : '0.00';
    to.off.push({ product, unit, amounts: { interest: uncollected } });
    Object.assign(changes, { state: 'nonAccrual' });
    await records.update('loan-accrual', mover.accrual, { interest: subtractMoney(mover.accrued, uncollected), memo: addMoney(mover.memo, uncollected) });
  } else if (!mover.nonAccrual && mover.state === 'nonAccrual') {
    to.on.push({ product, unit, amounts: { interest: mover.memo } });
    Object.assign(changes, { state: mover.late ? 'overdue' : 'normal' });
    await records.update('loan-accrual', mover.accrual, { interest: addMoney(mover.accrued, mover.memo), memo: '0.00' });
  }
  await records.update('loan', mover.id, changes);
}

/** One sum for each product and unit. */
function together(sums: readonly ProductSum[]): readonly ProductSum[] {
  const byKey = new Map<string, ProductSum>();
  for (const sum of sums) {
    const key = `${sum.product} ${sum.unit ?? ''}`;
    const before = byKey.get(key)?.amounts['interest'] ?? '0.00';
    byKey.set(key, { ...sum, amounts: { interest: addMoney(before, sum.amounts['interest'] ?? '0.00') } });
  }
  return [...byKey.values()].sort((a, b) => (`${a.product} ${a.unit}` < `${b.product} ${b.unit}` ? -1 : 1));
}
