-- release: each night what was let out is held against what people said when it was. Rows are only ever added.
create table candour.reconciliation (
    night     date        primary key,
    at        timestamptz not null,
    releases  integer     not null, -- answers and extracts
    uninvited integer     not null, -- people in them who had not said yes
    asked     integer     not null  -- copies that recipients were then asked to erase
);
