-- release: extracts, copies of rows that leave. Rows are only ever added.

create table candour.extract (
    id         text        primary key,
    programme  text        not null references candour.programme,
    recipient  text        not null references candour.recipient,
    asked      timestamptz not null,
    asker      text collate "C" not null,
    asker_name text        not null,
    reason     text        not null,
    unique (id, asker)
);
create index extract_by_programme on candour.extract (programme);
create index extract_by_recipient on candour.extract (recipient, asked desc, id);
create index extract_by_time on candour.extract (asked desc, id);

-- Each time one was made: what that rested on, what is in it, and why it is held if it is.
create table candour.extract_run (
    extract     text        not null references candour.extract,
    run         integer     not null check (run > 0),
    at          timestamptz not null,
    epoch       bigint      not null,
    valid_until timestamptz, -- when the passing of time alone may change who says yes
    held        text check (held in ('FEW', 'INCIDENT')),
    people      integer     not null,
    made        jsonb,
    primary key (extract, run),
    check ((held is null) = (made is not null))
);

-- The ledger: each person who is in it, on which version of their choices, and with what of theirs.
create table candour.extracted (
    extract text    not null,
    run     integer not null,
    patient text collate "C" not null,
    version bigint  not null,
    classes text[]  not null,
    primary key (extract, run, patient),
    foreign key (extract, run) references candour.extract_run
);
create index extracted_by_patient on candour.extracted (patient, extract, run);

create table candour.extract_decision (
    extract text        not null,
    asker   text collate "C" not null,
    run     integer     not null, -- 0: may it be made; else: may that of this run leave
    outcome text        not null check (outcome in ('APPROVED', 'REFUSED')),
    at      timestamptz not null,
    by_id   text collate "C" not null,
    by_name text        not null,
    note    text,
    primary key (extract, run),
    foreign key (extract, asker) references candour.extract (id, asker),
    check (by_id <> asker) -- nobody lets their own through
);
create unique index extract_refused on candour.extract_decision (extract) where outcome = 'REFUSED';
create unique index extract_released on candour.extract_decision (extract) where outcome = 'APPROVED' and run > 0;

-- An incident is of an answer or of an extract.
alter table candour.release_incident alter column question drop not null;
alter table candour.release_incident add column extract text;
alter table candour.release_incident add foreign key (extract, run) references candour.extract_run;
alter table candour.release_incident add check (num_nonnulls(question, extract) = 1);
