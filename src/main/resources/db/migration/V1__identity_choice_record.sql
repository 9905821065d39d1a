create schema if not exists candour;

-- identity ------------------------------------------------------------------------------------------------

-- Business identifiers that link a token to a resource: NHS number, ODS code, SDS user id.
create table candour.identifier (
    system text not null,
    value  text not null,
    type   text not null,
    id     text not null,
    primary key (type, id, system, value)
);
create index identifier_by_value on candour.identifier (system, value, type, id);
-- Two records under one NHS number would show one person another's record.
create unique index identifier_nhs_number on candour.identifier (value)
    where system = 'https://fhir.nhs.uk/Id/nhs-number' and type = 'Patient';

-- Who belongs to what, as references are written in Group, CareTeam and Organization.partOf.
create table candour.membership (
    source    text not null,
    container text not null,
    member    text not null,
    primary key (source, container, member)
);
create index membership_by_member on candour.membership (member, container);

-- choice --------------------------------------------------------------------------------------------------

-- One row per patient from creation on, never deleted: what a decision about that patient needs, in one look-up.
create table candour.snapshot (
    patient    text primary key,
    version    bigint not null default 1,
    directives jsonb not null default '[]',
    changed    timestamptz not null default clock_timestamp()
);

-- Each Consent's compiled rule; the live ones make up the snapshot.
create table candour.directive (
    patient   text not null references candour.snapshot,
    consent   text not null,
    version   bigint not null,
    directive jsonb not null,
    primary key (patient, consent)
);

-- Which organisations care for a patient, and which item says so.
create table candour.care_relationship (
    patient      text not null references candour.snapshot,
    source       text not null,
    organisation text not null,
    basis        text not null,
    starts       timestamptz,
    ends         timestamptz,
    primary key (patient, source, organisation, basis)
);
create index care_relationship_by_source on candour.care_relationship (source);

-- Moves with whatever can narrow decisions about everybody: configuration, memberships.
create table candour.epoch (
    one   boolean primary key default true check (one),
    epoch bigint not null
);
insert into candour.epoch (epoch) values (1);

-- record --------------------------------------------------------------------------------------------------

-- One row per item and patient: what a decision looks at, and the item as a reader gets it. An item about nobody
-- has one row under the empty name. 'clinical' is -infinity where an item does not say when it happened, so that it
-- sorts last among the newest.
create table candour.record_item (
    patient  text not null,
    type     text not null,
    id       text not null,
    version  bigint not null,
    clinical timestamptz not null,
    recorded timestamptz not null,
    facts    jsonb not null,
    content  text not null,
    primary key (patient, type, id)
);
create index record_item_by_id on candour.record_item (type, id);
create index record_item_by_clinical on candour.record_item (patient, type, clinical, id);
create index record_item_by_recorded on candour.record_item (patient, type, recorded, id);
