-- What the record path asks of an item, in columns: decisions and searches become conditions on a row. The table is made
-- anew, in hash partitions by patient, so that one patient's rows stand together and partitions can be spread.

-- One value of one date search parameter, as HAPI's own index has it (R4 3.1.1.4.7).
create type candour.search_date as (
    parameter bigint, -- hash of type and name
    low       timestamp,
    high      timestamp,
    low_day   integer, -- as 20260131
    high_day  integer
);

alter table candour.record_item rename to record_item_before;
alter table candour.record_item_before rename constraint record_item_pkey to record_item_before_pkey;
drop index candour.record_item_by_id, candour.record_item_by_clinical, candour.record_item_by_recorded,
    candour.record_item_by_ground;

-- Read as json, not jsonb, which holds no escaped NUL.
create function candour.labels_in(content text) returns text[]
language sql immutable parallel safe as $$
    select case when position('"security"' in content) = 0 then '{}'::text[] else array(
        select coalesce(label ->> 'system', '') || '|' || coalesce(label ->> 'code', '')
        from json_array_elements(content::json #> '{meta,security}') label) end
$$;

create function candour.system_in(content text) returns text
language sql immutable parallel safe as $$
    select case when position('"source"' in content) > 0
        then nullif(split_part(content::json #>> '{meta,source}', '#', 1), '') end
$$;

create table candour.record_item (
    patient         text        not null,
    type            text        not null,
    id              text        not null,
    version         bigint      not null,
    clinical        timestamptz not null,
    recorded        timestamptz not null,
    facts           jsonb       not null,
    content         text        not null,
    rests_on        text[]      not null default '{}',
    own_labels      jsonb       not null
        default '{"confidentiality": "N", "sensitivity": [], "noPatient": false}',
    added_labels    text[]      not null default '{}',
    -- Whether all that a decision needs stands in this patient's rows: the item, and what it tells of, is theirs alone.
    alone           boolean     not null default false,
    category        text        not null default '',
    confidentiality smallint    not null default 0, -- place in the order U L M N R V
    sensitivity     text[]      not null default '{}',
    no_patient      boolean     not null default true,
    profiles        text[]      not null default '{}',
    document_types  text[]      not null default '{}',
    codes           text[]      not null default '{}',
    source          text,
    authors         text[]      not null default '{}',
    names           text[]      not null default '{}',
    belongs_to      text[]      not null default '{}',
    happened        tstzrange,
    -- Hashes of all values of all token search parameters: of the system, of the value, and of both.
    tokens          bigint[]    not null default '{}',
    dates           candour.search_date[] not null default '{}',
    -- As a reader gets them in meta: security labels as system|code, and the system that sent it.
    labels          text[]      not null generated always as (candour.labels_in(content)) stored,
    system          text        generated always as (candour.system_in(content)) stored,
    primary key (patient, type, id)
) partition by hash (patient);

-- Whose an item is: from here a request that names an item alone finds its rows. They come and go with their place.
create table candour.record_place (
    type    text not null,
    id      text not null,
    patient text not null,
    primary key (type, id, patient)
) partition by hash (id);

do $$
declare
    -- candour.record.partitions, given to the migration as a setting of its session.
    partitions integer := coalesce(nullif(current_setting('candour.record_partitions', true), ''), '8')::integer;
    parent text;
begin
    foreach parent in array array['record_item', 'record_place'] loop
        for part in 0..partitions - 1 loop
            execute format('create table candour.%I partition of candour.%I for values with (modulus %s, remainder %s)',
                parent || '_' || part, parent, partitions, part);
        end loop;
    end loop;
end $$;

create index record_item_by_clinical on candour.record_item (patient, type, clinical, id);
create index record_item_by_recorded on candour.record_item (patient, recorded, type, id);
create index record_item_by_ground on candour.record_item using gin (rests_on);

-- Rows from before are decided from their facts, and found by no search, until 'rebuild-index' has filled the columns.
insert into candour.record_item
    (patient, type, id, version, clinical, recorded, facts, content, rests_on, own_labels, added_labels)
select patient, type, id, version, clinical, recorded, facts, content, rests_on, own_labels, added_labels
from candour.record_item_before;
insert into candour.record_place (type, id, patient) select type, id, patient from candour.record_item_before;
alter table candour.record_item add constraint record_item_place
    foreign key (type, id, patient) references candour.record_place on delete cascade;
drop table candour.record_item_before;

-- HAPI's search indexes of an item as it stands in the transaction at hand. In PL/pgSQL because HAPI's tables may be made
-- after this.
create function candour.search_tokens(of_type text, of_id text) returns bigint[]
language plpgsql stable as $$
begin
    return array(
        select distinct hash
        from public.hfj_resource r join public.hfj_spidx_token t on t.res_id = r.res_id
            cross join unnest(array[t.hash_sys, t.hash_sys_and_value, t.hash_value]) hash
        where r.res_type = of_type and r.fhir_id = of_id and hash is not null
        order by hash);
end $$;

create function candour.search_dates(of_type text, of_id text) returns candour.search_date[]
language plpgsql stable as $$
begin
    return array(
        select row(d.hash_identity, d.sp_value_low, d.sp_value_high, d.sp_value_low_date_ordinal,
            d.sp_value_high_date_ordinal)::candour.search_date
        from public.hfj_resource r join public.hfj_spidx_date d on d.res_id = r.res_id
        where r.res_type = of_type and r.fhir_id = of_id
        order by 1);
end $$;
