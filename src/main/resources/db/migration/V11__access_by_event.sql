-- access: what makes grants of emergencies and claims, who looks at them afterwards, and how often anybody may try.

-- One row for each emergency and each claimed relationship: the guardian's queue, answered as Tasks. Reviewed once.
create table candour.grant_review (
    id            text        primary key references candour.access_grant (id),
    patient       text        not null,
    kind          text        not null check (kind in ('EMERGENCY', 'CLAIM')),
    agent_id      text collate "C" not null,
    agent_name    text        not null,
    organisation  text,
    reason_code   text        not null,
    reason        text        not null,
    starts        timestamptz not null,
    ends          timestamptz not null,
    reviewer_id   text collate "C",
    reviewer_name text,
    reviewed      timestamptz,
    outcome       text        check (outcome in ('JUSTIFIED', 'NOT_JUSTIFIED', 'REFERRED')),
    note          text,
    check (reviewer_id <> agent_id), -- nobody reviews their own
    check ((reviewed is null) = (reviewer_id is null) and (reviewed is null) = (outcome is null))
);
create index grant_review_by_time on candour.grant_review (starts desc, id);
create index grant_review_open on candour.grant_review (starts desc, id) where reviewed is null;

-- Each try to find a person without a relationship, found or not; forgotten after a day.
create table candour.person_lookup (
    caller text collate "C" not null,
    at     timestamptz not null default clock_timestamp()
);
create index person_lookup_by_caller on candour.person_lookup (caller, at);

alter table candour.access_alert drop constraint access_alert_measure_check;
alter table candour.access_alert add check (measure in ('REQUESTS', 'PATIENTS', 'LOOKUPS'));

-- One row for each time somebody asked a patient to let them see something. Never deleted.
create table candour.access_request (
    id           text        primary key,
    patient      text        not null references candour.snapshot,
    agent_id     text collate "C" not null,
    agent_name   text        not null,
    agent_number text,       -- their NHS number, where their account has one
    organisation text,
    reason_code  text        not null,
    reason       text        not null,
    categories   text        not null check (categories <> ''), -- names, between commas
    sensitive    boolean     not null,
    days         integer     not null check (days > 0),
    asked        timestamptz not null,
    answered     timestamptz,
    answered_by  text,
    grant_id     text unique references candour.access_grant (id), -- what a yes made
    attested     timestamptz,
    deleted      boolean,
    statement    text,
    check ((answered is null) = (answered_by is null)),
    check (grant_id is null or answered is not null),
    check (attested is null or grant_id is not null),
    check ((attested is null) = (deleted is null) and (attested is null) = (statement is null))
);
create index access_request_by_patient on candour.access_request (patient, asked desc, id);
create index access_request_by_agent on candour.access_request (agent_id, asked desc, id) where grant_id is not null;

-- Addresses to be written to that there is a notice; nothing of the notice. Gone when sent, or given up.
create table candour.outgoing_mail (
    id      bigint      generated always as identity primary key,
    address text        not null,
    made    timestamptz not null default clock_timestamp(),
    tries   integer     not null default 0,
    due     timestamptz not null default clock_timestamp()
);
create index outgoing_mail_due on candour.outgoing_mail (due);
