-- choice: every stored Consent of a patient and where it stands; those in force make up the snapshot.
create table candour.consent (
    patient       text not null references candour.snapshot,
    consent       text not null,
    version       bigint not null,
    status        text not null,
    date_time     timestamptz not null, -- when the person answered
    place         bigint not null, -- among the patient's Consents in order of commit
    choice        text,
    standing      text not null check (standing in ('RULE', 'DORMANT', 'UNENFORCEABLE')),
    reason        text,
    directive     jsonb, -- what it says; of a dormant one, what it would say if it were active
    question      jsonb, -- what it answers: only one answer to a question is in force
    superseded_by text,
    primary key (patient, consent),
    check ((standing = 'RULE') = (reason is null)),
    check (standing = 'DORMANT' or directive is not null)
);
-- Who looks after a deployment finds what it could not honour.
create index consent_unenforceable on candour.consent (patient) where standing = 'UNENFORCEABLE';

-- What was kept before has no question: it takes part in superseding once it is written again, and till then a denial
-- among it holds.
insert into candour.consent
    (patient, consent, version, status, date_time, place, choice, standing, reason, directive)
select i.patient, i.id, i.version, i.content::jsonb ->> 'status',
    case when i.content::jsonb ->> 'dateTime' ~ '^\d{4}-\d{2}-\d{2}T' then (i.content::jsonb ->> 'dateTime')::timestamptz
        else i.recorded end,
    row_number() over (partition by i.patient order by i.recorded, i.id),
    d.directive ->> 'choice',
    case when d.directive is null then 'DORMANT' when d.directive ->> 'unenforceable' is null then 'RULE'
        else 'UNENFORCEABLE' end,
    case when d.directive is null then 'status is ' || (i.content::jsonb ->> 'status')
        else d.directive ->> 'unenforceable' end,
    d.directive
from candour.record_item i left join candour.directive d on d.patient = i.patient and d.consent = i.id
where i.type = 'Consent' and i.patient <> '';

drop table candour.directive;
