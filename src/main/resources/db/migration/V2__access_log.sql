-- The access log. Rows are only ever added: the serving role can insert and select, and the owner removes whole months.
create schema if not exists candour;

-- One row per start of a process that writes: its number names that process's chain.
create table candour.access_writer (
  writer   integer generated always as identity primary key,
  started  timestamptz not null default clock_timestamp(),
  instance text        not null
);

-- One row per commit. Not partitioned, so that its key alone makes a retry after a lost answer idempotent.
create table candour.access_batch (
  writer   integer     not null references candour.access_writer,
  sequence bigint      not null check (sequence >= 0),
  at       timestamptz not null,
  kind     text        not null check (kind in ('RECORDS', 'SEALS', 'FENCE')),
  size     integer     not null check (size >= 0),
  content  bytea       not null, -- SHA-256 of the batch's rows as binary COPY sends them, in order of position
  previous bytea       not null, -- hash of this writer's batch before; of its first: of the latest checkpoint, or zeros
  hash     bytea       not null,
  primary key (writer, sequence)
);

create table candour.access_record (
  at            timestamptz not null,
  writer        integer, -- null with batch and position in a row written by a FHIR write's own transaction: see access_seal
  batch         bigint,
  position      integer,
  id            uuid        not null,
  request_id    text        not null,
  agent_kind    text        not null,
  agent_id      text collate "C" not null,
  agent_name    text        not null,
  agent_roles   text[]      not null,
  organisation  text,
  client        text        not null,
  address       text        not null,
  automated     boolean     not null,
  purpose       text,
  interaction   text        not null,
  action        text        not null,
  query         text        not null,
  patients      text[]      not null,
  versions      bigint[]    not null, -- snapshot version decided on, in order of patients; -1 where none
  epoch         bigint,               -- null where nothing was decided
  valid_until   timestamptz,
  session       text,
  basis         text[]      not null,
  basis_patient bigint[]    not null, -- position in patients; -1 for a rule that is nobody's
  residual      text        not null,
  items         text[]      not null, -- Type/id
  item_versions bigint[]    not null,
  item_patients text[]      not null, -- positions in patients; no elements at all where every item is every patient's
  outcome       text        not null,
  status        integer     not null,
  primary key (at, id)
) partition by range (at);
create index on candour.access_record (agent_id, at desc, id desc);

-- A patient's view of the log is one index scan. Holds nothing that access_record.patients does not.
create table candour.access_subject (
  patient text collate "C" not null,
  at      timestamptz not null,
  id      uuid        not null,
  primary key (patient, at, id)
) partition by range (at);

-- What of the rows written by FHIR writes the chain covers.
create table candour.access_seal (
  at        timestamptz not null,
  writer    integer     not null,
  batch     bigint      not null,
  position  integer     not null,
  record_at timestamptz not null,
  record    uuid        not null,
  hash      bytea       not null, -- SHA-256 of the record as binary COPY sends it; of nothing, where it was not there
  primary key (at, record)
) partition by range (at);

-- A queue, not a part of the log: rows that await their seal.
create table candour.access_unsealed (
  id uuid        primary key,
  at timestamptz not null
);
create index on candour.access_unsealed (at);

create table candour.access_checkpoint (
  number    bigint      primary key check (number > 0),
  at        timestamptz not null,
  body      text        not null, -- exactly what is signed
  signature bytea       not null
);

-- A missing month is no outage: the default partition takes its rows until access_months gives them their own.
create table candour.access_record_default partition of candour.access_record default;
create table candour.access_subject_default partition of candour.access_subject default;
create table candour.access_seal_default partition of candour.access_seal default;

-- Makes this month's partitions and those of some months to come; returns how many it made. Runs as the owner, since
-- the serving role can make no tables. Attaching, unlike creating a partition in place, locks no reader out.
create function candour.access_months(ahead integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  first_day timestamptz;
  next_day timestamptz;
  parent text;
  month text;
  made integer := 0;
begin
  if ahead not between 0 and 24 then
    raise exception 'months ahead must be 0 to 24, not %', ahead;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('candour.access_months', 0));
  for step in 0..ahead loop
    first_day := date_trunc('month', now()) + make_interval(months => step);
    next_day := first_day + interval '1 month';
    foreach parent in array array['access_record', 'access_subject', 'access_seal'] loop
      month := parent || to_char(first_day, '_YYYY_MM');
      continue when to_regclass(format('candour.%I', month)) is not null;
      execute format('create table candour.%I (like candour.%I including all)', month, parent);
      execute format('lock table candour.%I in access exclusive mode', parent || '_default');
      execute format(
        'with moved as (delete from candour.%I where at >= %L and at < %L returning *) insert into candour.%I select * from moved',
        parent || '_default', first_day, next_day, month);
      execute format('alter table candour.%I attach partition candour.%I for values from (%L) to (%L)',
        parent, month, first_day, next_day);
      made := made + 1;
    end loop;
  end loop;
  return made;
end $$;

-- The serving role: a group that the server's login is a member of. Made here where the owner may make roles, else
-- expected to be there.
do $$ begin
  if not exists (select from pg_roles where rolname = 'candour_serving') then
    create role candour_serving nologin;
  end if;
end $$;
grant usage on schema candour to candour_serving;
grant select, insert on candour.access_writer, candour.access_batch, candour.access_record, candour.access_subject,
  candour.access_seal, candour.access_checkpoint to candour_serving;
grant select, insert, delete on candour.access_unsealed to candour_serving;
-- Row locks for "skip locked" need the right to update some column; nothing of worth stands in this table.
grant update on candour.access_unsealed to candour_serving;
revoke execute on function candour.access_months from public;
grant execute on function candour.access_months to candour_serving;

select candour.access_months(2);
