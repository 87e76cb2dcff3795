import { type FigureQuery, held } from './figure.ts';

const assets = "l.role in ('BANK_ENTRUSTED', 'AGENCY_ASSET')";
const owed = "l.role in ('AGENCY_LIAB_PRINCIPAL', 'AGENCY_LIAB_INTEREST')";
const feeEvent = `l.journal in (select j.id from {journal} j where j.event = 'E05')`;

/** Money of others: what is held for them is what is owed to them, apart from fees that are earned and not yet moved to the own
 *  bank account; nobody is owed less than nothing. Source: lending spec C.4, 4. */
export const agency: readonly FigureQuery[] = [
  {
    title: { zh: '委托资金等于代理负债', en: 'Entrusted money is what is owed for it' },
    totals: `
      select -${held(owed)} as expected,
        ${held(assets)} - (${held(`${owed} and ${feeEvent}`)} + ${held(`${assets} and ${feeEvent}`)}) as found`,
    rows: `
      select 'journal' as entity, j.id, min(j.no) as title, 0 as expected, sum(l.debit - l.credit) as found
      from {journal-line} l join {journal} j on j.id = l.journal where (${assets} or ${owed}) and j.event <> 'E05' group by j.id having sum(l.debit - l.credit) <> 0`,
  },
  {
    title: { zh: '委托人余额不为负', en: 'No principal is owed less than nothing' },
    totals: 'select 0 as expected, 0 as found',
    rows: `
      select 'customer' as entity, c.id, c.name as title, 0 as expected, sum(l.credit - l.debit) as found
      from {journal-line} l join {customer} c on c.id = l.customer where ${owed} group by c.id, c.name, l.role having sum(l.credit - l.debit) < 0`,
  },
];
