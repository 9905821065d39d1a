-- The journal: what must outlive a restore of the server's database. Belongs in a database of its own, on another
-- machine and in other backups.

do $$ begin
  if not exists (select from pg_roles where rolname = 'candour_journaling') then
    create role candour_journaling nologin;
  end if;
end $$;

-- Each Consent as written, noted before its transaction commits.
create table journal.choice (
  number  bigint      generated always as identity primary key,
  at      timestamptz not null default clock_timestamp(),
  consent text collate "C" not null,
  version bigint      not null,
  content text        not null -- FHIR JSON
);
create index on journal.choice (at);

-- Which of them were committed; the others may have been.
create table journal.confirmed (
  number bigint primary key references journal.choice
);

-- The access log's checkpoints.
create table journal.checkpoint (
  number    bigint primary key,
  body      text  not null,
  signature bytea not null
);

grant usage on schema journal to candour_journaling;
grant select, insert on journal.choice, journal.confirmed, journal.checkpoint to candour_journaling;
