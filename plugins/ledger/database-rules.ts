/** What the database itself refuses, whoever asks: a journal that does not balance, any change of what is posted, and an entry in
 *  a closed period. The lock is shared by entries and taken alone by a closing, so that neither passes the other.
 *  Idempotent; runs after every migration. Balance is checked at commit, when all lines of a journal are there. */
export const databaseRules = [
  {
    name: 'ledger.balanced',
    sql: `
      create or replace function app.ledger_check_balance() returns trigger language plpgsql as $body$
      begin
        if exists (
          select 1 from {journal-line} l where l.journal = new.journal
          group by l.ledger, l.currency having sum(l.debit) <> sum(l.credit)
        ) then
          raise exception 'ledger.unbalanced: journal % does not balance', new.journal using errcode = 'check_violation';
        end if;
        return null;
      end $body$;
      do $body$ begin
        if not exists (select 1 from pg_trigger where tgname = 'ledger_balanced' and tgrelid = '{journal-line}'::regclass) then
          create constraint trigger ledger_balanced after insert on {journal-line}
            deferrable initially deferred for each row execute function app.ledger_check_balance();
        end if;
      end $body$;`,
  },
  {
    name: 'ledger.one-side',
    sql: `
      do $body$ begin
        if not exists (select 1 from pg_constraint where conname = 'ledger_one_side' and conrelid = '{journal-line}'::regclass) then
          alter table {journal-line} add constraint ledger_one_side
            check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0));
        end if;
      end $body$;`,
  },
  {
    name: 'ledger.immutable',
    sql: `
      create or replace function app.ledger_refuse_change() returns trigger language plpgsql as $body$
      begin
        raise exception 'ledger.immutable: what is posted is never changed' using errcode = 'restrict_violation';
      end $body$;
      do $body$ begin
        if not exists (select 1 from pg_trigger where tgname = 'ledger_immutable' and tgrelid = '{journal-line}'::regclass) then
          create trigger ledger_immutable before update or delete or truncate on {journal-line}
            for each statement execute function app.ledger_refuse_change();
        end if;
        if not exists (select 1 from pg_trigger where tgname = 'ledger_immutable' and tgrelid = '{journal}'::regclass) then
          create trigger ledger_immutable before update or delete or truncate on {journal}
            for each statement execute function app.ledger_refuse_change();
        end if;
      end $body$;`,
  },
  {
    name: 'ledger.period',
    sql: `
      create or replace function app.ledger_refuse_closed() returns trigger language plpgsql as $body$
      declare closed text;
      begin
        perform pg_advisory_xact_lock_shared(hashtext('ledger.periods'));
        select p.month into closed from {accounting-period} p
          where p.state = 'closed' and p.retired_at is null and p.ends_on >= (select min(f.book_date) from fresh f) order by p.ends_on limit 1;
        if found then
          raise exception 'ledger.period-closed: accounting period % is closed', closed using errcode = 'check_violation';
        end if;
        return null;
      end $body$;
      do $body$ begin
        if not exists (select 1 from pg_trigger where tgname = 'ledger_period' and tgrelid = '{journal-line}'::regclass) then
          create trigger ledger_period after insert on {journal-line} referencing new table as fresh
            for each statement execute function app.ledger_refuse_closed();
        end if;
        if not exists (select 1 from pg_trigger where tgname = 'ledger_period' and tgrelid = '{journal}'::regclass) then
          create trigger ledger_period after insert on {journal} referencing new table as fresh
            for each statement execute function app.ledger_refuse_closed();
        end if;
      end $body$;`,
  },
] as const;
