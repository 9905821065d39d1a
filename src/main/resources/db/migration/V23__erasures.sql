-- release: recipients are asked to erase their copy of what somebody took their yes back for. Rows are only ever added.

create table candour.erasure (
    id        text        primary key,
    extract   text        not null references candour.extract,
    recipient text        not null references candour.recipient,
    patient   text collate "C" not null,
    reason    text        not null check (reason in ('WITHDRAWN', 'ENDED')), -- they took it back, or it ended by itself
    opened    timestamptz not null,
    due       timestamptz not null check (due > opened),
    unique (extract, patient)
);
create index erasure_by_recipient on candour.erasure (recipient, opened desc, id);
create index erasure_by_patient on candour.erasure (patient);
create index erasure_by_due on candour.erasure (due);

-- What the recipient says became of it, once.
create table candour.erasure_answer (
    erasure   text        primary key references candour.erasure,
    outcome   text        not null check (outcome in ('ERASED', 'REFUSED')),
    at        timestamptz not null,
    by_id     text collate "C" not null,
    by_name   text        not null,
    statement text        not null
);

-- That guardians were told of one that was not answered in time.
create table candour.erasure_overdue (
    erasure text        primary key references candour.erasure,
    at      timestamptz not null
);

-- Guardians are alerted to recipients, too.
alter table candour.access_alert drop constraint access_alert_measure_check;
alter table candour.access_alert add check (measure in ('REQUESTS', 'PATIENTS', 'LOOKUPS', 'OVERDUE', 'UNINVITED'));
