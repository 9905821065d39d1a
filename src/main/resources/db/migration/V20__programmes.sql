-- release: the register of secondary uses. Rows are only ever added: who asked for what, who let them in and from when
-- stays known.

-- Who may be given something. A type that no consent can let in is never in here.
create table candour.recipient (
    ods        text primary key,
    name       text not null,
    kind       text not null check (kind in ('HEALTH_SERVICE', 'PUBLIC_BODY', 'UNIVERSITY', 'CHARITY', 'COMPANY')),
    registered timestamptz not null default clock_timestamp()
);

create table candour.programme (
    id              text        primary key,
    recipient       text        not null references candour.recipient,
    title           text        not null,
    description     text        not null,
    purpose         text        not null, -- v3-ActReason
    legal_basis     text        not null,
    fee             text        not null,
    commercial      boolean     not null,
    classes         text[]      not null check (classes <> '{}'), -- categories of what it may look at
    starts          timestamptz not null,
    ends            timestamptz not null,
    notice          interval    not null check (notice > interval '0'),
    registered      timestamptz not null,
    registered_by   text collate "C" not null,
    registered_name text        not null,
    check (starts < ends),
    unique (id, registered_by, starts, ends, notice)
);
create index programme_by_recipient on candour.programme (recipient);

create table candour.programme_decision (
    programme     text        not null,
    outcome       text        not null check (outcome in ('APPROVED', 'REFUSED', 'STOPPED')),
    at            timestamptz not null,
    by_id         text collate "C" not null,
    by_name       text        not null,
    note          text        not null,
    opens         timestamptz, -- when it may begin
    registered_by text collate "C" not null,
    starts        timestamptz not null,
    ends          timestamptz not null,
    notice        interval    not null,
    primary key (programme, outcome),
    foreign key (programme, registered_by, starts, ends, notice)
        references candour.programme (id, registered_by, starts, ends, notice),
    check (outcome = 'STOPPED' or by_id <> registered_by), -- nobody lets their own in
    check ((outcome = 'APPROVED') = (opens is not null)),
    check (opens >= starts and opens >= at + notice and opens < ends) -- nothing begins before its notice has run
);
-- Of two who decide at once only one counts.
create unique index programme_decided on candour.programme_decision (programme) where outcome <> 'STOPPED';
