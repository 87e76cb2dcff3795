import { carried, earnedBefore } from '../day-end/earned.ts';
import { type FigureQuery, held, heldBy, unowned, withRows } from './figure.ts';
import { rowsAddUp } from './principal.ts';

/** Accruals that are not what the schedule earns by the day they have come to. A payment ahead of its time recognises what it
 *  pays, so up to that an accrual may be more. */
const wrongAccruals = `
  select 'loan' as entity, l.id, l.no as title, ${earnedBefore('a.through', carried)} as expected, a.interest + a.memo as found
  from {loan} l join {loan-accrual} a on a.loan = l.id
  where l.retired_at is null and l.state in ('normal', 'overdue', 'nonAccrual') and a.through > l.disbursed_on
    and (a.through >= a.matures_on or (a.period_from < a.through and a.period_to >= a.through))
    and a.interest + a.memo <> ${earnedBefore('a.through', carried)}
    and (a.interest + a.memo < ${earnedBefore('a.through', carried)} or a.interest + a.memo > l.interest_paid)`;

const fees = `select l.id, sum(i.fee_due - i.fee_paid) as open from ${withRows} where l.retired_at is null group by l.id`;
const isFee = "l.role = 'FEE_RECEIVABLE'";
const isCredit = "l.role = 'CUSTOMER_CREDIT'";

/** Source: lending spec C.4, 3. Agency accounts stand in `agency.ts`. */
export const receivables: readonly FigureQuery[] = [
  {
    title: { zh: '应收利息', en: 'Interest receivable' },
    totals: `
      select coalesce(sum(coalesce(a.interest, l.interest_paid) - l.interest_paid), 0) as expected, ${held("l.role = 'INT_RECEIVABLE'")} as found
      from {loan} l left join {loan-accrual} a on a.loan = l.id where l.retired_at is null`,
    rows: wrongAccruals,
  },
  {
    title: { zh: '表外应收未收利息', en: 'Interest off the books' },
    totals: `select coalesce(sum(a.memo), 0) as expected, ${held("l.role = 'OB_INTEREST'")} as found from {loan-accrual} a`,
    rows: `
      select 'loan' as entity, l.id, l.no as title, 0 as expected, a.memo as found from {loan} l join {loan-accrual} a on a.loan = l.id where a.memo < 0`,
  },
  {
    title: { zh: '应收罚息（表内外）', en: 'Penalty receivable, on and off the books' },
    totals: `
      select coalesce(sum(i.penalty_due - i.penalty_paid), 0) as expected, ${held("l.role in ('PEN_RECEIVABLE', 'OB_PENALTY')")} as found
      from ${withRows} where l.retired_at is null`,
    rows: rowsAddUp,
  },
  {
    title: { zh: '应收手续费', en: 'Fees receivable' },
    totals: `select coalesce(sum(open), 0) as expected, ${held(isFee)} as found from (${fees}) f`,
    rows: `
      select 'loan' as entity, o.id, o.no as title, coalesce(f.open, 0) as expected, coalesce(h.held, 0) as found
      from {loan} o left join (${fees}) f on f.id = o.id left join ${heldBy('loan', isFee)} h on h.loan = o.id
      where o.retired_at is null and coalesce(f.open, 0) <> coalesce(h.held, 0)
      union all ${unowned('loan', isFee)}`,
  },
  {
    title: { zh: '客户余额', en: 'Credit balances of customers' },
    totals: `select coalesce(sum(c.credit_balance), 0) as expected, -${held(isCredit)} as found from {customer} c where c.retired_at is null`,
    rows: `
      select 'customer' as entity, c.id, c.name as title, coalesce(c.credit_balance, 0) as expected, coalesce(-h.held, 0) as found
      from {customer} c left join ${heldBy('customer', isCredit)} h on h.customer = c.id
      where c.retired_at is null and coalesce(c.credit_balance, 0) <> coalesce(-h.held, 0)
      union all ${unowned('customer', isCredit)}`,
  },
];

/** Source: lending spec C.4, 7. */
export const accruals: readonly FigureQuery[] = [
  {
    title: { zh: '应计利息等于还款计划利息', en: 'Accrued interest is that of the schedule' },
    totals: `select 0 as expected, count(*) as found from (${wrongAccruals}) w`,
    rows: wrongAccruals,
  },
];
