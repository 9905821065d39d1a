-- How far a rebuild of the record index has come, so that one that was stopped goes on where it was: first through what
-- HAPI holds, by its number, then through what the index has beside that.
create table candour.rebuild (
    one     boolean primary key default true check (one),
    started timestamptz not null default clock_timestamp(),
    ended   timestamptz,
    number  bigint not null default 0,
    type    text not null default '',
    id      text not null default ''
);
