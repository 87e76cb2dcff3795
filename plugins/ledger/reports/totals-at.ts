/** SQL of each account's debits and credits from the beginning of the book to the end of a day: what the last closed period
 *  kept, and the lines since. The day is a parameter such as `$1`; null gives no row. */
export function totalsAt(day: string): string {
  const closed = `{accounting-period} p where p.state = 'closed' and p.retired_at is null and p.ends_on <= ${day}::date order by p.ends_on desc limit 1`;
  return `
    select ledger, currency, account, max(title) as title, sum(debit) as debit, sum(credit) as credit from (
      select ledger, currency, account, account_title as title, debit_total as debit, credit_total as credit
      from {account-balance} where period = (select p.id from ${closed})
      union all
      select ledger, currency, account, account_title, debit, credit
      from {journal-line} where book_date <= ${day}::date and book_date > coalesce((select p.ends_on from ${closed}), '-infinity'::date)
    ) parts group by ledger, currency, account`;
}
