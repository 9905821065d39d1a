-- How far a rebuild of the record index has come, so that one that was stopped goes on where it was: first through what
-- HAPI holds, by its number, then through what the index has beside that.
create table candour.rebuild (
    one     boolean primary key default true check (one),
    started timestamptz not null default clock_timestamp(),
    ended   timestamptz,
    number  bigint not null default 0,
    type    text not null default '',
    id      text not null default ''
);

-- A value with all its arrays in one order: sets are kept as they happened to come.
create function candour.unordered(value jsonb) returns jsonb language plpgsql immutable as $$
begin
    case jsonb_typeof(value)
        when 'array' then
            return (select coalesce(jsonb_agg(each order by each), '[]') from jsonb_array_elements(value) each);
        when 'object' then
            return (select coalesce(jsonb_object_agg(part.key, candour.unordered(part.value)), '{}')
                from jsonb_each(value) part);
        else
            return value;
    end case;
end $$;
