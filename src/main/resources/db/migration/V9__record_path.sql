-- What the record path asks of an item, in columns: decisions and searches become conditions on a row.

-- One value of one date search parameter, as HAPI's own index has it (R4 3.1.1.4.7).
create type candour.search_date as (
    parameter bigint, -- hash of type and name
    low       timestamp,
    high      timestamp,
    low_day   integer, -- as 20260131
    high_day  integer
);

alter table candour.record_item
    -- Whether all that a decision needs stands in this patient's rows: the item, and what it tells of, is theirs alone.
    add column alone           boolean  not null default false,
    add column category        text     not null default '',
    add column confidentiality smallint not null default 0, -- place in the order U L M N R V
    add column sensitivity     text[]   not null default '{}',
    add column no_patient      boolean  not null default true,
    add column profiles        text[]   not null default '{}',
    add column document_types  text[]   not null default '{}',
    add column codes           text[]   not null default '{}',
    add column source          text,
    add column authors         text[]   not null default '{}',
    add column names           text[]   not null default '{}',
    add column belongs_to      text[]   not null default '{}',
    add column happened        tstzrange,
    -- Hashes of all values of all token search parameters: of the system, of the value, and of both.
    add column tokens          bigint[] not null default '{}',
    add column dates           candour.search_date[] not null default '{}';

-- HAPI's search indexes of an item as it stands in the transaction at hand. In PL/pgSQL because HAPI's tables may be made
-- after this.
create function candour.search_tokens(of_type text, of_id text) returns bigint[]
language plpgsql stable as $$
begin
    return array(
        select distinct hash
        from public.hfj_resource r join public.hfj_spidx_token t on t.res_id = r.res_id
            cross join unnest(array[t.hash_sys, t.hash_sys_and_value, t.hash_value]) hash
        where r.res_type = of_type and r.fhir_id = of_id and hash is not null);
end $$;

create function candour.search_dates(of_type text, of_id text) returns candour.search_date[]
language plpgsql stable as $$
begin
    return array(
        select row(d.hash_identity, d.sp_value_low, d.sp_value_high, d.sp_value_low_date_ordinal,
            d.sp_value_high_date_ordinal)::candour.search_date
        from public.hfj_resource r join public.hfj_spidx_date d on d.res_id = r.res_id
        where r.res_type = of_type and r.fhir_id = of_id);
end $$;

-- Rows from before are decided from their facts until 'rebuild-index' has filled the columns; searches ask HAPI for them.
