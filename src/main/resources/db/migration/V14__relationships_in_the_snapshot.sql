-- Who cares for a patient, as the snapshot has it: hundreds of items may say that one organisation does, and what counts is
-- until when the last of them says so. Merged when an item is written instead of at every request. What is said to end
-- when calendars do has no end.
create function candour.care_of(whose text) returns jsonb stable language sql as $$
    select coalesce(jsonb_agg(jsonb_build_object('organisation', organisation, 'basis', basis,
            'from', to_char(starts at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'until', to_char(ends at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        order by organisation, basis, starts), '[]')
    from (select organisation, basis, starts, case when max(coalesce(ends, 'infinity')) < '9999-12-31' then max(ends) end ends
        from candour.care_relationship where patient = whose group by organisation, basis, starts) merged
$$;

alter table candour.snapshot add relationships jsonb not null default '[]';
update candour.snapshot set relationships = candour.care_of(patient);
