/** What the database itself refuses, whoever asks: a journal that does not balance, and any change of what is posted.
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
] as const;
