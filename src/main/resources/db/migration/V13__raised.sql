-- What somebody said about a patient's record and is to be answered: the guardian's queue. What was said is the Task of
-- this id in the record, written in the same transaction; here is who is answered, and whether. Never deleted.
create table candour.raised (
    task         text        primary key,
    patient      text        not null references candour.snapshot,
    agent_id     text collate "C" not null,
    agent_name   text        not null,
    agent_number text,       -- their NHS number, where their account has one
    at           timestamptz not null,
    settled      timestamptz
);
create index raised_by_time on candour.raised (at desc, task);
create index raised_open on candour.raised (at desc, task) where settled is null;
create index raised_by_patient on candour.raised (patient, at desc, task);
