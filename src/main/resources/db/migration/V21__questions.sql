-- release: questions of programmes, the airlock they pass, and the ledger of whose records were counted. Rows are only ever
-- added.

create table candour.question (
    id         text        primary key,
    programme  text        not null references candour.programme,
    recipient  text        not null references candour.recipient,
    asked      timestamptz not null,
    asker      text collate "C" not null,
    asker_name text        not null,
    reason     text        not null,
    compiled   jsonb       not null,
    unique (id, asker)
);
create index question_by_programme on candour.question (programme, asked desc, id);
create index question_by_recipient on candour.question (recipient, asked desc, id);
create index question_by_time on candour.question (asked desc, id);

-- Each time a question was put to the records: what that rested on, and why no answer came of it if none did.
create table candour.question_run (
    question    text        not null references candour.question,
    run         integer     not null check (run > 0),
    at          timestamptz not null,
    epoch       bigint      not null,
    valid_until timestamptz, -- when the passing of time alone may change who says yes
    held        text check (held in ('DIFFERENCING', 'INCIDENT')),
    primary key (question, run)
);

-- What the answer says, group by group; nothing of one that is held. Numbers that would tell of few people are null: the
-- true ones are kept nowhere.
create table candour.answer_cell (
    question text    not null,
    run      integer not null,
    cell     integer not null,
    groups   text[]  not null, -- in order of the question's breakdowns
    shown    integer,
    primary key (question, run, cell),
    foreign key (question, run) references candour.question_run
);

-- The ledger: each person who was counted, on which version of their choices, and in which group. No recipient sees it.
create table candour.counted (
    question text    not null,
    run      integer not null,
    patient  text collate "C" not null,
    version  bigint  not null,
    cell     integer not null,
    told     boolean not null, -- whether the number of this group is told
    primary key (question, run, patient),
    foreign key (question, run) references candour.question_run
);
create index counted_by_patient on candour.counted (patient, question, run);

create table candour.question_decision (
    question text        not null,
    asker    text collate "C" not null,
    run      integer     not null, -- 0: may it be put to the records; else: may the answer of this run be seen
    outcome  text        not null check (outcome in ('APPROVED', 'REFUSED')),
    at       timestamptz not null,
    by_id    text collate "C" not null,
    by_name  text        not null,
    note     text,
    primary key (question, run),
    foreign key (question, asker) references candour.question (id, asker),
    check (by_id <> asker) -- nobody lets their own through
);
-- What was refused is over, and one answer leaves, once.
create unique index question_refused on candour.question_decision (question) where outcome = 'REFUSED';
create unique index question_released on candour.question_decision (question) where outcome = 'APPROVED' and run > 0;

-- That somebody was found in an answer who had not said yes: it did not leave.
create table candour.release_incident (
    id       bigint      generated always as identity primary key,
    at       timestamptz not null,
    question text        not null,
    run      integer     not null,
    patients text[]      not null,
    foreign key (question, run) references candour.question_run
);
