-- release: whose account somebody registered or asked with, by the staff id of their token: whoever has two does not judge
-- with one what they did with the other. Rows are only ever added.
create table candour.release_account (
    id    text        collate "C" not null,
    staff text        not null,
    at    timestamptz not null default now(),
    primary key (id, staff)
);

-- Copies are to be erased as well when their programme is over or was stopped.
alter table candour.erasure drop constraint erasure_reason_check;
alter table candour.erasure add constraint erasure_reason_check check (reason in ('WITHDRAWN', 'ENDED', 'OVER'));
