/** SQL of each account's debits and credits from the beginning of the book to the end of a day: what the last closed period
 *  kept, and the lines since. The day is a parameter such as `$1`; null gives no row. `account`, another parameter, keeps to one. */
export function totalsAt(day: string, account?: string): string {
  const closed = `{accounting-period} p where p.state = 'closed' and p.retired_at is null and p.ends_on <= ${day}::date order by p.ends_on desc limit 1`;
  // Both ledgers by name, so that the index of accounts, which begins with the ledger, is used.
  const only = account === undefined ? '' : `and ledger in ('main', 'memo') and account = ${account}`;
  return `
    select ledger, currency, account, max(title) as title, sum(debit) as debit, sum(credit) as credit from (
      select ledger, currency, account, account_title as title, debit_total as debit, credit_total as credit
      from {account-balance} where period = (select p.id from ${closed}) ${only}
      union all
      select ledger, currency, account, account_title, debit, credit
      from {journal-line} where book_date <= ${day}::date and book_date > coalesce((select p.ends_on from ${closed}), '-infinity'::date) ${only}
    ) parts group by ledger, currency, account`;
}
