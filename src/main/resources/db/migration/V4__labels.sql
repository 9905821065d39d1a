-- What an item's facts rest on, and which of its labels are its own.

-- References that were looked up when the facts were read: where one of those changes, these facts are read again.
alter table candour.record_item add column rests_on text[] not null default '{}';

-- The item's own labels, without those it has from what it rests on: only these pass on.
alter table candour.record_item add column own_labels jsonb not null
    default '{"confidentiality": "N", "sensitivity": [], "noPatient": false}';

-- What the server added to the sender's labels in 'content', as system|code: taken out again before labelling anew.
alter table candour.record_item add column added_labels text[] not null default '{}';

create index record_item_by_ground on candour.record_item using gin (rests_on);

-- How far a relabelling has come, so that one that was stopped goes on where it was.
create table candour.relabelling (
    lists   text primary key,
    started timestamptz not null default clock_timestamp(),
    ended   timestamptz,
    type    text not null default '',
    id      text not null default ''
);
