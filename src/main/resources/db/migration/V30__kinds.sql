-- Items of one kind are alike in all that most conditions ask of them, so that is asked once of each kind. Rows from before
-- are each of a kind of its own, and what they tell of is looked up each time, until 'rebuild-index' has filled both.
alter table candour.record_item
    add kind uuid not null default gen_random_uuid(),
    -- Kinds of all that it tells of, near and far; null where anything here is not one patient's alone, or not known.
    add told uuid[];
alter table candour.record_item alter kind drop default;
