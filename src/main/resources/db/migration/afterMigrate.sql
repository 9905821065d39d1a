-- After every migration, as the owner: what the serving role may do with tables that are not the log's. The log's own
-- rights stand beside its tables. Names instead of default privileges: those would also reach the log's new partitions,
-- which the serving role must not be able to change.
grant usage on schema candour, public to candour_serving;
do $$
declare
  made record;
begin
  for made in
    select format('%I.%I', n.nspname, c.relname) as name, c.relkind = 'S' as sequence,
      c.relname in ('schema_history', 'flyway_hapi_schema_history') as history,
      -- Who could see what, who asked or said what and who looked at it afterwards stays known; and what people chose
      -- outlives them and their records.
      n.nspname = 'candour' and c.relname in ('access_grant', 'grant_review', 'access_request', 'raised', 'snapshot')
        as kept,
      -- The register of secondary uses and the ledger of what left are only ever added to.
      n.nspname = 'candour' and c.relname in ('recipient', 'programme', 'programme_decision',
        'question', 'question_run', 'answer_cell', 'counted', 'question_decision', 'release_incident',
        'extract', 'extract_run', 'extracted', 'extract_decision', 'erasure', 'erasure_answer', 'erasure_overdue',
        'reconciliation', 'opt_out_check', 'programme_notice_read', 'release_account') as added
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('candour', 'public') and c.relkind in ('r', 'p', 'S') and pg_has_role(c.relowner, 'USAGE')
      and not (n.nspname = 'candour'
        and c.relname ~ '^access_(writer|batch|record|subject|seal|checkpoint|alert)($|_)')
  loop
    if made.sequence then
      execute 'grant usage, select on sequence ' || made.name || ' to candour_serving';
    elsif made.history then
      execute 'grant select on ' || made.name || ' to candour_serving';
    elsif made.added then
      execute 'grant select, insert on ' || made.name || ' to candour_serving';
    elsif made.kept then
      execute 'revoke delete on ' || made.name || ' from candour_serving';
      execute 'grant select, insert, update on ' || made.name || ' to candour_serving';
    else
      execute 'grant select, insert, update, delete on ' || made.name || ' to candour_serving';
    end if;
  end loop;
end $$;
