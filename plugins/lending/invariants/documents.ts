import { type FigureQuery, held, heldBy } from './figure.ts';

/** A journal follows its event: the one that it names as its cause, or that of the same loan and value date. */
const belongs = 'j.loan = e.loan and (j.cause = e.id::text or j.value_date = e.value_date)';

/** Source: lending spec C.4, 5; journals without lines or posting are the ledger's to find. */
export const events: readonly FigureQuery[] = [
  {
    title: { zh: '有事件而没有凭证', en: 'Events of money without a journal' },
    ...counted(`
      select 'loan' as entity, o.id, o.no || ' #' || e.seq as title, 1 as expected, 0 as found
      from {loan-event} e join {loan} o on o.id = e.loan
      where e.kind in ('disbursement', 'repayment', 'prepayment', 'writeOff', 'recovery')
        and not exists (select 1 from {journal} j where ${belongs})`),
  },
  {
    title: { zh: '有借据凭证而没有事件', en: 'Journals of a loan without an event' },
    ...counted(`
      select 'journal' as entity, j.id, j.no as title, 1 as expected, 0 as found
      from {journal} j where j.loan is not null and not exists (select 1 from {loan-event} e where ${belongs})`),
  },
];

/** What was paid out under a contract is what its loans were. Source: lending spec C.4, 9. */
export const lines: readonly FigureQuery[] = [
  {
    title: { zh: '合同已放款金额', en: 'Amount drawn of each contract' },
    totals: `
      select (select coalesce(sum(l.amount), 0) from {loan} l where l.retired_at is null) as expected, coalesce(sum(c.drawn_amount), 0) as found
      from {contract} c where c.retired_at is null`,
    rows: `
      select 'contract' as entity, c.id, c.no as title, coalesce(sum(l.amount), 0) as expected, coalesce(c.drawn_amount, 0) as found
      from {contract} c left join {loan} l on l.contract = c.id and l.retired_at is null where c.retired_at is null
      group by c.id, c.no, c.drawn_amount, c.amount having coalesce(sum(l.amount), 0) <> coalesce(c.drawn_amount, 0) or c.drawn_amount > c.amount`,
  },
];

const isDeed = "l.role in ('OB_DEEDS', 'OB_DEEDS_OUT')";

/** No inventory of deeds is kept yet, so the memo ledger may hold none. Source: lending spec C.4, 8. */
export const deeds: readonly FigureQuery[] = [
  {
    title: { zh: '代保管权证等于库存（尚无库存登记）', en: 'Deeds in custody are the inventory (none is kept)' },
    totals: `select 0 as expected, ${held(isDeed)} as found`,
    rows: `
      select 'journal' as entity, j.id, min(j.no) as title, 0 as expected, sum(l.debit - l.credit) as found
      from {journal-line} l join {journal} j on j.id = l.journal where ${isDeed} group by j.id having sum(l.debit - l.credit) <> 0`,
  },
];

const isBank = "l.role = 'BANK_OWN'";
const receipts = `select r.loan, sum(r.amount) as amount from {receipt} r where r.state = 'posted' and r.retired_at is null group by r.loan`;

/** The cash book beside the documents of money: receipts that were posted, loans that were paid out; entries of the bank account
 *  for no loan are the listed items. Source: lending spec C.4, 11. */
export const cash: readonly FigureQuery[] = [
  {
    title: { zh: '银行存款等于收付单据加列示项目', en: 'Cash book: documents of money and listed items' },
    totals: `
      select coalesce((select sum(r.amount) from (${receipts}) r), 0) - coalesce((select sum(l.amount) from {loan} l where l.retired_at is null), 0)
        + ${held(`${isBank} and l.loan is null`)} as expected, ${held(isBank)} as found`,
    rows: `
      select 'loan' as entity, o.id, o.no as title, coalesce(r.amount, 0) - o.amount as expected, coalesce(h.held, 0) as found
      from {loan} o left join (${receipts}) r on r.loan = o.id left join ${heldBy('loan', isBank)} h on h.loan = o.id
      where o.retired_at is null and coalesce(r.amount, 0) - o.amount <> coalesce(h.held, 0)`,
  },
];

/** At the last provision, what was set aside is what the classes of that day ask for. `rates` by class, as loans name it.
 *  Source: lending spec B.22, C.4, 10. */
export function provision(rates: Readonly<Record<string, string>>): readonly FigureQuery[] {
  const cases = Object.entries(rates).map(([tier, rate]) => `when '${tier}' then ${rate}::numeric`);
  const last = `(select max(j.value_date) as day from {journal} j where j.event = 'C22')`;
  const until = '(p.day is null or l.value_date <= p.day)';
  const asked = `case when p.day is null then 0 else (
    select coalesce(sum(round(f.balance * case coalesce(f.tier, 'normal') ${cases.join(' ')} else 1 end, 2)), 0)
    from (select distinct on (f.loan) f.balance, f.tier from {loan-day-fact} f where f.day <= p.day order by f.loan, f.day desc) f) end`;
  const figures = `select ${asked} as expected, -${held(`l.role = 'LOAN_LOSS_ALLOWANCE' and ${until}`)} as found from ${last} p`;
  return [
    {
      title: { zh: '贷款损失准备', en: 'Allowance for loan losses' },
      totals: figures,
      rows: `
        select 'journal' as entity, j.id, j.no as title, f.expected, f.found
        from (${figures}) f, lateral (
          select j.id, j.no from {journal} j join {journal-line} l on l.journal = j.id cross join ${last} p
          where l.role = 'LOAN_LOSS_ALLOWANCE' and ${until} order by j.value_date desc, j.no desc limit 1) j
        where f.expected <> f.found`,
    },
  ];
}

function counted(rows: string): Pick<FigureQuery, 'totals' | 'rows'> {
  return { totals: `select 0 as expected, count(*) as found from (${rows}) counted`, rows };
}
