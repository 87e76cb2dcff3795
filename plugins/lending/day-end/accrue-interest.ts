import type { BatchStepDefinition, OperationContext } from '../../../engine/plugin-api/index.ts';
import type { PinnedTerms } from '../account/records.ts';
import { compareMoney, MathsRefusal, subtractMoney } from '../maths/index.ts';
import { earnedOf, stateByEvents } from './by-events.ts';
import { carried, earnedBefore, type Period, scheduled } from './earned.ts';
import { postByProduct } from './post-by-product.ts';
import { liveInSlice, ofSchedule, planForSlice, type SliceParameters, sliceParameters } from './slice.ts';

interface Moved {
  readonly groups: readonly {
    readonly product: string;
    readonly unit: string | null;
    readonly memo: boolean;
    readonly earned: string;
    readonly loans: number;
  }[];
  /** Earned by each loan in the order of ids; what only the memo ledger holds is marked. */
  readonly lines: string | null;
  /** Loans that could not be accrued. */
  readonly broken: readonly string[];
}

/** Interest earned before $4 and not yet recognised. */
const gap = (period: Period): string => `greatest(${earnedBefore('$4::date', period)} - a.interest - a.memo, 0)`;

/** The period knows all that the gap needs. */
const isWhole = ({ from, to, numerator, denominator, before }: Period): string =>
  `${to} >= $4::date and ${from} < $4::date and ${numerator} >= 0 and ${denominator} > 0 and ${before} >= 0
    and a.rounding_unit > 0 and a.rounding_mode in ('HALF_UP', 'HALF_EVEN', 'UP', 'DOWN')`;

const isBehind = `l.id = a.loan and ${liveInSlice} and a.loan between $1::uuid and $2::uuid and (a.through is null or a.through < $4::date)
  and a.interest >= 0 and a.memo >= 0`;
/** No period is needed, or the accrual carries the one that runs. */
const isCarried = `case when $4::date >= a.matures_on then a.total is not null when $4::date <= l.disbursed_on then true else ${isWhole(carried)} end`;
/** The contrary of both but for the disbursement, said of the accrual alone: on most days it is true of none. */
const isBeginning = `$4::date < a.matures_on and (${isWhole(carried)}) is not true and $4::date > l.disbursed_on`;

/** One row a loan is written, once: what it has earned is counted once and split by whether it counts as income. */
const earn = (
  period: Period,
  and = '',
): string => `set (through, earned, interest, memo${and === '' ? '' : ', period_from, period_to, numerator, denominator, before'}) = (
  select $4::date, gap, case when l.state = 'nonAccrual' then a.interest else a.interest + gap end,
    case when l.state = 'nonAccrual' then a.memo + gap else a.memo end${and} from (select ${gap(period)} as gap offset 0) once)`;
const answer = "returning l.id, l.product, l.owner_unit, l.state = 'nonAccrual' as memo, a.earned";

interface Cut {
  readonly id: string;
  readonly terms: PinnedTerms;
  readonly held: string;
}

/** What loans have earned whose running period was cut by a change of the plan: no equal share of days says it, so their facts
 *  do. A loan that the fold refuses is left out and fails with the others that have no basis. */
async function gapsByEvents(context: OperationContext, parameters: SliceParameters): Promise<{ readonly ids: string[]; readonly gaps: string[] }> {
  const cut = await context.sql<Cut>(
    `select l.id::text as id, l.terms, (a.interest + a.memo)::text as held from {loan} l, {loan-accrual} a
     where ${isBehind} and ${isBeginning} and l.by_events
       and (select ${isWhole(scheduled)} from {loan-instalment} i where ${ofSchedule} and i.due_on >= $4::date order by i.due_on limit 1) is not true
     order by l.id for no key update of a`,
    parameters,
  );
  const found: { ids: string[]; gaps: string[] } = { ids: [], gaps: [] };
  for (const loan of cut) {
    try {
      const earned = earnedOf(await stateByEvents(context, loan, parameters[3]), parameters[3]);
      found.ids.push(loan.id);
      found.gaps.push(compareMoney(earned, loan.held) > 0 ? subtractMoney(earned, loan.held) : '0.00');
    } catch (error) {
      if (!(error instanceof MathsRefusal)) throw error;
    }
  }
  return found;
}

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
    const cut = await gapsByEvents(context, parameters);
    const [moved] = await context.sql<Moved>(
      `with running as (
         update {loan-accrual} a ${earn(carried)} from {loan} l where ${isBehind} and ${isCarried} ${answer}
       ), beginning as (
         update {loan-accrual} a ${earn(scheduled, ', i.accrual_from, i.due_on, i.accrual_numerator, i.accrual_denominator, i.interest_before')}
         from {loan} l join lateral (
           select i.* from {loan-instalment} i where ${ofSchedule} and i.due_on >= $4::date order by i.due_on limit 1) i on true
         where ${isBehind} and ${isBeginning} and ${isWhole(scheduled)} ${answer}
       ), cut as (
         update {loan-accrual} a set through = $4::date, earned = f.gap, interest = a.interest + case when l.state = 'nonAccrual' then 0 else f.gap end,
           memo = a.memo + case when l.state = 'nonAccrual' then f.gap else 0 end
         from {loan} l, unnest($5::uuid[], $6::numeric[]) as f (id, gap) where l.id = f.id and a.loan = l.id ${answer}
       ), moved as (
         select * from running union all select * from beginning union all select * from cut
       ), groups as (
         select product, owner_unit as unit, memo, sum(earned)::text as earned, count(*) as loans
         from moved group by product, owner_unit, memo order by product, owner_unit, memo
       )
       select (select coalesce(json_agg(groups), '[]') from groups) as groups,
         (select string_agg(earned || case when memo then ' memo' else '' end, chr(10) order by id) from moved) as lines,
         (select coalesce(array_agg(l.id::text order by l.id), '{}') from {loan} l left join moved m on m.id = l.id
            where ${liveInSlice} and m.id is null and not exists (select 1 from {loan-accrual} a where a.loan = l.id and a.through >= $4::date)) as broken`,
      [...parameters, cut.ids, cut.gaps],
    );
    const groups = moved?.groups ?? [];
    const sums = (memo: boolean, name: string) =>
      groups.filter((group) => group.memo === memo).map((group) => ({ product: group.product, unit: group.unit, amounts: { [name]: group.earned } }));
    await postByProduct(context, { event: 'C05', date: slice.date, memo: '计提利息', sums: sums(false, 'interest') });
    await postByProduct(context, { event: 'C17', date: slice.date, memo: '表外计息', sums: sums(true, 'later') });
    return {
      processed: groups.reduce((sum, group) => sum + group.loans, 0),
      digest: moved?.lines ?? '',
      failures: (moved?.broken ?? []).map((id) => ({ record: id, code: 'lending.accrual-basis', message: '还款计划缺少计息依据。' })),
    };
  },
};
