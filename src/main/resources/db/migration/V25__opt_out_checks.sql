-- release: that the national opt-outs were asked before a release, or why not. How many only: whose they are is kept
-- nowhere. Rows are only ever added.
create table candour.opt_out_check (
    id        bigint      generated always as identity primary key,
    at        timestamptz not null default clock_timestamp(),
    programme text        not null references candour.programme,
    bypass    text        check (bypass in ('EXPLICIT_CONSENT', 'LEGAL_DUTY', 'PUBLIC_INTEREST', 'ANONYMISED')),
    asked     integer, -- people
    left_out  integer, -- of whom opted out, or not known there
    check ((bypass is null) = (asked is not null) and (asked is null) = (left_out is null))
);
create index opt_out_check_by_programme on candour.opt_out_check (programme, at);
