-- Items are alike that are of one kind, tell of the same kinds and were sent by the same system: what is held of a patient is
-- told of each such lot, and is read from an index that holds nothing else. Null where 'told' is.
alter table candour.record_item add alike uuid generated always as (
    case when told is not null then md5(kind::text || ' ' || hash_array_extended(told, 0)::text || ' '
        || hash_array_extended(told, 1)::text || ' ' || coalesce(candour.system_in(content), ''))::uuid end) stored;
create index record_item_by_alike on candour.record_item (patient, alike) include (clinical, recorded);
