-- Whether an item is more than one patient's: all of them decide about it then, and not this row.
alter table candour.record_item add shared boolean not null
    generated always as (coalesce(json_array_length(facts -> 'patients') > 1, true)) stored;
