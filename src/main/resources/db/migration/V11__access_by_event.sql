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
