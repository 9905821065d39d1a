-- release: what a run rested on, so that it can be told later what still stands of it.

-- Whom decisions took the recipient for, and the deployment's defaults: a hash of both in place of the epoch, which moves
-- with every membership of anybody and with no default. Runs made before have none, and can't be judged by it.
alter table candour.question_run alter column epoch drop not null;
alter table candour.question_run add column ground text;
alter table candour.extract_run alter column epoch drop not null;
alter table candour.extract_run add column ground text;

-- What each person had chosen, as a hash: a version moves with their records too. Null where it moved just then.
alter table candour.counted add column choices bytea;
alter table candour.extracted add column choices bytea;

-- Which items of theirs are in it, each as a number made of its name, and in which version. Null of what was made before.
alter table candour.extracted add column items bigint[];
alter table candour.extracted add column versions bigint[];

-- People of whom it can't be told any more what they had said when a release was put together. Of earlier nights it is
-- not known how many.
alter table candour.reconciliation add column unchecked bigint;
