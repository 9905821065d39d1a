-- Nothing here asks what is in an item's facts: they are read whole, twenty and more for a page, and were written out anew
-- from their binary form each time. As json they are handed out as they stand.
alter table candour.record_item alter column facts type json using facts::json;
