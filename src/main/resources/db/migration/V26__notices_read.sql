-- release: who has read the notice of which programme, and when first. Rows are only ever added.
create table candour.programme_notice_read (
    programme text        not null references candour.programme,
    patient   text        not null references candour.snapshot,
    at        timestamptz not null default now(),
    primary key (programme, patient)
);
create index programme_notice_read_by_patient on candour.programme_notice_read (patient);
