-- Items are alike that are of one kind, tell of the same kinds and were sent by the same system: what is held of a patient is
-- told of each such lot, and is read from an index that holds nothing else. Null where 'told' is. No digest of another kind: a
-- hardened system may lack it.
alter table candour.record_item add alike uuid generated always as (
    case when told is not null and category <> '' then (
        lpad(to_hex(hash_array_extended(kind || told, 0)), 16, '0')
        || lpad(to_hex(hashtextextended(coalesce(candour.system_in(content), ''), hash_array_extended(kind || told, 1))), 16, '0')
    )::uuid end) stored;
create index record_item_by_alike on candour.record_item (patient, alike) include (clinical, recorded);
