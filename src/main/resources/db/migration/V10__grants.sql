-- choice: rights to one patient's record that an event made, each for one holder and a stretch of time. Rows are never
-- deleted: who could act, and why, stays known. Read with the snapshot, in the same statement.
create table candour.access_grant (
    patient    text        not null references candour.snapshot,
    holder     text collate "C" not null, -- Caller.id of staff; of a proxy their NHS number, as system|value
    id         text        not null,
    kind       text        not null check (kind in ('PROXY', 'EMERGENCY', 'CLAIM', 'REQUESTED')),
    starts     timestamptz not null,
    ends       timestamptz,
    purpose    text        check ((kind = 'EMERGENCY') = (purpose is not null)),
    reach      jsonb       check ((kind in ('PROXY', 'REQUESTED')) = (reach is not null)),
    ended      timestamptz, -- before its time, by somebody
    ended_by   text,
    end_reason text,
    primary key (patient, holder, id),
    check (kind = 'PROXY' or ends is not null),
    check (starts < ends),
    check ((ended is null) = (ended_by is null) and (ended is null) = (end_reason is null))
);
create unique index access_grant_by_id on candour.access_grant (id);
