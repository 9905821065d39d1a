-- What an item tells of stands among its facts. 'relabel' reads it from what is stored; till then items name nothing.
update candour.record_item set facts = facts || '{"names": []}' where not facts ? 'names';

-- Labels are read again from now on by more elements than before, so a finished relabelling counts no longer.
delete from candour.relabelling;
