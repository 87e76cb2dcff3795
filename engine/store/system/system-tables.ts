/** One step of the system schema: numbered, never edited after it was released, idempotent. */
export interface SystemStep {
  readonly number: number;
  readonly title: string;
  readonly sql: string;
}

/** The engine's own tables, schema `loom`. Records of entities are in schema `app`. */
export const systemSteps: readonly SystemStep[] = [
  {
    number: 1,
    title: 'releases',
    sql: `
create schema if not exists app;
create table if not exists loom.release (
  hash text primary key,
  ordinal bigint generated always as identity,
  sources text not null,
  created_at timestamptz not null,
  created_by text,
  note text
);
create table if not exists loom.current_release (
  only_row boolean primary key default true check (only_row),
  hash text not null references loom.release,
  switched_at timestamptz not null,
  switched_by text
);
create table if not exists loom.draft (
  name text primary key,
  base text,
  changes text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid
);
create table if not exists loom.setting_value (
  name text primary key,
  value json not null,
  updated_at timestamptz not null,
  updated_by uuid
);`,
  },
  {
    number: 2,
    title: 'people who sign in',
    sql: `
create table if not exists loom.credential (
  user_id uuid primary key,
  password_hash text not null,
  history text[] not null default '{}',
  must_change boolean not null default false,
  failures integer not null default 0,
  locked_until timestamptz,
  changed_at timestamptz not null
);
create table if not exists loom.session (
  token_hash text primary key,
  id uuid not null unique,
  kind text not null check (kind in ('browser', 'token')),
  user_id uuid not null,
  name text,
  address text,
  agent text,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  idle_until timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index if not exists session_by_user on loom.session (user_id) where ended_at is null;
create table if not exists loom.set_up_token (
  token_hash text primary key,
  expires_at timestamptz not null,
  used_at timestamptz
);
create table if not exists loom.sign_in_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  user_id uuid,
  address text,
  outcome text not null
);
create index if not exists sign_in_log_by_user on loom.sign_in_log (user_id, at);
create table if not exists loom.preference (
  user_id uuid not null,
  key text not null,
  value text not null,
  updated_at timestamptz not null,
  primary key (user_id, key)
);`,
  },
  {
    number: 3,
    title: 'what happened, and what must still be told',
    sql: `
create table if not exists loom.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_id uuid,
  actor_name text,
  type text not null,
  action text,
  entity text not null,
  record_id uuid not null,
  before json,
  after json,
  comment text,
  request_id text,
  release text
);
create index if not exists audit_by_record on loom.audit (record_id, id);
create or replace function loom.refuse_change() returns trigger language plpgsql as $$
begin raise exception 'rows of % are append-only', tg_table_name; end $$;
create or replace trigger audit_append_only before update or delete on loom.audit for each row execute function loom.refuse_change();
create table if not exists loom.outbox (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  topic text not null,
  payload json not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  delivered_at timestamptz,
  last_error text
);
create index if not exists outbox_open on loom.outbox (next_attempt_at, id) where delivered_at is null;`,
  },
  {
    number: 4,
    title: 'numbers, keys, grants',
    sql: `
create table if not exists loom.number_counter (
  name text primary key,
  value bigint not null
);
create table if not exists loom.idempotency (
  user_id text not null,
  key text not null,
  content_hash text not null,
  result text,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index if not exists idempotency_by_age on loom.idempotency (created_at);
create table if not exists loom.record_grant (
  entity text not null,
  record_id uuid not null,
  user_id uuid not null,
  cause text not null,
  created_at timestamptz not null default now(),
  primary key (record_id, user_id, cause)
);
create index if not exists record_grant_by_cause on loom.record_grant (cause);`,
  },
  {
    number: 5,
    title: 'files in pieces of one megabyte',
    sql: `
create table if not exists loom.file (
  id uuid primary key,
  name text not null,
  type text not null,
  size bigint not null,
  sha256 text not null,
  created_at timestamptz not null,
  created_by uuid
);
create table if not exists loom.file_chunk (
  file_id uuid not null references loom.file on delete cascade,
  position integer not null,
  content bytea not null,
  primary key (file_id, position)
);
alter table loom.file_chunk alter column content set storage external;
create table if not exists loom.file_holder (
  file_id uuid not null references loom.file,
  entity text not null,
  record_id uuid not null,
  property text not null,
  primary key (file_id, entity, record_id, property)
);
create index if not exists file_holder_by_record on loom.file_holder (record_id);`,
  },
  {
    number: 6,
    title: 'work in the background',
    sql: `
create table if not exists loom.job (
  id uuid primary key,
  kind text not null,
  title text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
  input json not null,
  done bigint not null default 0,
  total bigint,
  message text,
  file_id uuid references loom.file,
  created_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  worker text,
  alive_until timestamptz
);
create index if not exists job_open on loom.job (created_at) where state in ('queued', 'running');
create table if not exists loom.job_problem (
  job_id uuid not null references loom.job on delete cascade,
  line integer not null,
  "column" text,
  code text not null,
  detail text not null
);
create index if not exists job_problem_by_job on loom.job_problem (job_id, line);`,
  },
  {
    number: 7,
    title: 'failed sign-ins of an address are counted',
    sql: `create index if not exists sign_in_log_by_address on loom.sign_in_log (address, at) where outcome <> 'signed-in';`,
  },
  {
    number: 8,
    title: 'documents that records pin',
    sql: `
create table if not exists loom.document_version (
  kind text not null,
  name text not null,
  hash text not null,
  title text not null,
  content text not null,
  primary key (kind, name, hash)
);
create or replace trigger document_version_append_only before update or delete on loom.document_version for each row execute function loom.refuse_change();`,
  },
  {
    number: 9,
    title: 'objects inside the rows of a page',
    // PostgreSQL writes a composite value as a JSON object much faster than json_build_object does.
    sql: `
do $$ begin create type loom.reference as (id uuid, label text); exception when duplicate_object then null; end $$;
do $$ begin create type loom.masked as (masked text); exception when duplicate_object then null; end $$;`,
  },
  {
    number: 10,
    title: 'settings have versions',
    sql: 'alter table loom.setting_value add column if not exists version integer not null default 1;',
  },
  {
    number: 11,
    title: 'batch runs',
    // A run is made once for a job and date. Nobody holds a slice but by the row lock of the transaction that works on it.
    sql: `
create table if not exists loom.business_date (
  only_row boolean primary key default true check (only_row),
  open_date date not null,
  opened_at timestamptz not null
);
create table if not exists loom.batch_job (
  name text primary key,
  since date not null
);
create table if not exists loom.batch_run (
  id uuid primary key,
  job text not null,
  date date not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  hash text,
  failure json,
  started_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  unique (job, date)
);
create index if not exists batch_run_open on loom.batch_run (job, date) where state <> 'done';
create table if not exists loom.batch_step (
  run_id uuid not null references loom.batch_run,
  position integer not null,
  key text not null,
  title text not null,
  step text not null,
  "over" text,
  slice_size integer not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'skipped')),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (run_id, position)
);
create table if not exists loom.batch_slice (
  run_id uuid not null,
  position integer not null,
  ordinal integer not null,
  from_id uuid,
  to_id uuid,
  processed bigint not null default 0,
  digest text,
  worker text,
  done_at timestamptz,
  primary key (run_id, position, ordinal),
  foreign key (run_id, position) references loom.batch_step
);
create index if not exists batch_slice_open on loom.batch_slice (run_id, position, ordinal) where done_at is null;
create table if not exists loom.batch_quarantine (
  id uuid primary key,
  job text not null,
  run_id uuid not null,
  position integer not null,
  entity text not null,
  record_id uuid not null,
  code text not null,
  message json not null,
  at timestamptz not null,
  attempts integer not null default 1,
  resolved_at timestamptz,
  resolved_by uuid,
  foreign key (run_id, position) references loom.batch_step
);
create unique index if not exists batch_quarantine_open on loom.batch_quarantine (job, entity, record_id) where resolved_at is null;
create index if not exists batch_quarantine_by_run on loom.batch_quarantine (run_id);`,
  },
  {
    number: 12,
    title: 'entries hold their business date',
    // Two parts of the advisory lock: `loom`, and the date as a number. Read after the lock is held, so that either whoever
    // closes the date sees the lock, or this sees that it is closed.
    sql: `
create or replace function loom.hold_business_date(entered date) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(1819242349, to_char(entered, 'YYYYMMDD')::int);
  if exists (select 1 from loom.business_date where open_date > entered) then
    raise exception 'the business date % is closed', entered using errcode = 'LB001';
  end if;
end $$;`,
  },
];
