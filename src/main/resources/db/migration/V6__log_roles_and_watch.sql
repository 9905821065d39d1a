-- Who watches the log: hourly sums of what each caller did, and where those were out of the ordinary.

-- Derived from the log and no part of it: can be made again from there.
create table candour.access_pace (
  agent_id text collate "C" not null,
  hour     timestamptz not null, -- its beginning, UTC
  requests bigint      not null,
  patients bigint      not null, -- different ones
  primary key (agent_id, hour)
);
create index on candour.access_pace (hour);

-- One row for an hour of a caller that was out of the ordinary, for the guardian. Only ever added to.
create table candour.access_alert (
  id           uuid        primary key default gen_random_uuid(),
  at           timestamptz not null default clock_timestamp(),
  agent_id     text collate "C" not null,
  agent_kind   text        not null,
  agent_name   text        not null,
  organisation text,
  hour         timestamptz not null,
  measure      text        not null check (measure in ('REQUESTS', 'PATIENTS')),
  seen         bigint      not null, -- in that hour up to now
  usual        bigint      not null, -- the most in an hour of the weeks before
  unique (agent_id, hour, measure)
);
create index on candour.access_alert (at);
grant select, insert on candour.access_alert to candour_serving;

-- Who verifies the log needs to read it and nothing else.
do $$ begin
  if not exists (select from pg_roles where rolname = 'candour_auditing') then
    create role candour_auditing nologin;
  end if;
end $$;
grant usage on schema candour to candour_auditing;
grant select on candour.access_writer, candour.access_batch, candour.access_record, candour.access_subject,
  candour.access_seal, candour.access_checkpoint, candour.access_alert to candour_auditing;

-- Rows that FHIR writes made are few among many: those who seal and verify find them here.
create index on candour.access_record (at, id) where writer is null;
