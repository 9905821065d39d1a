-- Items are alike that are of one kind, tell of the same kinds and were sent by the same system: what is held of a patient is
-- told of each such lot, and is read from an index that holds nothing else. Null where 'told' is. No digest of ours: a hardened
-- system may have none.
create function candour.alike_in(kind uuid, told uuid[], system text) returns uuid
language sql immutable parallel safe as $$
    select (lpad(to_hex(hashtextextended(of.all_three, 0)), 16, '0') || lpad(to_hex(hashtextextended(of.all_three, 1)), 16, '0'))::uuid
    from (values (kind::text || ' ' || hash_array_extended(told, 0) || ' ' || hash_array_extended(told, 1) || ' '
        || coalesce(system, ''))) of (all_three)
$$;
alter table candour.record_item add alike uuid generated always as (
    case when told is not null and category <> '' then candour.alike_in(kind, told, candour.system_in(content)) end) stored;
create index record_item_by_alike on candour.record_item (patient, alike) include (clinical, recorded);
