import type { OperationContext, OperationDefinition } from '../../../engine/plugin-api/index.ts';
import type { Posting } from '../documents/posting.ts';
import { requireWholeBook } from '../reports/require-whole-book.ts';
import { type Figure, type FigureQuery, readFigure } from './figure.ts';

/** Figures by what they are about; callers put their own beside. */
export interface Invariants {
  /** Each ledger balances per currency and date, and what is derived from the lines says the same. */
  readonly balance: readonly Figure[];
  /** Each journal comes from an event. */
  readonly events: readonly Figure[];
}

/** Reads the book whole and compares; changes nothing. For people who may read every line of it.
 *  Source: lending spec C.4, 1 and 5. */
export async function readInvariants(context: OperationContext): Promise<Invariants> {
  requireWholeBook(context);
  const balance = [];
  for (const query of [sides, heads, kept]) balance.push(await readFigure(context, query));
  return { balance, events: [await readFigure(context, withoutEvent(context))] };
}

export const checkInvariants: OperationDefinition<object, { readonly checks: readonly object[] }> = {
  name: 'ledger.check-invariants',
  title: '账簿核对',
  input: { type: 'object', properties: { record: {} }, additionalProperties: false },
  output: { type: 'object', properties: { checks: { type: 'array' } } },
  readOnly: true,
  async run(context) {
    const { balance, events } = await readInvariants(context);
    return {
      checks: [
        { number: 1, title: { zh: '各账簿借贷平衡', en: 'Each ledger balances' }, figures: balance },
        { number: 2, title: { zh: '凭证都有来由', en: 'Each journal comes from an event' }, figures: events },
      ],
    };
  },
};

const sides: FigureQuery = {
  title: { zh: '每日、每币种借贷相等', en: 'Debits and credits per date and currency' },
  totals: 'select coalesce(sum(debit), 0) as expected, coalesce(sum(credit), 0) as found from {journal-line}',
  rows: `
    select 'journal' as entity, l.journal as id, min(j.no) as title, sum(l.debit) as expected, sum(l.credit) as found
    from {journal-line} l left join {journal} j on j.id = l.journal
    group by l.journal, l.ledger, l.currency, l.book_date having sum(l.debit) <> sum(l.credit)`,
};

const mainDebits = `select l.journal, sum(l.debit) as debit from {journal-line} l where l.ledger = 'main' group by l.journal`;
const heads: FigureQuery = {
  title: { zh: '凭证金额等于分录', en: 'Journals say what their lines say' },
  totals: `select (select coalesce(sum(debit), 0) from {journal-line} where ledger = 'main') as expected, coalesce(sum(amount), 0) as found from {journal}`,
  rows: `
    select 'journal' as entity, j.id, j.no as title, coalesce(s.debit, 0) as expected, coalesce(j.amount, 0) as found
    from {journal} j left join (${mainDebits}) s on s.journal = j.id where coalesce(s.debit, 0) <> coalesce(j.amount, 0)`,
};

const lastClosed = `select p.id, p.ends_on from {accounting-period} p where p.state = 'closed' and p.retired_at is null order by p.ends_on desc limit 1`;
const summed = `
  select l.ledger, l.currency, l.account, sum(l.debit) as debit, sum(l.credit) as credit
  from {journal-line} l join (${lastClosed}) c on l.book_date <= c.ends_on group by l.ledger, l.currency, l.account`;
const kept: FigureQuery = {
  title: { zh: '已关闭期间的科目余额', en: 'Totals kept of the last closed period' },
  totals: `
    select coalesce((select sum(debit) from (${summed}) s), 0) as expected,
      coalesce((select sum(b.debit_total) from {account-balance} b join (${lastClosed}) c on c.id = b.period), 0) as found`,
  rows: `
    select 'account-balance' as entity, coalesce(b.id, gen_random_uuid()) as id, coalesce(b.account, s.account) as title,
      coalesce(s.debit - s.credit, 0) as expected, coalesce(b.debit_total - b.credit_total, 0) as found
    from (select b.* from {account-balance} b join (${lastClosed}) c on c.id = b.period) b full join (${summed}) s using (ledger, currency, account)
    where (s.debit, s.credit) is distinct from (b.debit_total, b.credit_total)`,
};

/** A journal whose event no posting knows, or that has no lines. */
function withoutEvent(context: OperationContext): FigureQuery {
  const events = [...(context.release.plugins.get('posting')?.values() ?? [])].map((document) => (document.compiled as Posting).event);
  const known = events.map((event) => `'${event.replaceAll("'", "''")}'`).join(', ');
  const orphans = `
    from {journal} j where j.event is null or j.event not in (${known === '' ? 'null' : known})
      or not exists (select 1 from {journal-line} l where l.journal = j.id)`;
  return {
    title: { zh: '没有事件或没有分录的凭证', en: 'Journals without an event or without lines' },
    totals: `select 0 as expected, count(*) as found ${orphans}`,
    rows: `select 'journal' as entity, j.id, j.no as title, 0 as expected, 1 as found ${orphans}`,
  };
}
