-- An item's JSON of one or two kilobytes stood compressed in a table of its own, where each of a page's twenty was looked
-- up by an index: a sixth of what the page cost the database. It stands in its row now, up to a block; what is stored
-- already moves there when it is written again (rebuild-index).
do $$
declare
    part regclass;
begin
    for part in select inhrelid from pg_inherits where inhparent = 'candour.record_item'::regclass loop
        execute format('alter table %s set (toast_tuple_target = 8160)', part);
    end loop;
end
$$;
