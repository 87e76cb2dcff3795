import type { BatchStepDefinition, OperationContext } from '../../../engine/plugin-api/index.ts';
import { addMoney, compareMoney, subtractMoney } from '../maths/index.ts';
import { postByProduct, type ProductSum } from './post-by-product.ts';
import { lockLoans } from './slice.ts';

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
const before = `array_position(${tiers}, coalesce(l.tier, 'normal'))`;
const byDays = 'case when l.dpd > 360 then 5 when l.dpd > 270 then 4 when l.dpd > 90 then 3 when l.dpd > 0 then 2 else 1 end';
/** The tier by days past due. A non-performing loan does not move up by itself; the upgrade test is a decision of people. */
const rank = `(case when ${before} >= 3 then greatest(${before}, ${byDays}) else ${byDays} end)`;
const offBooks = `(${rank} >= 3 or l.dpd > 90)`;

/** Brought up to the date, no further, and with another class or accrual than its days past due ask for. */
const moves = `(${rank} <> ${before} or (l.state = 'nonAccrual') <> ${offBooks}) and exists (
  select 1 from {loan-accrual} a where a.loan = l.id and a.through = $4::date and (l.dpd = 0 or a.aged_through = $4::date))`;

/** Automatic classification by days past due, and the switch to and from non-accrual that follows: over 90 days or a class from
 *  substandard on takes uncollected interest out of income (C17); a loan that people have moved up again, and that is not over
 *  90 days, has its memo interest back in the receivable (C19). Looks only at loans that were accrued and aged for the date.
 *  Source: lending spec B.21, B.23, C.3, C.5 step 11. */
export const classifyLoans: BatchStepDefinition = {
  name: 'lending.classify',
  title: '五级分类',
  over: 'loan',
  async run(context, slice) {
    const { live, locked } = await lockLoans(context, slice, moves);
    const movers = await context.sql<Mover>(
      `select l.id::text as id, l.product, l.owner_unit::text as unit, l.state, l.dpd > coalesce(l.grace_days, 0) as late, coalesce(l.tier, 'normal') as tier,
         (${tiers})[${rank}] as becomes, a.id::text as accrual, a.interest::text as accrued, l.interest_paid::text as paid, a.memo::text as memo, ${offBooks} as "nonAccrual"
       from {loan} l join {loan-accrual} a on a.loan = l.id where l.id = any($1::uuid[]) order by l.id`,
      [locked],
    );
    const off: ProductSum[] = [];
    const on: ProductSum[] = [];
    for (const mover of movers) await move(context, mover, { date: slice.date, off, on });
    await postByProduct(context, { event: 'C17', date: slice.date, memo: '转非应计', sums: together(off) });
    await postByProduct(context, { event: 'C19', date: slice.date, memo: '恢复应计', sums: together(on) });
    return { processed: live, digest: movers.map(({ id, becomes, nonAccrual }) => `${id} ${becomes} ${nonAccrual}`).join('\n') };
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
