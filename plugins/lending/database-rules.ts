/** What the database itself does for the tables of this plugin. Idempotent; runs after every migration. */
export const databaseRules = [
  {
    /** The accruals are rewritten every day and no index holds what changes: half of each page is left free, so that a new
     *  version of a row stays beside the old one and no index is touched. */
    name: 'lending.room-for-accruals',
    sql: 'alter table {loan-accrual} set (fillfactor = 50)',
  },
  {
    /** Late loans carry new figures every day, and so do their unpaid rows. */
    name: 'lending.room-for-late-loans',
    sql: 'alter table {loan} set (fillfactor = 80); alter table {loan-instalment} set (fillfactor = 90)',
  },
  {
    /** The few rows of a slice that have fallen due are found without reading whole schedules. */
    name: 'lending.unpaid-instalments',
    sql: "create index if not exists loan_instalment_unpaid on {loan-instalment} (loan, due_on) where state in ('due', 'partPaid', 'overdue')",
  },
  {
    /** Loans that were opened before events were kept get theirs from what stands in their rows and receipts. */
    name: 'lending.events-of-older-loans',
    sql: `
      insert into {loan-event} (id, created_at, updated_at, loan, seq, kind, value_date, book_date, actor, receipt, payload, owner_user, owner_unit, owner_path)
      select gen_random_uuid(), now(), now(), l.id, row_number() over (partition by l.id order by f.rank, f.at, f.receipt), f.kind, f.value_date, f.book_date,
        f.actor, f.receipt, f.payload, l.owner_user, l.owner_unit, l.owner_path
      from {loan} l cross join lateral (
        select 0 as rank, l.created_at as at, null::uuid as receipt, 'disbursement' as kind, l.disbursed_on as value_date, l.created_at::date as book_date,
          null::uuid as actor, jsonb_build_object('amount', to_char(l.amount, 'FM999999999999990.00')) as payload
        union all
        select 1, l.created_at, null, 'charge', l.disbursed_on, l.created_at::date, null,
          jsonb_build_object('n', i.period_no::int, 'component', 'fee', 'amount', to_char(i.fee_due, 'FM999999999999990.00'))
        from {loan-instalment} i where i.loan = l.id and i.fee_due > 0 and i.retired_at is null
        union all
        select 2, coalesce(r.posted_at, r.updated_at), r.id, 'repayment', r.value_date, coalesce(r.posted_at, r.updated_at)::date, r.posted_by,
          jsonb_build_object('amount', to_char(r.amount, 'FM999999999999990.00'))
        from {receipt} r where r.loan = l.id and r.state = 'posted' and r.retired_at is null
      ) f
      where l.retired_at is null and not exists (select 1 from {loan-event} e where e.loan = l.id)`,
  },
  {
    /** Only who answers for the loan may change, when a unit moves. */
    name: 'lending.events-stay',
    sql: `
      create or replace function app.lending_refuse_change() returns trigger language plpgsql as $body$
      begin
        raise exception 'lending.event-immutable: what happened to a loan is never changed' using errcode = 'restrict_violation';
      end $body$;
      do $body$ begin
        if not exists (select 1 from pg_trigger where tgname = 'lending_events_stay' and tgrelid = '{loan-event}'::regclass) then
          create trigger lending_events_stay before delete or truncate on {loan-event} for each statement execute function app.lending_refuse_change();
          create trigger lending_events_same before update on {loan-event} for each row
            when ((old.id, old.loan, old.seq, old.kind, old.value_date, old.book_date, old.actor, old.receipt, old.reason, old.reverses, old.payload, old.retired_at)
              is distinct from (new.id, new.loan, new.seq, new.kind, new.value_date, new.book_date, new.actor, new.receipt, new.reason, new.reverses, new.payload, new.retired_at))
            execute function app.lending_refuse_change();
        end if;
      end $body$;`,
  },
] as const;
