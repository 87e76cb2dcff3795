import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';
import { postByProduct } from './post-by-product.ts';
import { liveInSlice, ofSchedule, planForSlice, sliceParameters } from './slice.ts';

interface Group {
  readonly product: string;
  readonly unit: string | null;
  readonly memo: boolean;
  readonly earned: string;
  readonly loans: string | number;
}

/** Rounding units that the running period has earned, in the loan's mode; both sides are whole numbers, so it is exact. */
const earned = 'a.numerator * ($4::date - a.period_from)';
const units = `case a.rounding_mode
  when 'HALF_UP' then div(2 * ${earned} + a.denominator, 2 * a.denominator)
  when 'DOWN' then div(${earned}, a.denominator)
  when 'UP' then div(${earned} + a.denominator - 1, a.denominator)
  when 'HALF_EVEN' then div(2 * ${earned} + a.denominator, 2 * a.denominator)
    - case when mod(2 * ${earned} + a.denominator, 2 * a.denominator) = 0 and mod(div(2 * ${earned} + a.denominator, 2 * a.denominator), 2) = 1 then 1 else 0 end
end`;

/** Interest earned before $4 and not yet recognised: periods that have ended count whole, the running one by its days. */
const gap = `greatest(case
  when $4::date >= a.matures_on then a.total
  when $4::date <= l.disbursed_on then 0
  else a.before + ${units} * a.rounding_unit
end - a.interest - a.memo, 0)`;

/** The accrual knows all that the gap needs. */
const isWhole = `case
  when $4::date >= a.matures_on then a.total is not null
  when $4::date <= l.disbursed_on then true
  else a.period_to >= $4::date and a.period_from < $4::date and a.numerator >= 0 and a.denominator > 0 and a.before >= 0
    and a.rounding_unit > 0 and a.rounding_mode in ('HALF_UP', 'HALF_EVEN', 'UP', 'DOWN')
end and a.interest >= 0 and a.memo >= 0`;

const behind = 'a.loan between $1::uuid and $2::uuid and (a.through is null or a.through < $4::date)';

/** Cumulative accrual: what is posted is the rounded interest up to the date less what was recognised before, so that a due
 *  date finds exactly the interest of its row, and several days at once give what day by day gives. The nights before the date
 *  are counted, its own night belongs to the next. Non-accrual loans earn in the memo ledger only. One journal a slice, product
 *  and unit. Writes the accruals alone, one row a loan; a repayment that comes between is seen by the row's own lock.
 *  Fails a loan whose schedule does not say what it earns: `lending.accrual-basis`. Source: lending spec B.0, B.7, B.23, C.5 step 4. */
export const accrueInterest: BatchStepDefinition = {
  name: 'lending.accrue-interest',
  title: '计提利息',
  over: 'loan',
  async run(context, slice) {
    const parameters = sliceParameters(slice);
    await planForSlice(context);
    // Once a period: the row of the schedule that runs on the date.
    await context.sql(
      `update {loan-accrual} a set period_from = i.accrual_from, period_to = i.due_on, numerator = i.accrual_numerator, denominator = i.accrual_denominator,
         before = i.interest_before
       from {loan} l join {loan-instalment} i on ${ofSchedule} and i.accrual_from < $4::date and i.due_on >= $4::date
       where l.id = a.loan and ${liveInSlice} and ${behind} and (a.period_to is null or a.period_to < $4::date or a.numerator is null)`,
      parameters,
    );
    const groups = await context.sql<Group>(
      `with moved as (
         update {loan-accrual} a set through = $4::date, earned = ${gap},
           interest = a.interest + case when l.state = 'nonAccrual' then 0 else ${gap} end,
           memo = a.memo + case when l.state = 'nonAccrual' then ${gap} else 0 end
         from {loan} l
         where l.id = a.loan and ${liveInSlice} and ${behind} and ${isWhole}
         returning l.product, l.owner_unit, l.state = 'nonAccrual' as memo, a.earned
       )
       select product, owner_unit as unit, memo, sum(earned)::text as earned, count(*) as loans
       from moved group by product, owner_unit, memo order by product, owner_unit, memo`,
      parameters,
    );
    const broken = await context.sql<{ id: string }>(
      `select l.id::text as id from {loan} l left join {loan-accrual} a on a.loan = l.id
       where ${liveInSlice} and (a.id is null or a.through is null or a.through < $4::date) order by l.id`,
      parameters,
    );
    const sums = (memo: boolean, name: string) =>
      groups.filter((group) => group.memo === memo).map((group) => ({ product: group.product, unit: group.unit, amounts: { [name]: group.earned } }));
    await postByProduct(context, { event: 'C05', date: slice.date, memo: '计提利息', sums: sums(false, 'interest') });
    await postByProduct(context, { event: 'C17', date: slice.date, memo: '表外计息', sums: sums(true, 'later') });
    return {
      processed: groups.reduce((sum, group) => sum + Number(group.loans), 0),
      digest: groups.map(({ product, unit, memo, earned }) => `${product} ${unit ?? ''} ${memo} ${earned}`).join('\n'),
      failures: broken.map(({ id }) => ({ record: id, code: 'lending.accrual-basis', message: '还款计划缺少计息依据。' })),
    };
  },
};
